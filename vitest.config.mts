/** Two groups, one after the other: what needs nothing but Node, then what needs a private engine. */
import { defineConfig } from "vitest/config";
import { whyNoEngine } from "./scripts/engine/places.mjs";

const noEngine = whyNoEngine() !== "";

/** Tests of pure parts, all cores. */
const plain = (name: string) => ({
  test: { name, include: [`test/${name}/**/*.test.ts`], globalSetup: ["test/setup/run-folder.ts"], sequence: { groupOrder: 0 } },
});

/** Tests on real engines. Where none can run, one skipped test stands for them all (see setup/engines.ts). */
const withEngine = (name: string) => ({
  test: {
    name,
    include: noEngine ? ["test/setup/no-engine.test.ts"] : [`test/${name}/**/*.test.ts`],
    globalSetup: ["test/setup/run-folder.ts", "test/setup/engines.ts"],
    // Each worker has engines of its own; on a small machine more than two only get into each other's way.
    maxWorkers: 2,
    sequence: { groupOrder: 1 },
    testTimeout: 60_000,
    // The first use of an engine may download it.
    hookTimeout: 180_000,
  },
});

export default defineConfig({
  test: {
    pool: "forks",
    projects: [plain("unit"), plain("golden"), ...["engine", "parity", "pty", "faults"].map(withEngine)],
    teardownTimeout: 30_000,
    coverage: { include: ["src/**"] },
  },
});
