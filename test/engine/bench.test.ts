/** The bench itself, at small sizes: its table, its verdicts, and that nothing of it stays. No figure is judged. */
import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { inTurn, spread } from "../../bench/measure.mjs";
import { judge, markdown } from "../../bench/table.mjs";
import { enginesRoot } from "../../scripts/engine/places.mjs";
import { start } from "../support/command.js";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** The bench finds dockerd where this process would. */
const env = { ...process.env, XDG_CACHE_HOME: process.env.XDG_CACHE_HOME };
const bench = (...args: string[]) =>
  start([process.execPath, `${root}bench/all.mjs`, "--quick", "--only", "version|ps$", ...args], { env, timeout: 120_000 });

const engineOf = (pid: number) => readdirSync(enginesRoot()).filter((name) => name.startsWith(`t${pid}-`));

test("prints one table with a row for each that is asked for, and leaves no engine", { timeout: 130_000 }, async () => {
  const running = bench();
  const { stdout, stderr, code } = await running.done;
  const rows = stdout
    .toString()
    .split("\n")
    .filter((line) => /^\| /.test(line))
    .map((line) => line.split("|").map((cell) => cell.trim()));
  expect(rows.map((cells) => cells[1])).toEqual(["", "--version", "ps"]);
  const single = existsSync(`${root}dist/bin/dockline`);
  for (const [, title, ...cells] of rows.slice(1)) {
    expect([title, cells[0]]).toEqual([title, single ? expect.stringMatching(/^[\d.]+ m?s$/) : "missing"]);
    expect([title, ...cells.slice(1, 3)]).toEqual([title, ...Array(2).fill(expect.stringMatching(/^[\d.]+ m?s$/))]);
    expect(cells.at(-2)).toMatch(/^(reached|no single file|\*\*missed\*\*: .+)$/);
  }
  expect(code, stderr.toString()).toBe(stdout.includes("**missed**") ? 1 : 0);
  expect(stderr.toString()).toMatch(/^--version: .*\nps: .*\n$/);
  expect(engineOf(running.pid)).toEqual([]);
});

test("ends at Ctrl-C and leaves no engine", { timeout: 130_000 }, async () => {
  const running = bench("--runs", "2000");
  // The file that the program at hand writes to: it is in the middle of a row.
  const output = `${enginesRoot()}/t${running.pid}-1/bench/stdout`;
  await expect.poll(() => existsSync(output), { timeout: 100_000, interval: 20 }).toBe(true);
  running.kill("SIGINT");
  const { stdout, stderr, code } = await running.done;
  expect([stdout.toString(), stderr.toString(), code]).toEqual(["", "bench: interrupted by SIGINT\n", 130]);
  expect(engineOf(running.pid)).toEqual([]);
});

const side = (median: number, peak = 50e6) => ({ median, peak });
const verdicts: [title: string, row: Parameters<typeof judge>[0], misses: string[], last: string][] = [
  ["reached", { title: "ps", reach: { both: 0.9 }, sides: { single: side(8), node: side(9), reference: side(10) } }, [], "reached"],
  [
    "slower",
    { title: "ps", reach: { single: 0.7, bare: 1.5 }, sides: { single: side(8), node: side(16), reference: side(10), bare: side(10) } },
    ["single file 0.80", "Node ÷ bare Node 1.60"],
    "**missed**: single file 0.80, Node ÷ bare Node 1.60",
  ],
  [
    "larger, where nothing else is to be reached",
    { title: "cp", sides: { single: side(8, 101e6), node: side(8, 150e6), reference: side(10) } },
    ["single file 101.0 MB"],
    "**missed**: single file 101.0 MB",
  ],
  ["no single file", { title: "ps", reach: { single: 0.7, node: 1 }, sides: { node: side(9), reference: side(10) } }, [], "no single file"],
];

test.each(verdicts)("gives the verdict %s", (_, row, misses, last) => {
  const judged = judge(row);
  expect(judged.misses).toEqual(misses);
  expect(markdown([judged], "where").trimEnd().split("\n").at(-1)).toContain(`| ${last} |`);
});

test("says why a row is broken, and gives no figures for it", () => {
  expect(markdown([{ title: "ps", broken: "exit | code\n1" }], "where")).toContain("| **broken**: exit \\| code 1 |");
});

test("lets each side be first equally often, and takes the median of an even number between two", () => {
  const sides = ["a", "b", "c"].map((name) => ({ name, label: name, file: name }));
  const orders = Array.from({ length: 6 }, (_, run) =>
    inTurn(sides, run)
      .map(({ name }: { name: string }) => name)
      .join(""),
  );
  expect(orders.toSorted()).toEqual(["abc", "acb", "bac", "bca", "cab", "cba"]);
  expect(spread([4, 1, 3, 2])).toEqual({ median: 2.5, fastest: 1, slowest: 4 });
  expect(spread([30, 4, 10])).toMatchObject({ median: 10 });
});
