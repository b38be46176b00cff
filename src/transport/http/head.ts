/** Heads of HTTP/1.1 messages: writes those of requests, and reads those of responses as strictly as Go's net/http does. */
import { safeInteger } from "../../values/integer.js";
import { quote, quoteLatin1 } from "../../values/quote.js";
import { readFailure } from "../read-failure.js";
import type { ByteStream } from "../stream.js";
import { TransportError } from "../transport-error.js";

export interface ResponseHead {
  readonly status: number;
  /** As the server wrote it: "404 Not Found". */
  readonly statusLine: string;
  /** HTTP/1.1, where connections stay open by default. */
  readonly keepsAlive: boolean;
  /** Lower-case names; repeated headers are joined with ", ". */
  readonly headers: Readonly<Record<string, string>>;
}

/** The longest head in bytes: Go's limit. */
const HEAD_LIMIT = 10 * 1024 * 1024;

/** A response whose head cannot be parsed. `detail` is the text without Go's prefix. */
export class MalformedResponse extends TransportError {
  constructor(
    readonly detail: string,
    reason: "malformed" | "not-http" | "needs-tls" = "malformed",
  ) {
    super(reason, `net/http: HTTP/1.x transport connection broken: ${detail}`);
    this.name = "MalformedResponse";
  }
}

/** How a TLS server begins its reply to bytes that are no TLS: an alert record of version 3. */
const TLS_ALERT = "\x15\x03";

/** Anything but printable ASCII would split the request line. */
const UNSAFE = /[^!-~]/u;

/** The request line and headers, in the order given. Throws an Error for a target, TransportError for a header, that would break the head. */
export function writeHead(method: string, target: string, headers: Headers): string {
  if (UNSAFE.test(target)) throw new Error(`invalid request target ${quote(target)}`);
  const lines = written.get(headers) ?? headerLines(headers);
  written.set(headers, lines);
  return `${method} ${target} HTTP/1.1\r\n${lines}\r\n`;
}

type Headers = readonly (readonly [string, string])[];

/** The lines of headers that many requests share. */
const written = new WeakMap<Headers, string>();

function headerLines(headers: Headers): string {
  let lines = "";
  for (const [name, value] of headers) {
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) throw new TransportError("request", `net/http: invalid header field name ${quote(name)}`);
    if (/[\r\n\0]/.test(value)) throw new TransportError("request", `net/http: invalid header field value for ${quote(name)}`);
    lines += `${name}: ${value}\r\n`;
  }
  return lines;
}

/** Reads one head; what follows it stays unread in the stream. Throws TransportError. */
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
      // What is not HTTP at all fails at its first line: the rest may never come.
      if (line >= 0) parseStatusLine(trimLine(seen.toString("latin1", 0, line)));
      firstLine = line >= 0;
    }
    if (seen.length > HEAD_LIMIT) throw malformed(`net/http: server response headers exceeded ${HEAD_LIMIT} bytes; aborted`);
  }
}

async function nextChunk(stream: ByteStream, first: boolean): Promise<Buffer | null> {
  let chunk: Buffer | null;
  try {
    chunk = await stream.read();
  } catch (error) {
    throw readFailure(error, stream, first);
  }
  if (chunk === null && first) throw new TransportError("closed", "EOF", { unanswered: true });
  return chunk;
}

/** Index after the blank line that ends the head; -1 if it has not come yet. Bare line feeds are accepted. */
function blankLine(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(10, from); at >= 0; at = bytes.indexOf(10, at + 1)) {
    if (bytes[at + 1] === 10) return at + 2;
    if (bytes[at + 1] === 13 && bytes[at + 2] === 10) return at + 3;
  }
  return -1;
}

function malformed(detail: string, reason?: "not-http" | "needs-tls"): MalformedResponse {
  return new MalformedResponse(detail, reason);
}

function endedInHead(seen: Buffer): never {
  const text = seen.toString("latin1");
  const lastLine = text.slice(text.lastIndexOf("\n") + 1);
  if (!text.includes("\n")) parseStatusLine(trimLine(text));
  else if (lastLine !== "" && !lastLine.includes(":")) throw missingColon(lastLine);
  throw malformed("unexpected EOF");
}

function missingColon(line: string): MalformedResponse {
  return malformed(`malformed MIME header: missing colon: ${quoteLatin1(line)}`);
}

function trimLine(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}

function parseStatusLine(line: string): Pick<ResponseHead, "status" | "statusLine" | "keepsAlive"> {
  const [, version = "", rest] = /^([^ ]*)(?: (.*))?$/s.exec(line) ?? [];
  if (rest === undefined) {
    const reason = line.startsWith(TLS_ALERT) ? "needs-tls" : "not-http";
    throw malformed(`malformed HTTP response ${quoteLatin1(line)}`, reason);
  }
  const statusLine = rest.trimStart();
  const code = statusLine.split(" ", 1)[0] ?? "";
  if (!/^\d{3}$/.test(code)) throw malformed(`malformed HTTP status code ${quoteLatin1(code)}`);
  if (!/^HTTP\/\d\.\d$/.test(version)) throw malformed(`malformed HTTP version ${quoteLatin1(version)}`);
  return { status: Number(code), statusLine, keepsAlive: version !== "HTTP/1.0" && version >= "HTTP/1.1" };
}

/** Responses to many requests of a kind within one second have the same head. */
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
      // A folded header: the line continues the one before.
      headers[last] = `${headers[last] ?? ""} ${line.trim()}`;
      continue;
    }
    const colon = line.indexOf(":");
    if (colon < 0) throw missingColon(line);
    if (colon === 0) throw malformed(`malformed MIME header line: ${line}`);
    last = line.slice(0, colon).trimEnd().toLowerCase();
    const value = line.slice(colon + 1).trim();
    const before = headers[last];
    if (before === undefined) headers[last] = value;
    else if (last !== "content-length") headers[last] = `${before}, ${value}`;
    // Two different lengths are a way to smuggle one response into another.
    else if (before !== value)
      throw malformed(`http: message cannot contain multiple Content-Length headers; got [${quoteLatin1(before)} ${quoteLatin1(value)}]`);
  }
  return { ...start, headers };
}

/** The declared length in bytes; undefined if there is none. Throws TransportError. */
export function contentLength(headers: Readonly<Record<string, string>>): number | undefined {
  const value = headers["content-length"];
  if (value === undefined) return undefined;
  const length = safeInteger(value, false);
  if (length === undefined) throw malformed(`bad Content-Length ${quoteLatin1(value)}`);
  return length;
}

/** Throws TransportError for a transfer coding other than chunked. */
export function isChunked(headers: Readonly<Record<string, string>>): boolean {
  const coding = headers["transfer-encoding"];
  if (coding === undefined) return false;
  if (coding.toLowerCase() !== "chunked") throw malformed(`unsupported transfer encoding: ${quoteLatin1(coding)}`);
  return true;
}
