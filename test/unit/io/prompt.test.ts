import { describe, expect, it } from "vitest";
import { Cancelled } from "../../../src/errors.js";
import { type Asker, confirm } from "../../../src/io/prompt.js";

function asker(chunks: readonly (string | Promise<never>)[]) {
  const seen = { written: "", closed: false, listening: 0 };
  let interrupt = () => {};
  const parts = {
    stdout: { write: (text: string) => (seen.written += text) },
    stdin: {
      open: () => ({
        async *[Symbol.asyncIterator]() {
          for (const chunk of chunks) yield Buffer.from(await chunk);
        },
        close: () => {
          seen.closed = true;
        },
      }),
    },
    signals: {
      on: (_names: readonly string[], listener: () => void) => {
        seen.listening++;
        interrupt = listener;
        return () => seen.listening--;
      },
    },
  } as unknown as Asker;
  return { parts, seen, interrupt: () => interrupt() };
}

describe("confirm, askLine", () => {
  it.each<[string[], boolean]>([
    [["y\n"], true],
    [["Y"], true],
    [[" y \r\n"], true],
    [["", "y", "\n"], true],
    [["y\nn\n"], true],
    [["yes\n"], false],
    [["n\n"], false],
    [["\ny\n"], false],
    [[], false],
    [["y".repeat(70_000), "\n"], false],
    [[`y${" ".repeat(65_536)}\n`], false],
    [["ye", "\ny"], false],
  ])("reads the answer %j", async (chunks, yes) => {
    const { parts, seen } = asker(chunks);
    expect(await confirm(parts, "Sure?")).toBe(yes);
    expect(seen).toEqual({ written: "Sure? [y/N] ", closed: true, listening: 0 });
  });
});

it("ends at a signal with a new line and exit code 0", async () => {
  const { parts, seen, interrupt } = asker([new Promise<never>(() => {})]);
  const answer = confirm(parts, "Sure?");
  interrupt();
  await expect(answer).rejects.toEqual(new Cancelled(0));
  expect(seen).toEqual({ written: "Sure? [y/N] \n", closed: true, listening: 0 });
});
