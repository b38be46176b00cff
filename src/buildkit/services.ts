/** What a session offers to the engine, put together from the parts of a build. */
import { type Call, type Methods, RpcError, STATUS } from "./grpc.js";
import { dataOf } from "./protobuf.js";
import { receiveFiles } from "./sync/receive.js";
import { sendFiles } from "./sync/send.js";
import type { Source } from "./sync/source.js";

/** Where the build's result goes: files into a folder, or the bytes of an archive. */
export type Target = { kind: "folder"; dir: string } | { kind: "stream"; fill(chunks: AsyncIterable<Uint8Array>): Promise<void> };

/** Folders that the engine may read, by the names it knows them under ("context", "dockerfile"). */
export function sourceMethods(sources: Readonly<Record<string, Source>>): Methods {
  return { "/moby.filesync.v1.FileSync/DiffCopy": (call) => sendFiles(call, sources) };
}

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
  // A call that was let go ends its messages as one that is done does: the archive would be short.
  if (call.signal.aborted) throw new Error("unexpected EOF");
}
