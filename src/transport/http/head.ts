/** Heads of HTTP/1.1 messages: ours written, the engine's read, as strict and as lenient as Go's net/http. */

import { safeInteger } from "../../values/integer.js";
import { quote, quoteLatin1 } from "../../values/quote.js";
import { readFailure } from "../read-failure.js";
import type { ByteStream } from "../stream.js";
import { WireError } from "../transport-error.js";

export interface ResponseHead {
  readonly status: number;
  /** As the engine wrote it: "404 Not Found". */
  readonly statusLine: string;
  /** HTTP/1.1, which keeps connections open unless told otherwise. */
  readonly keepsAlive: boolean;
  /** Lower-case names; repeated fields joined with ", ". */
  readonly headers: Readonly<Record<string, string>>;
}

/** Bytes of a head that are read before we give up: Go's limit. */
const HEAD_LIMIT = 10 * 1024 * 1024;
const BROKEN = "net/http: HTTP/1.x transport connection broken: ";

/** Characters that may stand in a request target. Anything else would split the request line. */
const UNSAFE = /[^!-~]/u;

/** The request line and fields, in the order given. Throws Error for a target or a field that would break the head. */
export function writeHead(method: string, target: string, fields: Fields): string {
  if (UNSAFE.test(target)) throw new Error(`invalid request target ${quote(target)}`);
  const lines = written.get(fields) ?? fieldLines(fields);
  written.set(fields, lines);
  return `${method} ${target} HTTP/1.1\r\n${lines}\r\n`;
}

type Fields = readonly (readonly [string, string])[];

/** The lines of fields that many requests share. */
const written = new WeakMap<Fields, string>();

function fieldLines(fields: Fields): string {
  let lines = "";
  for (const [name, value] of fields) {
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) throw new WireError("talk", `net/http: invalid header field name ${quote(name)}`);
    if (/[\r\n\0]/.test(value)) throw new WireError("talk", `net/http: invalid header field value for ${quote(name)}`);
    lines += `${name}: ${value}\r\n`;
  }
  return lines;
}

/** Reads one head; what follows it stays unread in the stream. Throws WireError. */
export async function readHead(stream: ByteStream): Promise<ResponseHead> {
  let seen: Buffer = Buffer.alloc(0);
  let firstLine = false;
  for (;;) {
    const chunk = await nextChunk(stream, seen.length === 0);
    if (chunk === null) return endedInHead(seen);
    // The blank line may straddle two chunks: search from three bytes before the seam.
    const from = Math.max(0, seen.length - 3);
    seen = seen.length === 0 ? chunk : Buffer.concat([seen, chunk]);
    const end = blankLine(seen, from);
    if (end >= 0) {
      stream.unread(seen.subarray(end));
      return parsed(seen.toString("latin1", 0, end));
    }
    if (!firstLine) {
      const line = seen.indexOf(10);
      // What is not HTTP at all is refused at its first line: the rest may never come.
      if (line >= 0) parseStatusLine(trimLine(seen.toString("latin1", 0, line)));
      firstLine = line >= 0;
    }
    if (seen.length > HEAD_LIMIT) throw broken(`net/http: server response headers exceeded ${HEAD_LIMIT} bytes; aborted`);
  }
}

async function nextChunk(stream: ByteStream, first: boolean): Promise<Buffer | null> {
  let chunk: Buffer | null;
  try {
    chunk = await stream.read();
  } catch (error) {
    throw readFailure(error, stream, first);
  }
  if (chunk === null && first) throw new WireError("talk", "EOF", true);
  return chunk;
}

/** Index behind the blank line that ends the head; -1 while it has not come. Bare line feeds are accepted. */
function blankLine(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(10, from); at >= 0; at = bytes.indexOf(10, at + 1)) {
    if (bytes[at + 1] === 10) return at + 2;
    if (bytes[at + 1] === 13 && bytes[at + 2] === 10) return at + 3;
  }
  return -1;
}

function broken(text: string): WireError {
  return new WireError("talk", BROKEN + text);
}

function endedInHead(seen: Buffer): never {
  const text = seen.toString("latin1");
  const lastLine = text.slice(text.lastIndexOf("\n") + 1);
  if (!text.includes("\n")) parseStatusLine(trimLine(text));
  else if (lastLine !== "" && !lastLine.includes(":")) throw missingColon(lastLine);
  throw broken("unexpected EOF");
}

function missingColon(line: string): WireError {
  return broken(`malformed MIME header: missing colon: ${quoteLatin1(line)}`);
}

function trimLine(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}

function parseStatusLine(line: string): Pick<ResponseHead, "status" | "statusLine" | "keepsAlive"> {
  const [, version = "", rest] = /^([^ ]*)(?: (.*))?$/s.exec(line) ?? [];
  if (rest === undefined) throw broken(`malformed HTTP response ${quoteLatin1(line)}`);
  const statusLine = rest.trimStart();
  const code = statusLine.split(" ", 1)[0] ?? "";
  if (!/^\d{3}$/.test(code)) throw broken(`malformed HTTP status code ${quoteLatin1(code)}`);
  if (!/^HTTP\/\d\.\d$/.test(version)) throw broken(`malformed HTTP version ${quoteLatin1(version)}`);
  return { status: Number(code), statusLine, keepsAlive: version !== "HTTP/1.0" && version >= "HTTP/1.1" };
}

/** The heads of a second's answers to many requests of a kind are the same. */
let latest: { text: string; head: ResponseHead } | undefined;

function parsed(text: string): ResponseHead {
  if (latest?.text !== text) latest = { text, head: parseHead(text) };
  return latest.head;
}

function parseHead(text: string): ResponseHead {
  const [first = "", ...lines] = text.split("\n").map(trimLine);
  const start = parseStatusLine(first);
  const headers: Record<string, string> = {};
  let last = "";
  for (const line of lines) {
    if (line === "") continue;
    if (/^[ \t]/.test(line)) {
      // A folded field: the line belongs to the one before.
      headers[last] = `${headers[last] ?? ""} ${line.trim()}`;
      continue;
    }
    const colon = line.indexOf(":");
    if (colon < 0) throw missingColon(line);
    if (colon === 0) throw broken(`malformed MIME header line: ${line}`);
    last = line.slice(0, colon).trimEnd().toLowerCase();
    const value = line.slice(colon + 1).trim();
    const before = headers[last];
    if (before === undefined) headers[last] = value;
    else if (last !== "content-length") headers[last] = `${before}, ${value}`;
    // Two lengths are a way to smuggle one answer into another.
    else if (before !== value)
      throw broken(`http: message cannot contain multiple Content-Length headers; got [${quoteLatin1(before)} ${quoteLatin1(value)}]`);
  }
  return { ...start, headers };
}

/** The length a head declares; undefined where it declares none. Throws WireError. */
export function contentLength(headers: Readonly<Record<string, string>>): number | undefined {
  const value = headers["content-length"];
  if (value === undefined) return undefined;
  const length = safeInteger(value, false);
  if (length === undefined) throw broken(`bad Content-Length ${quoteLatin1(value)}`);
  return length;
}

/** Throws WireError for a transfer coding other than chunked. */
export function isChunked(headers: Readonly<Record<string, string>>): boolean {
  const coding = headers["transfer-encoding"];
  if (coding === undefined) return false;
  if (coding.toLowerCase() !== "chunked") throw broken(`unsupported transfer encoding: ${quoteLatin1(coding)}`);
  return true;
}
