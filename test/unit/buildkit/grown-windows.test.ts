/** What Bun is shown of windows that grow: cut anywhere, the same frames come out. */
import { describe, expect, test } from "vitest";
import { GrownWindows } from "../../../src/buildkit/grown-windows.js";

const PREFACE = Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
const DATA = 0;
const HEADERS = 1;
const RST_STREAM = 3;
const SETTINGS = 4;
const PING = 6;
const WINDOW_UPDATE = 8;
const CONTINUATION = 9;
const ACK = 1;
const END_HEADERS = 4;
const MAX_FRAME_SIZE = 5;
const INITIAL_WINDOW_SIZE = 4;

function frame(type: number, flags: number, stream: number, payload: Buffer = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

function settings(...pairs: [id: number, value: number][]): Buffer {
  const payload = Buffer.alloc(6 * pairs.length);
  pairs.forEach(([id, value], i) => {
    payload.writeUInt16BE(id, 6 * i);
    payload.writeUInt32BE(value, 6 * i + 2);
  });
  return frame(SETTINGS, 0, 0, payload);
}

function update(stream: number, by: number): Buffer {
  const payload = Buffer.alloc(4);
  payload.writeUInt32BE(by);
  return frame(WINDOW_UPDATE, 0, stream, payload);
}

const window = (size: number) => settings([INITIAL_WINDOW_SIZE, size]);
const headers = (stream: number, flags = END_HEADERS) => frame(HEADERS, flags, stream, Buffer.from("head"));
const data = frame(DATA, 0, 1, Buffer.alloc(20_000, 7));

const cases: [name: string, sent: Buffer[], seen: Buffer[]][] = [
  ["nothing grows", [settings(), headers(1), data], [settings(), headers(1), data]],
  ["the first settings stay", [window(100_000), headers(1)], [window(100_000), headers(1)]],
  [
    "an open stream gets what its window grew by",
    [settings(), headers(1), window(65_545)],
    [settings(), headers(1), settings(), update(1, 10)],
  ],
  [
    "each open stream, and each growth",
    [settings(), headers(1), headers(3), window(70_000), window(80_000)],
    [settings(), headers(1), headers(3), settings(), update(1, 4465), update(3, 4465), settings(), update(1, 10_000), update(3, 10_000)],
  ],
  ["a later stream gets all of it at once", [window(100), window(300), headers(5)], [window(100), settings(), headers(5), update(5, 200)]],
  [
    "other settings stay",
    [settings(), headers(1), settings([MAX_FRAME_SIZE, 20_000], [INITIAL_WINDOW_SIZE, 65_536])],
    [settings(), headers(1), settings([MAX_FRAME_SIZE, 20_000]), update(1, 1)],
  ],
  [
    "headers in two frames count when they are whole",
    [settings(), window(65_536), headers(1, 0), frame(CONTINUATION, END_HEADERS, 1)],
    [settings(), settings(), headers(1, 0), frame(CONTINUATION, END_HEADERS, 1), update(1, 1)],
  ],
  [
    "trailers open nothing",
    [settings(), window(65_536), headers(1), headers(1)],
    [settings(), settings(), headers(1), update(1, 1), headers(1)],
  ],
  [
    "a stream that was reset gets nothing",
    [settings(), headers(1), frame(RST_STREAM, 0, 1, Buffer.alloc(4)), window(70_000)],
    [settings(), headers(1), frame(RST_STREAM, 0, 1, Buffer.alloc(4)), settings()],
  ],
  ["an acknowledgement is none", [settings(), headers(1), frame(SETTINGS, ACK, 0)], [settings(), headers(1), frame(SETTINGS, ACK, 0)]],
  ["pings pass", [settings(), frame(PING, 0, 0, Buffer.alloc(8))], [settings(), frame(PING, 0, 0, Buffer.alloc(8))]],
];

describe.each(cases)("%s", (_, sent, seen) => {
  const bytes = Buffer.concat([PREFACE, ...sent]);
  const expected = Buffer.concat([PREFACE, ...seen]).toString("hex");

  test.each([1, 8, 9, 10, 13, 24, 1000, bytes.length])("grows flow-control windows, in pieces of %d bytes", (size) => {
    const windows = new GrownWindows();
    const out: Buffer[] = [];
    for (let at = 0; at < bytes.length; at += size) out.push(windows.rewrite(bytes.subarray(at, at + size)));
    expect(Buffer.concat(out).toString("hex")).toBe(expected);
  });
});
