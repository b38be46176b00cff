/** Questions to the user; the answer comes from the terminal or a pipe. */
import { Cancelled, StatusError } from "../errors.js";
import type { Signals } from "./signals.js";
import type { Input, Output } from "./streams.js";

/** What a question needs of the context. */
export interface Asker {
  readonly stdin: Input;
  readonly stdout: Output;
  readonly signals: Signals;
}

/** Docker reads no longer line and treats it as no answer. */
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

/** The line that answers `question`. Throws Cancelled when INT or TERM comes instead: the client then ends with 0, as Docker does. */
async function answer({ stdin, stdout, signals }: Asker, question: string): Promise<string> {
  stdout.write(question);
  const reader = stdin.open();
  let stop = () => {};
  const stopped = new Promise<never>((_, reject) => {
    stop = signals.on(["SIGINT", "SIGTERM"], () => {
      stdout.write("\n");
      reject(new Cancelled(0));
    });
  });
  try {
    return (await Promise.race([firstLine(reader), stopped])).trim();
  } finally {
    stop();
    reader.close();
  }
}

/** Asks on stdout, with " [y/N] " behind the question. Only y or Y is a yes; an end of input is a no. Throws Cancelled. */
export async function confirm(asker: Asker, question: string): Promise<boolean> {
  return /^y$/i.test(await answer(asker, `${question} [y/N] `));
}

/** Asks for a line, without surrounding white space; "" where the input ends. Throws Cancelled. */
export function askLine(asker: Asker, question: string): Promise<string> {
  return answer(asker, question);
}

/**
 * The same for a secret: what is typed is not shown.
 * @param before runs when echo is off already, and the question has not been asked
 * @throws StatusError where echo cannot be turned off: nothing is asked then; Cancelled
 */
export async function askSecret(asker: Asker, question: string, before: () => void = () => {}): Promise<string> {
  // Starts stty, so it is loaded only for secrets.
  const { noEcho } = await import("./terminal.js");
  const restore = asker.stdin.isTTY ? noEcho(asker.stdin, asker.signals) : undefined;
  // Docker's words for a standard input that is not a terminal.
  if (!restore) throw new StatusError("inappropriate ioctl for device");
  try {
    before();
    const secret = await answer(asker, question);
    asker.stdout.write("\n");
    return secret;
  } finally {
    restore();
  }
}
