import { describe, expect, it } from "vitest";
import { type ProgressMessage, showProgress } from "../../../src/format/progress.js";
import type { Output } from "../../../src/io/streams.js";
import { emulate } from "../../support/screen.js";

const LAYERS: ProgressMessage[] = [
  { status: "Pulling from library/a", id: "latest" },
  { status: "Pulling fs layer", progressDetail: {}, id: "l1" },
  { status: "Pulling fs layer", progressDetail: {}, id: "l2" },
  { status: "Downloading", progressDetail: { current: 1, total: 1000 }, progress: "[>  ]", id: "l1" },
  { status: "Downloading", progressDetail: { current: 500, total: 1000 }, id: "l2" },
  { status: "Pull complete", progressDetail: {}, id: "l1" },
  { status: "Digest: sha256:abc" },
  { stream: "a stream\n" },
  { aux: { ID: "x" } },
  { status: "Done", from: "me", id: "y" },
];

async function* stream(messages: readonly unknown[]): AsyncGenerator<ProgressMessage> {
  for (const message of messages) yield message as ProgressMessage;
}

interface Shown {
  text: string;
  aux: unknown[];
  error?: unknown;
}

async function show(
  messages: readonly unknown[],
  tty: { width: number; height?: number } | undefined,
  dialect: "docker" | "dockline",
): Promise<Shown> {
  const shown: Shown = { text: "", aux: [] };
  let clock = 0;
  const out: Output = {
    fd: 1,
    isTTY: tty !== undefined,
    colour: false,
    width: () => tty?.width ?? 0,
    height: () => tty?.height ?? 24,
    write: (chunk) => {
      shown.text += chunk;
    },
    writeAsync: () => Promise.reject(new Error("not used")),
  };
  // A second between readings: nothing is throttled away.
  const options = { dialect, now: () => (clock += 1000), aux: (value: unknown) => shown.aux.push(value) };
  await showProgress(stream(messages), out, options).catch((error) => {
    shown.error = error;
  });
  return shown;
}

describe("progress in a pipe", () => {
  it.each(["docker", "dockline"] as const)("prints Docker's lines (%s)", async (dialect) => {
    const { text, aux } = await show(LAYERS, undefined, dialect);
    expect(text).toBe(
      "latest: Pulling from library/a\nl1: Pulling fs layer\nl2: Pulling fs layer\nl1: Pull complete\nDigest: sha256:abc\na stream\ny: (from me) Done\n",
    );
    expect(aux).toEqual([{ ID: "x" }]);
  });

  it.each<[string, unknown[], string]>([
    ["an old engine's progress", [{ status: "Waiting", progress: "1/2", id: "l3" }], "l3: Waiting 1/2"],
    ["an item's output", [{ stream: "s2", id: "x" }], "x: s2"],
    ["nothing", [null, {}], "\n\n"],
    ["a detail of null", [{ status: "s", progressDetail: null }], "s\n"],
  ])("prints %s", async (_, messages, text) => {
    expect((await show(messages, undefined, "docker")).text).toBe(text);
  });

  it("prints times in RFC 3339 with nine digits", async () => {
    const { text } = await show(
      [
        { status: "timed", time: 1700000000 },
        { status: "nano", timeNano: 1700000000_123456800, from: "me" },
      ],
      undefined,
      "docker",
    );
    const zone = "(?:Z|[+-]\\d\\d:\\d\\d)";
    expect(text).toMatch(
      new RegExp(
        `^2023-11-1\\dT\\d\\d:\\d\\d:20\\.000000000${zone} timed\n2023-11-1\\dT\\d\\d:\\d\\d:20\\.123456800${zone} \\(from me\\) nano\n$`,
      ),
    );
  });
});

describe("errors within progress", () => {
  it.each<[unknown, string]>([
    [{ errorDetail: { message: "detailed" }, error: "detailed" }, "detailed"],
    [{ errorDetail: { code: 401, message: "unauth" } }, "unauth"],
    [{ id: "k", progressDetail: {}, errorDetail: { message: "in a layer" } }, "in a layer"],
    [{ errorDetail: {} }, ""],
    [{ error: "plain" }, "plain"],
  ])("end it: %j", async (bad, message) => {
    for (const tty of [undefined, { width: 80 }]) {
      const { text, error } = await show([{ status: "one" }, bad, { status: "after" }], tty, "dockline");
      expect(text).toBe("one\n");
      expect(error).toMatchObject({ message, exitCode: 1 });
    }
  });

  it("count also if nothing is shown", async () => {
    await expect(
      showProgress(stream([{ errorDetail: { message: "no" } }]), undefined, { dialect: "docker", now: () => 0 }),
    ).rejects.toThrow("no");
  });
});

