// One row: the same command by each program, in turn; wall times, and the most memory that each held.
import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

/**
 * @typedef {object} Row
 * @property {string} title
 * @property {(side: string) => string[]} args behind the program's name
 * @property {(() => Record<string, string>)} [env] on top of the common one; asked before each run
 * @property {() => Promise<unknown>} [prepare] before all runs
 * @property {(side: string) => unknown} [before] before each run, not timed
 * @property {(side: string, output: { bytes: number, text?: string }) => unknown} [after] a check of each run, not timed: throws when something is wrong
 * @property {"text" | "pipe" | ((side: string) => string)} [stdout] where it goes: a file that `after` gets as text (what nothing is
 *   said for), a pipe that another process counts, or a file of that name, made anew; after the run, `bytes` is how much came
 * @property {number} [repeat] so many times in succession make one run
 * @property {number} [runs]
 * @property {boolean} [bare] a Node that does nothing takes part
 * @property {import("./table.mjs").Reach} [reach]
 */

/** Milliseconds between two looks at a process's memory: seldom while the clock counts, often before. */
const LOOK = { timed: 10, untimed: 1 };

/** Milliseconds that one run may take: a program that hangs is broken. */
const LONGEST = 600_000;

/**
 * Runs a row. Gives for each side { times, median, fastest, slowest } in milliseconds and `peak`, the resident bytes it held at most
 * (VmHWM of the process itself; what its last moment adds is not seen; 0 where there is no /proc).
 * Throws when a run ends with another exit code than 0, or a check does.
 * @param {Row} row
 * @param {{ sides: import("./programs.mjs").Side[], runs: number, warmUps: number, env: Record<string, string>, folder: string, signal: AbortSignal }} how
 */
export async function measure(row, { sides, runs, warmUps, ...surroundings }) {
  const found = Object.fromEntries(sides.map(({ name }) => [name, { times: [], peak: 0 }]));
  for (let run = 0; run < warmUps + runs; run++) {
    const timed = run >= warmUps;
    for (const side of inTurn(sides, run)) {
      const { ms, peak } = await runSide(row, side, { ...surroundings, look: timed ? LOOK.timed : LOOK.untimed });
      if (timed) found[side.name].times.push(ms);
      found[side.name].peak = Math.max(found[side.name].peak, peak);
    }
  }
  return Object.fromEntries(Object.entries(found).map(([name, { times, peak }]) => [name, { ...spread(times), times, peak }]));
}

/** Each comes first, and before each other, equally often. */
export function inTurn(sides, run) {
  const first = run % sides.length;
  const turned = [...sides.slice(first), ...sides.slice(0, first)];
  return Math.trunc(run / sides.length) % 2 === 0 ? turned : turned.reverse();
}

/** The middle, least and greatest of some milliseconds. */
export function spread(times) {
  const sorted = times.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  return { median, fastest: sorted[0], slowest: sorted.at(-1) };
}

async function runSide(row, side, surroundings) {
  surroundings.signal.throwIfAborted();
  const total = { ms: 0, peak: 0 };
  const docker = side.args === undefined;
  try {
    if (docker) await row.before?.(side.name);
    for (let i = 0; i < (row.repeat ?? 1); i++) {
      const { ms, peak, output } = await runOnce(row, side, surroundings);
      total.ms += ms;
      total.peak = Math.max(total.peak, peak);
      total.output = output;
    }
    if (docker) await row.after?.(side.name, total.output);
    return total;
  } catch (error) {
    throw new Error(`${side.label}: ${error.message}`, { cause: error });
  }
}

async function runOnce({ args, env, stdout = "text" }, side, { env: common, folder, signal, look }) {
  const output = openOutput(stdout, side, folder);
  const from = process.hrtime.bigint();
  const child = spawn(side.file, side.args ?? args(side.name), {
    env: { ...common, ...env?.() },
    stdio: ["ignore", output.fd, "pipe"],
    signal,
    timeout: LONGEST,
    killSignal: "SIGKILL",
  });
  fs.closeSync(output.fd);
  let errors = "";
  child.stderr.on("data", (chunk) => {
    errors += chunk;
  });
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, highWater(child.pid));
  }, look);
  try {
    const code = await new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code, ended) => resolve(code ?? ended));
    });
    const arrived = await output.arrived;
    const ms = Number(process.hrtime.bigint() - from) / 1e6;
    if (code !== 0) throw new Error(`exit code ${code}: ${errors.trim()}`);
    return { ms, peak, output: arrived ?? output.read() };
  } finally {
    clearInterval(watch);
  }
}

/** `arrived` is there when the receiver works while the program does; `read` looks at the result afterwards. */
function openOutput(stdout, side, folder) {
  if (stdout === "pipe") return openPipe(folder);
  const file = stdout === "text" ? path.join(folder, "stdout") : stdout(side.name);
  const bytes = () => fs.statSync(file).size;
  const read = () => (stdout === "text" ? { bytes: bytes(), text: fs.readFileSync(file, "utf8") } : { bytes: bytes() });
  return { fd: fs.openSync(file, "w"), read };
}

/** A pipe whose other end is counted by `wc -c`, a process of its own: reading costs this one nothing. */
function openPipe(folder) {
  const name = path.join(folder, "pipe");
  execFileSync("mkfifo", [name]);
  // With both ends open, neither of the next two waits for the other.
  const both = fs.openSync(name, "r+");
  const [read, write] = [fs.openSync(name, "r"), fs.openSync(name, "w")];
  fs.closeSync(both);
  fs.rmSync(name);
  const counter = spawn("wc", ["-c"], { stdio: [read, "pipe", "inherit"] });
  fs.closeSync(read);
  let count = "";
  counter.stdout.on("data", (chunk) => {
    count += chunk;
  });
  return { fd: write, arrived: new Promise((resolve) => counter.on("close", () => resolve({ bytes: Number(count) }))) };
}

/** The most resident bytes that a process has held since it was executed; 0 when it is gone. */
function highWater(pid) {
  try {
    return 1024 * Number(/^VmHWM:\s+(\d+)/m.exec(fs.readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
