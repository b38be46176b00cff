// The unit and golden tests on the other versions of Node that dockline is for. `npm test` ends with this.
//   node scripts/test-nodes.mjs                   on each of them
//   node scripts/test-nodes.mjs 22 [FLAG...]      on Node 22, with flags for vitest
//   node scripts/test-nodes.mjs --list            prints which those are, one a line
import { spawnSync } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { CURRENT, nodeOf, SUPPORTED } from "./nodes.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const [asked, ...flags] = process.argv.slice(2);
const others = SUPPORTED.filter((major) => major !== CURRENT);
if (asked === "--list") console.log(others.join("\n"));
else for (const major of asked ? [Number(asked)] : others) if (!test(major)) process.exitCode = 1;

/** Did they pass? With CI set a Node that cannot be had is a failure. */
function test(major) {
  let node;
  try {
    node = nodeOf(major);
  } catch (error) {
    console.error(`\n!!! The unit and golden tests DID NOT RUN on Node ${major}: ${error.message}\n`);
    return !process.env.CI;
  }
  console.log(`\nNode ${major}: ${node}`);
  // The programs that the tests start take the Node that is first in PATH.
  const PATH = `${path.dirname(node)}${path.delimiter}${process.env.PATH ?? ""}`;
  const vitest = path.join(root, "node_modules/vitest/vitest.mjs");
  const args = [vitest, "run", "--project", "unit", "--project", "golden", ...flags];
  return spawnSync(node, args, { cwd: root, env: { ...process.env, PATH }, stdio: "inherit" }).status === 0;
}
