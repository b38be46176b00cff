// The rows of some bench files, measured one after the other on one private engine; their table on stdout, progress on stderr.
// Exit code 0: all is reached; 1: something is missed; 2: a row is broken, or cannot start; 128 and the signal's number: interrupted.
import { realpathSync, writeFileSync } from "node:fs";
import os from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { measure } from "./measure.mjs";
import { bareNode, describeRun, findSides } from "./programs.mjs";
import { openSetup } from "./setup.mjs";
import { judge, markdown, time } from "./table.mjs";

/** @typedef {(setup: import("./setup.mjs").Setup) => Promise<import("./measure.mjs").Row[]>} Rows */

const RUNS = { full: 7, quick: 3 };

const usage = `Usage: node bench/all.mjs [OPTIONS]     (or another file of bench/ for its rows alone)

  --only PATTERN   rows whose title matches this regular expression
  --quick          small sizes, few runs: does it work? The figures mean nothing
  --runs N         of each row, instead of its own number
  --json FILE      write every figure there
`;

/** Runs the rows of a bench file when that file is the program. */
export async function runAlone(url, rows) {
  if (process.argv[1] && fileURLToPath(url) === realpathSync(process.argv[1])) await runBench([rows]);
}

/** @param {Rows[]} files the `rows` of each bench file */
export async function runBench(files) {
  const interrupted = watchSignals();
  try {
    const options = readOptions();
    if (!options) return;
    const { results, description } = await runAll(files, options, interrupted);
    if (options.json) writeFileSync(options.json, `${JSON.stringify({ description, quick: options.quick, rows: results }, null, 2)}\n`);
    process.stdout.write(markdown(results, description));
    if (results.some(({ misses }) => misses?.length > 0)) process.exitCode = 1;
    if (results.some(({ broken }) => broken)) process.exitCode = 2;
  } catch (error) {
    process.stderr.write(`bench: ${error.message}\n`);
    process.exitCode = interrupted.aborted ? interrupted.reason.exitCode : 2;
  }
}

function readOptions() {
  const options = { only: { type: "string" }, quick: { type: "boolean" }, runs: { type: "string" }, json: { type: "string" } };
  const { values } = parseArgs({ options: { ...options, help: { type: "boolean" } } });
  if (values.help) process.stdout.write(usage);
  if (values.help) return undefined;
  const runs = values.runs === undefined ? undefined : Number(values.runs);
  if (runs !== undefined && !(Number.isInteger(runs) && runs > 0)) throw new Error(`--runs ${values.runs}: not a number of runs`);
  return { only: new RegExp(values.only ?? ""), quick: values.quick ?? false, runs, json: values.json };
}

/** The first signal ends the run in good order; the second ends this process at once (the daemon is reaped all the same). */
function watchSignals() {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    const exitCode = 128 + os.constants.signals[name];
    process.once(name, () => controller.abort(Object.assign(new Error(`interrupted by ${name}`), { exitCode })));
  }
  return controller.signal;
}

async function runAll(files, { only, quick, runs }, signal) {
  const sides = findSides();
  const setup = await openSetup({ quick, signal, reference: sides.at(-1).file });
  const results = [];
  const runRow = async (row) => {
    const found = await measureRow(row, setup, { sides, quick, runs });
    signal.throwIfAborted();
    process.stderr.write(`${progress(found)}\n`);
    results.push(found);
  };
  try {
    // Node's cache of compiled code is filled by the first command of all: the same one, whichever rows are asked for.
    for (const { file } of sides) await setup.run(file, "ps");
    for (const rows of files) {
      for (const row of await rows(setup)) if (only.test(row.title)) await runRow(row);
      await setup.tidy();
    }
    if (results.length === 0) throw new Error(`no row matches ${only}`);
    return { results, description: `${describeRun(sides, setup.engine)}${quick ? " · quick: the figures mean nothing" : ""}` };
  } finally {
    await setup.tidy().catch(() => {}); // the daemon's end is all the tidying that must be
    await setup.engine.remove();
  }
}

/** A row whose preparation, runs or checks fail is told as broken, and the others go on. */
async function measureRow(row, setup, { sides, quick, runs }) {
  try {
    await row.prepare?.();
    const how = { ...setup, runs: runs ?? (quick ? RUNS.quick : (row.runs ?? RUNS.full)), warmUps: 1 };
    return judge({ ...row, sides: await measure(row, { ...how, sides: row.bare ? [bareNode, ...sides] : sides }) });
  } catch (error) {
    return { title: row.title, reach: row.reach, broken: error.message };
  }
}

function progress({ title, sides = {}, broken }) {
  if (broken) return `${title}: broken: ${broken}`;
  const told = Object.entries(sides).map(
    ([name, { median, fastest, slowest }]) => `${name} ${time(median)} (${time(fastest)} to ${time(slowest)})`,
  );
  return `${title}: ${told.join(", ")}`;
}
