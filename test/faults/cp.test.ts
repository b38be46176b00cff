/** `cp` and `export` when the connection, the reader or the user ends them: an error, no file, no leavings. */
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { PrivateEngine } from "../../scripts/engine/engine.mjs";
import { dockline, ours, type Result, reference, run, start, succeeds, temporaryFolder } from "../support/command.js";
import { type Fault, type FaultProxy, startProxy } from "../support/fault-proxy.js";
import { privateEngine } from "../support/private-engine.js";
import { until } from "../support/until.js";

const SIZE = 8 * 2 ** 20;
const BOX = `fcp-${process.pid}`;
/** Within the large file that every archive here holds. */
const HALF = SIZE / 2;

let engine: PrivateEngine;
let proxy: FaultProxy;
let folder: string;
let env: Record<string, string>;

beforeAll(async () => {
  engine = await privateEngine();
  proxy = await startProxy(engine.socket);
  env = { DOCKER_HOST: proxy.host };
  await succeeds(engine.host, ["run", "-d", "--name", BOX, "busybox", "sleep", "100000"]);
  await succeeds(engine.host, ["exec", BOX, "sh", "-c", `mkdir /d; echo 1 >/d/a; head -c ${SIZE} /dev/zero >/d/b; echo 2 >/d/c`]);
});
afterAll(async () => {
  await proxy?.close();
  await reference(["rm", "-f", BOX], { env: { DOCKER_HOST: engine.host } });
});
beforeEach(() => {
  proxy.set();
  folder = mkdtempSync(join(temporaryFolder("fcp"), "d-"));
});

function expectFailure({ code, signal, stderr, timedOut }: Result): void {
  expect({ timedOut, signal, said: stderr.toString().trim() !== "" }, stderr.toString()).toEqual({
    timedOut: false,
    signal: null,
    said: true,
  });
  expect(code).toBe(1);
  expect(stderr.toString()).not.toMatch(/this is a bug|\n {4}at /);
}

const cuts: [string, Fault][] = [
  ["before the answer", { cutAfter: 0 }],
  ["within the head", { cutAfter: 20 }],
  ["behind the head", { from: "body", cutAfter: 0 }],
  ["within the first header", { from: "body", cutAfter: 300 }],
  ["within a large file", { from: "body", cutAfter: HALF }],
];

describe.each(cuts)("cut %s", (_, fault) => {
  const match = /^GET .*\/(archive|export)/;

  test("leaves no file of cp", async () => {
    proxy.set({ ...fault, match });
    writeFileSync(join(folder, "b"), "old");
    expectFailure(await dockline(["cp", `${BOX}:/d/b`, folder], { env }));
    expect(readdirSync(folder)).toEqual(["b"]);
    expect(readFileSync(join(folder, "b"), "utf8")).toBe("old");
  });

  test("ends cp to standard output with an error", async () => {
    proxy.set({ ...fault, match });
    expectFailure(await dockline(["cp", `${BOX}:/d/b`, "-"], { env }));
  });

  test("leaves no file of export -o", async () => {
    proxy.set({ ...fault, match });
    expectFailure(await dockline(["export", "-o", join(folder, "x.tar"), BOX], { env }));
    expect(readdirSync(folder)).toEqual([]);
  });
});

test("keeps the whole files before a cut within a tree, and nothing of the file that was begun", async () => {
  proxy.set({ match: /archive/, from: "body", cutAfter: HALF });
  expectFailure(await dockline(["cp", `${BOX}:/d`, join(folder, "new")], { env }));
  expect(readdirSync(join(folder, "new"))).toEqual(["a"]);
});

test("fails if the connection is cut while it sends", async () => {
  const file = join(folder, "big");
  writeFileSync(file, Buffer.alloc(SIZE));
  proxy.set({ match: /^PUT/, cutUpload: 100_000 });
  expectFailure(await dockline(["cp", file, `${BOX}:/cut`], { env }));
});

test.each(["SIGINT", "SIGTERM"] as const)("leaves nothing when %s comes in the middle", async (signal) => {
  proxy.set({ match: /^GET .*\/archive/, from: "body", stallAfter: HALF });
  const running = start([...ours(), "cp", `${BOX}:/d/b`, join(folder, "b")], { env });
  await until(() => readdirSync(folder).length > 0);
  expect(readdirSync(folder)[0]).toMatch(/^\.dockline-/);
  running.kill(signal);
  const { code } = await running.done;
  expect(code).toBe(signal === "SIGINT" ? 130 : 143);
  expect(readdirSync(folder)).toEqual([]);
});

test.each([
  ["cp", `${BOX}:/d/b`, "-"],
  ["export", BOX],
])("ends %s quietly when its reader goes away", async (...args) => {
  const script = '"$@" | head -c 1000 >/dev/null; echo "$PIPESTATUS"';
  const { stdout, stderr } = await run(["bash", "-c", script, "sh", ...ours(), ...args], { env });
  expect([stdout.toString(), stderr.toString()]).toEqual(["141\n", ""]);
});

test("copies names that are not valid UTF-8 in and out", async () => {
  const name = Buffer.concat([Buffer.from(`${folder}/n`), Buffer.from([0xff, 0xfe])]);
  writeFileSync(name, "bytes");
  await succeeds(engine.host, ["cp", `${folder}/.`, `${BOX}:/names`]);
  await succeeds(engine.host, ["cp", `${BOX}:/names`, join(folder, "back")]);
  expect(readdirSync(join(folder, "back"), "latin1")).toEqual(["n\xff\xfe"]);
});
