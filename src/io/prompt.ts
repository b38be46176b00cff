/** Questions to whoever sits at the terminal, or to whatever is piped in. */
import { Cancelled } from "../errors.js";
import type { Signals } from "./signals.js";
import type { Input, Output } from "./streams.js";

/** What a question needs of the context. */
export interface Asker {
  readonly stdin: Input;
  readonly stdout: Output;
  readonly signals: Signals;
}

/** The reference reads no longer line, and takes one for no answer. */
const LONGEST_LINE = 64 * 1024;

/** The first line of what comes in, or all of it where no line ends. */
async function firstLine(chunks: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    const end = chunk.indexOf("\n");
    parts.push(end < 0 ? chunk : chunk.subarray(0, end));
    length += parts.at(-1)?.length ?? 0;
    if (length >= LONGEST_LINE) return "";
    if (end >= 0) break;
  }
  return Buffer.concat(parts).toString();
}

/**
 * Asks on stdout, with " [y/N] " behind the question. Only y or Y is a yes; an end of input is a no.
 * Throws Cancelled when INT or TERM comes instead of an answer: the client then ends with 0, as the reference does.
 */
export async function confirm({ stdin, stdout, signals }: Asker, question: string): Promise<boolean> {
  stdout.write(`${question} [y/N] `);
  const reader = stdin.open();
  let stop = () => {};
  const stopped = new Promise<never>((_, reject) => {
    stop = signals.on(["SIGINT", "SIGTERM"], () => {
      stdout.write("\n");
      reject(new Cancelled(0));
    });
  });
  try {
    return /^y$/i.test((await Promise.race([firstLine(reader), stopped])).trim());
  } finally {
    stop();
    reader.close();
  }
}