describe("progress on a terminal", () => {
  it("draws what Docker draws", async () => {
    // Recorded from docker 28.2.2 at 80 columns, before the terminal turned LF into CR LF.
    const { text } = await show(LAYERS.slice(0, 7), { width: 80 }, "docker");
    expect(text).toBe(
      "latest: Pulling from library/a\n\n\x1b[1A\x1b[2K\rl1: Pulling fs layer \r\x1b[1B\n\x1b[1A\x1b[2K\rl2: Pulling fs layer \r\x1b[1B" +
        "\x1b[2A\x1b[2K\rl1: Downloading       1B/1kB\r\x1b[2B\x1b[1A\x1b[2K\rl2: Downloading     500B/1kB\r\x1b[1B" +
        "\x1b[2A\x1b[2K\rl1: Pull complete \r\x1b[2BDigest: sha256:abc\n",
    );
  });

  it.each([200, 80, 40, 20, 8])("never wraps and ends below the block (%i columns)", async (width) => {
    for (const dialect of ["docker", "dockline"] as const) {
      const screen = emulate(width);
      const busy = LAYERS.slice(1, 6);
      screen.write((await show(busy, { width }, dialect)).text);
      const { x, y, bottom } = screen.cursor();
      expect({ dialect, x, y }).toEqual({ dialect, x: 0, y: bottom });
      expect(screen.text()).toContain("l1: ");
    }
  });

  it("leaves each layer's last status, also under the name dockline", async () => {
    const screen = emulate(100);
    screen.write((await show(LAYERS, { width: 100 }, "dockline")).text);
    expect(screen.text()).toBe(
      [
        "latest: Pulling from library/a",
        "l1: Pull complete",
        `l2: Downloading       [${"=".repeat(19)}>${" ".repeat(18)}]  500 B / 1 kB`,
        "Digest: sha256:abc",
        "a stream",
        "y: (from me) Done",
        "",
      ].join("\n"),
    );
  });

  it("adds up the bytes of all layers", async () => {
    const drawn: string[] = [];
    const messages = LAYERS.slice(1, 6);
    for (let n = 1; n <= messages.length; n++) {
      const screen = emulate(100);
      // The stream stops in the middle: what was drawn before the last clean-up is what the user saw.
      const { text } = await show([...messages.slice(0, n), { errorDetail: { message: "x" } }], { width: 100 }, "dockline");
      screen.write(text.slice(0, text.lastIndexOf("\x1b[J") - 5));
      drawn.push(screen.text().split("\n").at(-2) ?? "");
    }
    expect(drawn.map((line) => line.replace(/\s*\[.*\]\s*/, " "))).toEqual([
      "l1: Pulling fs layer",
      "l2: Pulling fs layer",
      "Total: 0 of 2 done 0%  1 B / 1 kB",
      "Total: 0 of 2 done 25%  501 B / 2 kB",
      "Total: 1 of 2 done 75%  1.5 kB / 2 kB",
    ]);
  });

  it("shows no more layers than the window holds, active ones first", async () => {
    const many = Array.from({ length: 50 }, (_, i) => ({
      status: i < 45 ? "Pull complete" : "Downloading",
      id: `l${i}`,
      progressDetail: i < 45 ? {} : { current: 1, total: 4 },
    }));
    const { text } = await show(many, { width: 60, height: 10 }, "dockline");
    const frames = text.split("\x1b[J");
    for (const frame of frames.slice(0, -1)) expect(frame.split("\n").length).toBeLessThanOrEqual(10);
    const busiest = frames.at(-2) ?? "";
    for (let i = 45; i < 50; i++) expect(busiest).toContain(`l${i}: Downloading`);
    // At the end everything is said.
    const screen = emulate(60, 10);
    screen.write(text);
    for (let i = 0; i < 50; i++) expect(screen.text()).toContain(`l${i}: `);
    expect(screen.text().split("\n").length).toBe(51);
  });

  it("does not redraw for every count", async () => {
    let writes = 0;
    const out = { isTTY: true, width: () => 80, height: () => 24, write: () => void writes++ } as unknown as Output;
    const counts = Array.from({ length: 1000 }, (_, i) => ({
      id: "l",
      status: "Downloading",
      progressDetail: { current: i + 1, total: 1000 },
    }));
    await showProgress(stream(counts), out, { dialect: "dockline", now: () => 5 });
    expect(writes).toBeLessThan(4);
  });
});
