/** A temporary folder for the whole run: the program under its two names, homes and caches of the programs started. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { isSingleFile, program } from "./program.js";
import { skippedReport } from "./skipped.js";

declare module "vitest" {
  interface ProvidedContext {
    /** Absolute path. `bin/docker` and `bin/dockline` in it are links to the launcher, or to the single file (program.ts). */
    runFolder: string;
  }
}

const PREFIX = "dockline-test-";
/** All projects of a run share one folder; each has a module graph of its own, hence the global. */
const shared = globalThis as { docklineRunFolder?: string };

export default function setup(project: TestProject) {
  shared.docklineRunFolder ??= make(project.vitest.config.root);
  const folder = shared.docklineRunFolder;
  project.provide("runFolder", folder);
  return () => {
    // All projects have ended by now. The first of their teardowns tells, and the others find nothing.
    const report = skippedReport(folder);
    remove(folder);
    if (report) console.error(report);
  };
}

const remove = (folder: string) => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });

function make(root: string): string {
  removeStale();
  const folder = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  // Ctrl-C ends a run without its teardowns.
  process.once("exit", () => remove(folder));
  mkdirSync(join(folder, "bin"));
  for (const name of ["docker", "dockline"]) symlinkSync(join(root, program), join(folder, "bin", name));
  warnOfOldBuild(root);
  return folder;
}

/** What a killed run left: its process id is in the name. */
function removeStale() {
  for (const name of readdirSync(tmpdir()).filter((name) => name.startsWith(PREFIX))) {
    const pid = Number.parseInt(name.slice(PREFIX.length), 10);
    try {
      process.kill(pid, 0);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ESRCH") remove(join(tmpdir(), name));
    }
  }
}

/** Tests that start the program start what was built, which only `npm test` and `npm run test:binary` build by themselves. */
function warnOfOldBuild(root: string) {
  const built = join(root, isSingleFile ? program : "dist/main.js");
  const age = existsSync(built) ? statSync(built).mtimeMs : 0;
  const newer = readdirSync(join(root, "src"), { recursive: true, withFileTypes: true }).some(
    (entry) => entry.isFile() && statSync(join(entry.parentPath, entry.name)).mtimeMs > age,
  );
  if (newer)
    console.error(`\nsrc is newer than ${program}: tests that start it need it built first (npm run build, npm run build:binary).\n`);
}
