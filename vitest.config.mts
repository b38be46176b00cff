/** Two groups, one after the other: what needs nothing but Node, then what needs a private engine. */
import { statfsSync } from "node:fs";
import { createRequire } from "node:module";
import { defineConfig } from "vitest/config";
import { whyNoEngine } from "./scripts/engine/places.mjs";

declare module "vitest" {
  interface ProvidedContext {
    /** Why this machine cannot run the project's tests; "" when it can. */
    cannotRun: string;
  }
}

/** node-pty is compiled when it is installed, which not every machine can do. */
function whyNoTerminal() {
  try {
    createRequire(import.meta.url)("node-pty");
    return "";
  } catch (error) {
    return `node-pty cannot be loaded (${String(error).split("\n")[0]})`;
  }
}

/** Shell scripts are imported as their text, as in the builds. */
const shellText = {
  name: "shell-text",
  enforce: "pre" as const,
  transform: (code: string, id: string) => (id.endsWith(".sh") ? `export default ${JSON.stringify(code)};` : undefined),
};

/** Tests of pure parts. They share the modules that they load: making those anew for each file took twice as long as the tests. */
const plain = (name: string) => ({
  plugins: [shellText],
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    globalSetup: ["test/setup/run-folder.ts"],
    isolate: false,
    maxWorkers: 2,
    sequence: { groupOrder: 0 },
    // Properties of random values take their time on a busy machine.
    testTimeout: 60_000,
  },
});

/** What the tests' engines keep is gone with the run: where memory is plenty, a disk would only make them a fifth slower. */
const MEMORY = "/dev/shm";
function isRoomy(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize > 8 * 2 ** 30;
  } catch {
    return false;
  }
}
if (process.getuid?.() === 0 && isRoomy(MEMORY)) process.env.DOCKLINE_ENGINES ??= `${MEMORY}/dockline/engines`;

/** Tests on real engines. Where they cannot run, one skipped test stands for them all (see setup/engines.ts). */
const withEngine = (name: string, cannotRun = whyNoEngine()) => ({
  plugins: [shellText],
  test: {
    name,
    include: cannotRun ? ["test/setup/cannot-run.test.ts"] : [`test/${name}/**/*.test.ts`],
    provide: { cannotRun },
    globalSetup: ["test/setup/run-folder.ts", "test/setup/engines.ts"],
    // Each worker has engines of its own; on a small machine more than two only get into each other's way.
    maxWorkers: 2,
    sequence: { groupOrder: 1 },
    testTimeout: 60_000,
    // The first use of an engine may download it.
    hookTimeout: 180_000,
  },
});

/** Begun with the run, looked at when all else has run: six idle minutes then cost none of their own. */
const idle = withEngine("idle");

export default defineConfig({
  test: {
    pool: "forks",
    // Of the cases that say that they may be compared at the same time.
    maxConcurrency: 3,
    projects: [
      plain("unit"),
      plain("golden"),
      withEngine("engine"),
      withEngine("parity"),
      withEngine("pty", whyNoEngine() || whyNoTerminal()),
      withEngine("faults"),
      {
        plugins: [shellText],
        test: { ...idle.test, globalSetup: ["test/setup/run-folder.ts", "test/setup/idle.ts"], sequence: { groupOrder: 2 } },
      },
    ],
    teardownTimeout: 30_000,
    coverage: { include: ["src/**"] },
  },
});
