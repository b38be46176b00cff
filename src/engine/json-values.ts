/** JSON values one after another, as events, pull, build and stats send them. Each is parsed as soon as it is complete. */
import { EarlyEndError, StatusError } from "../errors.js";
import { decodeJsonText } from "../values/json/decode.js";
import { JsonError } from "../values/json/scan.js";

/** The longest value in bytes. */
const VALUE_LIMIT = 64 * 1024 * 1024;
const BROKEN = { kind: "broken-stream" } as const;
const LF = 10;
const QUOTE = 34;
const BACKSLASH = 92;

function isSpace(byte: number): boolean {
  return byte === 32 || (byte >= 9 && byte <= 13);
}

/** Finds the end of a value. All it knows of JSON is strings and nesting. */
function valueScanner() {
  let depth = 0;
  let inString = false;
  let escaped = false;
  let started = false;
  return {
    get started() {
      return started;
    },
    reset() {
      started = false;
    },
    /** Index after the value that ends in bytes[from..], or -1 if it goes on. */
    end(bytes: Buffer, from: number): number {
      for (let i = from; i < bytes.length; i++) {
        const byte = bytes[i] as number;
        if (inString) {
          if (escaped) escaped = false;
          else if (byte === BACKSLASH) escaped = true;
          else if (byte === QUOTE) {
            inString = false;
            if (depth === 0) return i + 1;
          }
        } else if (byte === QUOTE) {
          inString = true;
          started = true;
        } else if (byte === 123 || byte === 91) {
          depth++;
          started = true;
        } else if (byte === 125 || byte === 93) {
          if (--depth <= 0) {
            depth = 0;
            return i + 1;
          }
        } else if (!isSpace(byte)) started = true;
        // A literal or a number ends at white space.
        else if (depth === 0 && started) return i;
      }
      return -1;
    },
  };
}

/**
 * The value that the text begins with; what follows it is ignored, as by Docker. Throws StatusError in Go's words, EarlyEndError
 * if the text ends too early.
 */
export function parseValue<T>(text: string): T {
  let value: unknown;
  try {
    value = decodeJsonText(text, "first");
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw error.truncated ? new EarlyEndError(error.message) : new StatusError(error.message, 1, { ...BROKEN, cause: error });
  }
  if (value === undefined) throw new EarlyEndError("EOF");
  return value as T;
}

/** Whether the text ends inside a value. */
function isOpen(text: string): boolean {
  return valueScanner().end(Buffer.from(text), 0) < 0;
}

/**
 * The texts of the values of a body, for numbers that a double cannot hold. Throws EarlyEndError if the body ends within one. What is
 * no JSON at all may be returned as a text.
 */
export async function* jsonTexts(body: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const scanner = valueScanner();
  let held: Buffer[] = [];
  let heldBytes = 0;
  for await (const bytes of body) {
    let from = 0;
    while (from < bytes.length) {
      const end = scanner.end(bytes, from);
      if (end < 0) break;
      const tail = bytes.subarray(from, end);
      const whole = heldBytes === 0 ? tail : Buffer.concat([...held, tail]);
      held = [];
      heldBytes = 0;
      scanner.reset();
      from = end;
      yield whole.toString();
    }
    while (from < bytes.length && !scanner.started && isSpace(bytes[from] as number)) from++;
    if (from === bytes.length) continue;
    // A copy, because the chunk may be a small part of a large buffer.
    held.push(Buffer.from(bytes.subarray(from)));
    heldBytes += bytes.length - from;
    if (heldBytes > VALUE_LIMIT) throw new StatusError(`a JSON value of the engine is larger than ${VALUE_LIMIT} bytes`, 1, BROKEN);
  }
  if (!scanner.started) return;
  const rest = Buffer.concat(held).toString();
  if (isOpen(`${rest}${String.fromCharCode(LF)}`)) throw new EarlyEndError("unexpected EOF");
  yield rest;
}

/** The values of a body. Throws EarlyEndError if it ends within one, StatusError for one that is no JSON. */
export async function* jsonValues<T>(body: AsyncIterable<Buffer>): AsyncGenerator<T> {
  for await (const text of jsonTexts(body)) yield parseValue<T>(text);
}
