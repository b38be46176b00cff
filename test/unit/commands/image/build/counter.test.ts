import { describe, expect, it } from "vitest";
import { counted } from "../../../../../src/commands/image/build/counter.js";
import type { Output } from "../../../../../src/io/streams.js";

/** Runs it over pieces of so many bytes, a tick of `ms` each; gives what was written. */
async function written(sizes: number[], { isTTY = false, ms = 1000, dialect = "docker" as "docker" | "dockline", fail = false } = {}) {
  let text = "";
  let time = 0;
  const out = { isTTY, write: (chunk: string) => (text += chunk) } as unknown as Output;
  async function* pieces() {
    for (const size of sizes) {
      time += ms;
      yield Buffer.alloc(size);
    }
    if (fail) throw new Error("cut");
  }
  let sent = 0;
  try {
    for await (const chunk of counted(pieces(), out, { dialect, now: () => time })) sent += chunk.length;
  } catch {}
  return { text, sent };
}
const line = (size: string) => `Sending build context to Docker daemon ${size}\r`;

describe("the counter of a build context", () => {
  it.each([
    ["once in a pipe", [1000, 1048], {}, `${line(" 2.048kB")}\r\n`],
    ["in the units of the classic layout", [2048], { dialect: "dockline" as const }, `${line("2.048 kB")}\r\n`],
    ["nothing", [], {}, `${line("      0B")}\r\n`],
    ["live on a terminal", [600_000, 600_000], { isTTY: true }, `${line("   600kB")}${line("   1.2MB")}${line("   1.2MB")}\r\n`],
    ["not for every small piece", [400_000, 400_000, 10], { isTTY: true }, `${line("   800kB")}${line("   800kB")}\r\n`],
    [
      "not more often than ten times a second",
      [600_000, 600_000, 600_000],
      { isTTY: true, ms: 60 },
      `${line("   1.2MB")}${line("   1.8MB")}\r\n`,
    ],
    ["nothing of a part, in a pipe", [2048], { fail: true }, ""],
    ["a part, on a terminal", [600_000], { isTTY: true, fail: true }, `${line("   600kB")}\n`],
  ])("prints what Docker prints: %s", async (_, sizes, options, text) => {
    const found = await written(sizes, options);
    expect(found).toEqual({ text, sent: sizes.reduce((sum, size) => sum + size, 0) });
  });
});
