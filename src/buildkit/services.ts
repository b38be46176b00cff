/** What a session offers to the daemon: files to read, and a target for the result. */
import { type Call, type Methods, RpcError, STATUS } from "./grpc.js";
import { dataOf } from "./protobuf.js";
import { receiveFiles } from "./sync/receive.js";
import { sendFiles } from "./sync/send.js";
import type { Source } from "./sync/source.js";

/** Where the result of a build goes: files into a directory, or the bytes of an archive. */
export type Target = { kind: "folder"; dir: string } | { kind: "stream"; fill(chunks: AsyncIterable<Uint8Array>): Promise<void> };

/** Directories that the daemon may read, by their names in the protocol ("context", "dockerfile"). */
export function sourceMethods(sources: Readonly<Record<string, Source>>): Methods {
  return { "/moby.filesync.v1.FileSync/DiffCopy": (call) => sendFiles(call, sources) };
}

/** Takes the result, once. */
export function targetMethods(target: Target): Methods {
  let taken = false;
  return {
    "/moby.filesync.v1.FileSend/DiffCopy": async (call) => {
      if (taken) throw new RpcError(STATUS.alreadyExists, "target already exists");
      taken = true;
      if (target.kind === "folder") await receiveFiles(call, target.dir);
      else await target.fill(dataOfAll(call));
    },
  };
}

async function* dataOfAll(call: Call): AsyncGenerator<Buffer> {
  for await (const message of call) yield dataOf(message);
  // The messages of a call that was dropped end like those of a complete one, but the archive is incomplete.
  if (call.signal.aborted) throw new Error("unexpected EOF");
}
