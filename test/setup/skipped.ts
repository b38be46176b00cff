/** What a run skipped: noted when it is found, told when all has ended. */
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface Skipped {
  /** "the tests of the single file" */
  what: string;
  /** What this machine lacks or has: "dist/bin/dockline is not built". */
  why: string;
  /** The line that gets them to run: a command, or what else to do. */
  get: string;
}

const fileIn = (runFolder: string) => join(runFolder, "skipped");

/** Notes it for the end of the run. Test files and the set-up of projects are in processes of their own, hence the file. */
export function noteSkipped(runFolder: string, skipped: Skipped): void {
  appendFileSync(fileIn(runFolder), `${JSON.stringify(skipped)}\n`);
}

/** What there is to tell at the end; "" when nothing was skipped. */
export function skippedReport(runFolder: string): string {
  if (!existsSync(fileIn(runFolder))) return "";
  const lines = new Set(readFileSync(fileIn(runFolder), "utf8").trimEnd().split("\n"));
  const told = Array.from(lines, (line) => JSON.parse(line) as Skipped).map(
    ({ what, why, get }) => `  ${what}\n    because ${why}\n    to run it: ${get}\n`,
  );
  return `\nSkipped:\n${told.join("")}`;
}

/** What to do about a reason of scripts/engine/places.mjs, or of node-pty. */
export function remedy(problem: string): string {
  if (problem.startsWith("node-pty")) return "npm rebuild node-pty   (a C++ compiler, make and python3 are needed)";
  if (problem.includes("need root")) return 'sudo --preserve-env=PATH "$(command -v npm)" test';
  if (problem.includes("packages")) return "apt-get install iproute2 util-linux mount";
  if (problem.includes("no dockerd")) return "put a dockerd on PATH, then npm test";
  return "npm test, on Linux";
}
