/** JSON null where an object should be: no engine says so, a broken proxy may. An error that names the request, and no stack trace. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { dockline } from "../support/command.js";
import { answer, type Daemon, startDaemon } from "../support/faulty-daemon.js";

const ID = "c".repeat(64);
const CONTAINER = { Id: ID, Config: { Tty: false, OpenStdin: false }, State: { Running: true }, HostConfig: {} };
const UPGRADED = "HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n";
/** What a working engine says, by the path's end. */
const ANSWERS: readonly (readonly [RegExp, unknown])[] = [
  [/\/containers\/create/, { Id: ID, Warnings: [] }],
  [/\/wait/, { StatusCode: 0 }],
  [/\/containers\/[^/]+\/json/, CONTAINER],
  [/\/containers\/[^/]+\/exec/, { Id: ID }],
  [/\/exec\/[^/]+\/json/, { ExitCode: 0, Running: false }],
  [/\/containers\/[^/]+\/start/, {}],
];

let daemon: Daemon;
let broken = /^$/;
beforeAll(async () => {
  daemon = await startDaemon(({ method, target }) => {
    if (broken.test(`${method} ${target}`)) return answer(200, "null\n");
    if (/\/attach|\/exec\/[^/]+\/start/.test(target)) return { raw: UPGRADED, after: "close" };
    const found = ANSWERS.find(([path]) => path.test(target));
    return found && answer(200, JSON.stringify(found[1]));
  });
});
afterAll(() => daemon.close());

test.each<[string[], RegExp, number]>([
  [["run", "b"], /POST .*\/create/, 125],
  [["run", "-d", "b"], /POST .*\/create/, 125],
  [["run", "b"], /POST .*\/wait/, 1],
  [["create", "b"], /POST .*\/create/, 1],
  [["wait", "x"], /POST .*\/wait/, 1],
  [["logs", "x"], /GET .*\/x\/json/, 1],
  [["attach", "x"], /GET .*\/x\/json/, 1],
  [["start", "-a", "x"], /GET .*\/x\/json/, 1],
  [["exec", "x", "true"], /POST .*\/x\/exec/, 1],
  [["exec", "-d", "x", "true"], /POST .*\/x\/exec/, 1],
  [["exec", "x", "true"], /GET .*\/exec\/c+\/json/, 1],
  [["commit", "x"], /POST .*\/commit/, 1],
  [["port", "x"], /GET .*\/x\/json/, 1],
  [["top", "x"], /GET .*\/x\/top/, 1],
  [["update", "-m", "1g", "x"], /POST .*\/x\/update/, 1],
])("does not crash when null answers: %j, null to %s", async (words, match, code) => {
  broken = match;
  const result = await dockline(words, { env: { DOCKER_HOST: daemon.host } });
  const [method, path] = match.source.split(" .*");
  const said = `unexpected answer of the daemon to ${method} .*${path}.*: null\\n`;
  expect(result.stderr.toString()).toMatch(new RegExp(said));
  expect(result.stderr.toString()).not.toMatch(/this is a bug|\n {4}at /);
  expect([result.stdout.toString(), result.code, result.timedOut]).toEqual(["", code, false]);
});

test("works without the null", async () => {
  broken = /^$/;
  const results = await Promise.all(
    [
      ["run", "b"],
      ["wait", "x"],
      ["exec", "x", "true"],
    ].map((words) => dockline(words, { env: { DOCKER_HOST: daemon.host } })),
  );
  expect(results.map(({ code, stderr }) => [code, stderr.toString()])).toEqual([
    [0, ""],
    [0, ""],
    [0, ""],
  ]);
});
