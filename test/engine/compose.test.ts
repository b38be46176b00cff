/** The real docker-compose under ours, beside Docker. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { cliPlugins } from "../../scripts/engine/cli-plugins.mjs";
import { ours, referencePath, run, start, temporaryFolder } from "../support/command.js";
import { privateEngine } from "../support/private-engine.js";

const SERVICE = (words: string) => ({ image: "busybox", command: ["sh", "-c", `echo ${words}; exec sleep 600`], stop_grace_period: "0s" });

let options: { cwd: string; env: Record<string, string>; timeout: number };
let count = 0;
beforeAll(async () => {
  const cwd = temporaryFolder("compose");
  mkdirSync(join(cwd, "config"));
  writeFileSync(join(cwd, "config/config.json"), JSON.stringify({ cliPluginsExtraDirs: [await cliPlugins()] }));
  writeFileSync(join(cwd, "compose.yaml"), JSON.stringify({ services: { web: SERVICE("web is there"), db: SERVICE("db is there") } }));
  options = { cwd, env: { DOCKER_HOST: (await privateEngine()).host, DOCKER_CONFIG: join(cwd, "config") }, timeout: 50_000 };
});

const sides = [
  ["ours", () => ours("docker")],
  ["Docker", () => [referencePath()]],
] as const;

/** A project of its own, gone when the test is over. */
function project(): string {
  const name = `p${process.pid.toString(36)}${++count}`;
  onTestFinished(async () => void (await run([referencePath(), "compose", "-p", name, "down", "-t", "0"], options)));
  return name;
}

/** The project's name masked, lines in order of the alphabet (services start in no order), columns of logs not counted (they grow). */
function told(output: Buffer, name: string): string[] {
  return output.toString().replaceAll(name, "<p>").replace(/ +\| /g, " | ").split("\n").sort();
}

test("prints what it prints under Docker's CLI: up, ps, logs, exec, down", async () => {
  const steps = [
    "up -d",
    "ps --format {{.Name}}={{.State}}",
    "logs",
    "exec -T web echo in web",
    "ps -q nosuch",
    "config --services",
    "down -t 0",
    "ps -a -q",
    "version",
  ];
  const outcomes = await Promise.all(
    sides.map(async ([, client]) => {
      const name = project();
      const seen = [];
      for (const step of steps) {
        const { stdout, stderr, code } = await run([...client(), "compose", "-p", name, ...step.split(" ")], options);
        seen.push({ step, code, stdout: told(stdout, name), stderr: told(stderr, name) });
      }
      return seen;
    }),
  );
  expect(outcomes[0]).toEqual(outcomes[1]);
  const [up, ps, logs, exec] = outcomes[0] ?? [];
  expect([up?.code, ps?.stdout.filter(Boolean), exec?.stdout.filter(Boolean)]).toEqual([
    0,
    ["<p>-db-1=running", "<p>-web-1=running"],
    ["in web"],
  ]);
  expect(logs?.stdout.join("\n")).toContain("web is there");
});

describe("SIGTERM to the client alone", () => {
  test.each(sides)("stops the project that is up in the foreground: %s", async (_, client) => {
    const name = project();
    const running = start([...client(), "compose", "-p", name, "up"], options);
    await running.expect(/web is there[\s\S]*db is there|db is there[\s\S]*web is there/, 40_000);
    running.kill("SIGTERM");
    const { code } = await running.done;
    expect(code).toBe(130);
    const { stdout } = await run([referencePath(), "compose", "-p", name, "ps", "--status", "running", "-q"], options);
    expect(stdout.toString()).toBe("");
  });
});

test("leaves help and usage errors to the plugin", async () => {
  for (const line of ["compose --help", "help compose", "compose nosuch", "compose up --nosuch", "__complete compose u"]) {
    const [mine, theirs] = await Promise.all(sides.map(([, client]) => run([...client(), ...line.split(" ")], options)));
    expect([line, mine?.code, mine?.stdout.toString(), mine?.stderr.toString()]).toEqual([
      line,
      theirs?.code,
      theirs?.stdout.toString(),
      theirs?.stderr.toString(),
    ]);
    expect((mine?.stdout.length ?? 0) + (mine?.stderr.length ?? 0)).toBeGreaterThan(0);
  }
});
