/** From the words of the command line to a context that is known to be there. */
import path from "node:path";
import { UserError } from "../../errors.js";
import type { Input } from "../../io/streams.js";
import { openFolder } from "./folder.js";
import type { ContextKind } from "./kind.js";
import { contentOf } from "./stdin.js";
import type { BuildContext } from "./types.js";

export interface ContextWords {
  context: { kind: ContextKind; value: string };
  /** -f as written: "" for none, "-" for standard input. */
  file: string;
}

async function readAll(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(Buffer.from(chunk));
  return Buffer.concat(parts);
}

/** Standard input to its end, let go of then. */
async function* drained(stdin: Input): AsyncGenerator<Uint8Array> {
  const reader = stdin.open();
  try {
    yield* reader;
  } finally {
    reader.close();
  }
}

/** The Dockerfile on standard input. */
export function readDockerfile(stdin: Input): Promise<Buffer> {
  return readAll(drained(stdin));
}

/** Reads nothing of standard input yet. Throws UserError with Docker's texts. */
export function openContext({ context: { kind, value }, file }: ContextWords, { cwd, stdin }: { cwd: string; stdin: Input }): BuildContext {
  if (kind === "stdin") {
    if (file === "-") throw new UserError("invalid argument: can't use stdin for both build context and dockerfile");
    return { kind, read: () => contentOf(drained(stdin)) };
  }
  if (kind !== "folder") return { kind, url: value };
  const dir = path.resolve(cwd, value);
  if (file === "-") return openFolder(dir, () => readDockerfile(stdin));
  return openFolder(dir, file && path.resolve(cwd, file));
}
