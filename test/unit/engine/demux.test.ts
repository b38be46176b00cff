import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { demux } from "../../../src/engine/demux.js";
import { EarlyEndError } from "../../../src/errors.js";
import { failure, pieces } from "../../support/scripted-server.js";

/** One frame as the daemon makes it. */
function frame(stream: number, payload: string | Uint8Array): Buffer {
  const bytes = Buffer.from(payload as string);
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(bytes.length, 4);
  return Buffer.concat([header, bytes]);
}

/** Everything written, in order; neighbouring writes to one stream as one. */
async function collect(source: AsyncIterable<Buffer>) {
  const writes: [number, Buffer][] = [];
  const merged = () => {
    const out: [number, string][] = [];
    for (const [stream, bytes] of writes) {
      const last = out.at(-1);
      if (last?.[0] === stream) last[1] += bytes.toString("latin1");
      else out.push([stream, bytes.toString("latin1")]);
    }
    return out;
  };
  let error: Error | undefined;
  try {
    await demux(source, (stream, bytes) => void writes.push([stream, Buffer.from(bytes)]));
  } catch (e) {
    error = e as Error;
  }
  return { merged: merged(), writes, error };
}

const mixed = Buffer.concat([
  frame(1, "out 1\n"),
  frame(2, "err\n"),
  frame(1, ""),
  frame(1, "out 2\n"),
  frame(0, "in\n"),
  frame(2, Buffer.from([0, 255, 10])),
]);
const taken = [
  [1, "out 1\n"],
  [2, "err\n"],
  [1, "out 2\nin\n"],
  [2, "\x00\xff\n"],
];

describe("demux", () => {
  test("separates frames that are split at every offset", async () => {
    for (let at = 0; at <= mixed.length; at++) {
      const { merged, error } = await collect(pieces(mixed.subarray(0, at), mixed.subarray(at)));
      expect(error).toBeUndefined();
      expect(merged).toEqual(taken);
    }
  });

  test("separates frames that arrive byte by byte", async () => {
    expect((await collect(pieces(...Array.from(mixed, (b) => Buffer.from([b]))))).merged).toEqual(taken);
  });

  test("loses nothing and keeps the order of any frames in any pieces", async () => {
    const payload = fc.oneof(fc.uint8Array({ maxLength: 80 }), fc.uint8Array({ minLength: 4090, maxLength: 4100, size: "max" }));
    const frames = fc.array(fc.tuple(fc.constantFrom(1, 2), payload), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(frames, fc.array(fc.nat(20_000), { maxLength: 8 }), async (list, cuts) => {
        const bytes = Buffer.concat(list.map(([stream, data]) => frame(stream, data)));
        const edges = [0, ...cuts.map((c) => c % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
        const { merged, error } = await collect(pieces(...edges.slice(1).map((edge, i) => bytes.subarray(edges[i], edge))));
        expect(error).toBeUndefined();
        for (const stream of [1, 2]) {
          const sent = Buffer.concat(list.filter(([s]) => s === stream).map(([, data]) => Buffer.from(data))).toString("latin1");
          expect(
            merged
              .filter(([s]) => s === stream)
              .map(([, t]) => t)
              .join(""),
          ).toBe(sent);
        }
      }),
      { numRuns: 100 },
    );
  });

  test("writes the lines of one chunk at once, and does not wait beyond a chunk's end", async () => {
    const lines = Buffer.concat(Array.from({ length: 500 }, (_, i) => frame(1, `line ${i}\n`)));
    const { writes } = await collect(pieces(lines, frame(1, "prompt> ")));
    expect(writes.map(([, bytes]) => bytes.length)).toEqual([lines.length - 500 * 8, 8]);
  });

  test("waits for a slow writer", async () => {
    let busy = 0;
    let most = 0;
    await demux(pieces(frame(1, "a"), frame(2, "b"), frame(1, "c")), async () => {
      most = Math.max(most, ++busy);
      await new Promise((resolve) => setTimeout(resolve, 2));
      busy--;
    });
    expect(most).toBe(1);
  });

  test.each([
    ["within a header", mixed.subarray(0, 3)],
    ["behind a header", mixed.subarray(0, 8)],
    ["within a payload", mixed.subarray(0, 10)],
  ])("fails when the stream ends %s", async (_, bytes) => {
    const { error } = await collect(pieces(bytes));
    expect(error).toBeInstanceOf(EarlyEndError);
    expect(error?.message).toBe("unexpected EOF");
  });

  test("fails with the daemon's own error, after what came before it", async () => {
    const { merged, error } = await collect(
      pieces(frame(1, "hi\n"), Buffer.concat([frame(1, "more\n"), frame(3, "it broke\n"), frame(1, "late")])),
    );
    expect(merged).toEqual([[1, "hi\nmore\n"]]);
    expect(error?.message).toBe("error from daemon in stream: it broke\n");
  });

  test("fails for an unknown stream, after what came before it", async () => {
    const { merged, error } = await collect(pieces(Buffer.concat([frame(1, "hi\n"), frame(9, "?")])));
    expect(merged).toEqual([[1, "hi\n"]]);
    expect(error?.message).toBe("Unrecognized input header: 9");
  });

  test("reads a length above 2 GiB", async () => {
    const header = Buffer.from([1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff]);
    const { merged, error } = await collect(pieces(header, "some"));
    expect(merged).toEqual([[1, "some"]]);
    expect(error?.message).toBe("unexpected EOF");
  });

  test("throws what the writer throws", async () => {
    const thrown = new Error("pipe closed");
    const done = demux(pieces(frame(1, "x")), () => {
      throw thrown;
    });
    expect(await failure(done)).toBe(thrown);
  });
});
