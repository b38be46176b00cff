/** The real docker-buildx under ours, beside Docker: `build` is its, too. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { cliPlugins } from "../../scripts/engine/cli-plugins.mjs";
import { ours, referencePath, run, temporaryFolder } from "../support/command.js";
import { privateEngine } from "../support/private-engine.js";

let options: { cwd: string; env: Record<string, string>; timeout: number };
beforeAll(async () => {
  const cwd = temporaryFolder("buildx");
  mkdirSync(join(cwd, "config"));
  writeFileSync(join(cwd, "config/config.json"), JSON.stringify({ cliPluginsExtraDirs: [await cliPlugins()] }));
  writeFileSync(join(cwd, "Dockerfile"), "FROM busybox\nARG WORD=nothing\nRUN echo built with $WORD > /word\nCMD cat /word\n");
  options = { cwd, env: { DOCKER_HOST: (await privateEngine()).host, DOCKER_CONFIG: join(cwd, "config") }, timeout: 50_000 };
});

const both = (line: string) =>
  Promise.all([ours("docker"), [referencePath()]].map((client) => run([...client, ...line.split(" ")], options)));

/** Times, and the places of steps that ran before, differ. */
const masked = (text: string) => text.replace(/\d+\.\d+s/g, "<s>").replace(/^#\d+ CACHED\n|^#\d+ DONE.*\n|^#\d+ \d+\.\d+ .*\n/gm, "");

test.each([
  "buildx version",
  "buildx ls",
  "buildx nosuch",
  "buildx ls --nosuch",
  "buildx inspect",
  "help buildx",
  "builder ls",
  "builder prune -f --filter until=9999h",
  "__complete buildx l",
])("forwards %s to buildx", async (line) => {
  const [mine, theirs] = await both(line);
  const outcome = (side = mine) => [side?.code, masked(side?.stdout.toString() ?? ""), masked(side?.stderr.toString() ?? "")];
  expect(outcome(mine)).toEqual(outcome(theirs));
});

test.each(["build", "image build", "builder build", "buildx build"])("builds an image that the daemon has: %s", async (verb) => {
  const tag = `bx-${process.pid.toString(36)}-${verb.replace(" ", "-")}`;
  const [mine, theirs] = await both(`${verb} -q --build-arg WORD=${verb.replace(" ", "-")} -t ${tag} .`);
  expect([mine?.code, mine?.stdout.toString()]).toEqual([0, theirs?.stdout.toString()]);
  expect(mine?.stdout.toString()).toMatch(/^sha256:[0-9a-f]{64}\n$/);
  const { stdout } = await run([...ours("docker"), "run", "--rm", tag], options);
  expect(stdout.toString()).toBe(`built with ${verb.replace(" ", "-")}\n`);
  await run([referencePath(), "rmi", "-f", tag], options);
});

test("ends as Docker does when the build fails", async () => {
  writeFileSync(join(options.cwd, "Broken"), "FROM busybox\nRUN exit 7\n");
  const [mine, theirs] = await both("build -q -f Broken .");
  expect(mine?.code).toBe(theirs?.code);
  expect(mine?.code).not.toBe(0);
  expect(mine?.stderr.toString()).toContain("exit code: 7");
});
