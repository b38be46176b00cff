/** The requests of a BuildKit build: the build itself, and the upload of a context that is an archive. */
import type { OutputSpec } from "../../../buildkit/output.js";
import { decodeStatus, type SolveStatus } from "../../../buildkit/trace.js";
import type { Engine } from "../../../engine/engine.js";
import { failureOf, type ProgressMessage } from "../../../format/progress/message.js";
import { encodeJson } from "../../../values/json/encode.js";
import type { BuildParts } from "./buildkit-parts.js";
import type { BuildStopper } from "./buildkit-stop.js";
import { type BuildRequest, toQuery } from "./request.js";

export interface SolveRequest {
  engine: Engine;
  request: BuildRequest;
  parts: BuildParts;
  output: OutputSpec | undefined;
  sessionId: string;
  stop: BuildStopper;
  onImage(id: string): void;
  onStatus(status: SolveStatus): void;
}

type BuildMessage = ProgressMessage & { id?: string };

/** Resolves to the error of the daemon; undefined if the build succeeded. Throws StatusError. */
export async function runSolve(solve: SolveRequest): Promise<string | undefined> {
  const { engine, parts, stop } = solve;
  const over = new AbortController();
  const uploading = parts.upload && upload(engine, parts.upload, stop.id, AbortSignal.any([stop.signal, over.signal]));
  try {
    const response = await Promise.race([
      engine.request("POST", "/build", { query: queryOf(solve), signal: stop.signal }),
      // Only the failure of the upload counts: without the context the daemon would wait forever.
      ...(uploading ? [uploading.then(() => new Promise<never>(() => {}))] : []),
    ]);
    for await (const message of response.jsonLines<BuildMessage>()) {
      const failure = failureOf(message);
      if (failure !== undefined) return failure;
      if (message.id === "moby.image.id") solve.onImage((message.aux as { ID?: string }).ID ?? "");
      else if (message.id === "moby.buildkit.trace") solve.onStatus(decodeStatus(Buffer.from(message.aux as string, "base64")));
    }
    return undefined;
  } finally {
    over.abort();
    await uploading?.catch(() => {});
  }
}

function queryOf({ request, parts, output, sessionId, stop }: SolveRequest) {
  return {
    ...toQuery(request, { dockerfile: parts.dockerfile, version: "2", remote: parts.remote }),
    // --quiet is handled here: with `q` the daemon would not send the ID of the image.
    q: undefined,
    session: sessionId,
    buildid: stop.id,
    outputs: output && encodeJson([{ Type: output.type, Attrs: output.attrs }]),
  };
}

async function upload(engine: Engine, body: AsyncIterable<Uint8Array>, id: string, signal: AbortSignal): Promise<void> {
  const query = { version: "2", buildid: `upload-request:${id}` };
  const response = await engine.request("POST", "/build", { query, body, signal, headers: { "Content-Type": "application/x-tar" } });
  await response.bytes();
}
