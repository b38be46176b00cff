// Ours beside the reference, in turn, in one run: medians, their ratio, and the most memory that either held.
// Shared by the benches of this folder; it does nothing by itself.
//
//   import { measurePair, printPairs } from "./pair.mjs";
//   const rows = [
//     await measurePair("cp out", {
//       args: (side) => ["cp", "box:/big", `${folder}/${side}`],   // after the program's name; side: "ours" | "reference"
//       env: { DOCKER_HOST: host },                                // on top of this process's environment
//       before: (side) => fs.rmSync(`${folder}/${side}`, { force: true }),   // before each run, not timed; may be async
//       after: (side, { bytes }) => { if (…) throw new Error("…"); },        // after each run, not timed; a check
//       sink: "pipe",      // where stdout goes: "pipe" (to `wc -c`, default), "null", or (side) => a file that is created anew
//       source: "null",    // where stdin comes from: "null" (default), or (side) => a file
//       runs: 7, warmUps: 1,
//       target: 1.0,       // the ratio to reach, at most (optional)
//       memory: 150,       // megabytes (2^20) that ours may hold, at most (optional)
//     }),
//   ];
//   printPairs(rows);      // a table on stdout; exit code 1 when a target is missed
import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const programs = {
  ours: path.join(path.dirname(fileURLToPath(import.meta.url)), "../bin/dockline"),
  reference: "docker",
};

/**
 * Runs one command `runs` times with each program, alternating, and which of the two goes first alternates too.
 * Gives { title, ours, reference, ratio, target, memory }; each side is { median, fastest, slowest } in milliseconds and `peak`, the
 * resident bytes it held at most (VmHWM, read every 10 ms: what the last 10 ms add is not seen; 0 where there is no /proc).
 * Throws when a run ends with another exit code than 0, or when before or after throws.
 */
export async function measurePair(title, options) {
  const { runs = 7, warmUps = 1, before, after, target, memory } = options;
  const times = { ours: [], reference: [] };
  const peaks = { ours: 0, reference: 0 };
  for (let run = -warmUps; run < runs; run++) {
    const sides = run % 2 === 0 ? ["ours", "reference"] : ["reference", "ours"];
    for (const side of sides) {
      await before?.(side);
      const { ms, peak, bytes } = await runOnce(title, side, options);
      await after?.(side, { bytes });
      if (run < 0) continue;
      times[side].push(ms);
      peaks[side] = Math.max(peaks[side], peak);
    }
  }
  const [ours, reference] = ["ours", "reference"].map((side) => ({ ...spread(times[side]), peak: peaks[side] }));
  return { title, ours, reference, ratio: ours.median / reference.median, target, memory };
}

/** Prints what measurePair gave, a row each, and sets exit code 1 when ours is slower or larger than it may be. */
export function printPairs(rows) {
  const width = Math.max(...rows.map(({ title }) => title.length));
  const mb = (bytes) => `${(bytes / 2 ** 20).toFixed(0)} MB`.padStart(7);
  const ms = ({ median, fastest, slowest }) =>
    `${median.toFixed(1).padStart(9)} ms (${fastest.toFixed(0)} to ${slowest.toFixed(0)})`.padEnd(30);
  console.log(`Node ${process.version}, ${os.cpus().length} CPUs; in turn; medians (fastest to slowest), peak memory`);
  for (const { title, ours, reference, ratio, target, memory } of rows) {
    const misses = [
      target !== undefined && ratio > target && `slower than ${target}`,
      memory !== undefined && ours.peak > memory * 2 ** 20 && `more than ${memory} MB`,
    ].filter(Boolean);
    if (misses.length > 0) process.exitCode = 1;
    const verdict = misses.length > 0 ? `MISSED: ${misses.join(", ")}` : target === undefined ? "" : `at most ${target}: reached`;
    console.log(
      `${title.padEnd(width)}  ours ${ms(ours)}${mb(ours.peak)}   reference ${ms(reference)}${mb(reference.peak)}   ratio ${ratio.toFixed(2)}  ${verdict}`,
    );
  }
}

/** The middle, least and greatest of some milliseconds. */
function spread(times) {
  const sorted = times.toSorted((a, b) => a - b);
  return { median: sorted[sorted.length >> 1], fastest: sorted[0], slowest: sorted[sorted.length - 1] };
}

async function runOnce(title, side, { args, env, sink = "pipe", source = "null" }) {
  const input = source === "null" ? "ignore" : fs.openSync(source(side), "r");
  const output = sink === "pipe" ? openPipe() : sink === "null" ? { fd: "ignore" } : { fd: fs.openSync(sink(side), "w") };
  const from = process.hrtime.bigint();
  const child = spawn(programs[side], args(side), {
    env: { ...process.env, DOCKLINE_STYLE: "docker", ...env },
    stdio: [input, output.fd, "pipe"],
  });
  for (const fd of [input, output.fd]) if (typeof fd === "number") fs.closeSync(fd);
  let errors = "";
  child.stderr.on("data", (chunk) => {
    errors += chunk;
  });
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, highWater(child.pid));
  }, 10);
  const code = await new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve(code ?? signal));
  });
  const bytes = await output.drained?.();
  const ms = Number(process.hrtime.bigint() - from) / 1e6;
  clearInterval(watch);
  if (code !== 0) throw new Error(`${title}, ${side}: exit code ${code}: ${errors}`);
  return { ms, peak, bytes };
}

/** A pipe whose other end is counted by `wc -c`, a process of its own: reading costs this one nothing. */
function openPipe() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "dockline-pair-"));
  const name = path.join(folder, "pipe");
  execFileSync("mkfifo", [name]);
  // With both ends open, neither of the next two waits for the other.
  const both = fs.openSync(name, "r+");
  const [read, write] = [fs.openSync(name, "r"), fs.openSync(name, "w")];
  fs.closeSync(both);
  fs.rmSync(folder, { recursive: true });
  const counter = spawn("wc", ["-c"], { stdio: [read, "pipe", "inherit"] });
  fs.closeSync(read);
  let count = "";
  counter.stdout.on("data", (chunk) => {
    count += chunk;
  });
  const closed = new Promise((resolve) => {
    counter.on("close", resolve);
  });
  return { fd: write, drained: () => closed.then(() => Number(count)) };
}

/** The most resident bytes that a process has held since it was executed; 0 when it is gone. */
function highWater(pid) {
  try {
    return 1024 * Number(/^VmHWM:\s+(\d+)/m.exec(fs.readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
