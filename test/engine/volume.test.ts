/** Volumes through their lives, as containers see them. */
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import type { PrivateEngine } from "../../scripts/engine/engine.mjs";
import { apiRequest } from "../../scripts/engine/engine-api.mjs";
import { dockline, succeeds } from "../support/command.js";
import { privateEngine } from "../support/private-engine.js";

let engine: PrivateEngine;
let count = 0;
beforeAll(async () => {
  engine = await privateEngine();
});

const docker = (...args: string[]) => succeeds(engine.host, args);

/** A name of the test's own; the volume goes when the test is over. */
function ownName(): string {
  const name = `vol-${process.pid.toString(36)}-${++count}`;
  onTestFinished(async () => void (await apiRequest(engine.socket, "DELETE", `/volumes/${name}?force=1`)));
  return name;
}

test("keeps what one container writes for the next one", async () => {
  const name = ownName();
  expect(await docker("volume", "create", "--label", "a=b", name)).toBe(name);
  await docker("run", "--rm", "-v", `${name}:/data`, "busybox", "sh", "-c", "echo kept > /data/file");
  expect(await docker("run", "--rm", "-v", `${name}:/data`, "busybox", "cat", "/data/file")).toBe("kept");
  expect(await docker("volume", "rm", name)).toBe(name);
  expect(await docker("volume", "ls", "-q", "-f", `name=${name}`)).toBe("");
});

test("passes options to the driver", async () => {
  const name = ownName();
  await docker("volume", "create", "-o", "type=tmpfs", "-o", "device=tmpfs", "-o", "o=size=1m", name);
  expect(await docker("run", "--rm", "-v", `${name}:/data`, "busybox", "sh", "-c", "df -k /data | tail -1")).toMatch(/^tmpfs +1024 /);
});

test("keeps named volumes at a prune unless told otherwise, and says what was reclaimed", async () => {
  const name = ownName();
  await docker("volume", "create", "--label", name, name);
  await docker("run", "--rm", "-v", `${name}:/data`, "busybox", "sh", "-c", "head -c 100000 /dev/zero > /data/file");
  const filter = ["--filter", `label=${name}`];
  expect(await docker("volume", "prune", "-f", ...filter)).toBe("Total reclaimed space: 0 B");
  const { stdout } = await dockline(["volume", "prune", "-fa", ...filter], { env: { DOCKER_HOST: engine.host }, name: "docker" });
  expect(stdout.toString()).toBe(`Deleted Volumes:\n${name}\n\nTotal reclaimed space: 100kB\n`);
});

test("removes many in order", async () => {
  const names = Array.from({ length: 30 }, () => ownName());
  await Promise.all(names.map((name) => apiRequest(engine.socket, "POST", "/volumes/create", { json: { Name: name } })));
  const { stdout, stderr, code } = await dockline(["volume", "rm", ...names, "nosuch"], { env: { DOCKER_HOST: engine.host } });
  expect(stdout.toString()).toBe(`${names.join("\n")}\n`);
  expect(stderr.toString()).toBe("Error response from daemon: get nosuch: no such volume\n");
  expect(code).toBe(1);
});

test("prints the same in YAML and in JSON for a real daemon", async () => {
  const name = ownName();
  await docker("volume", "create", "--label", "on=off", "--label", "n=1e3", name);
  for (const words of [
    ["volume", "inspect", name],
    ["network", "inspect", "bridge", "host"],
    ["image", "inspect", "busybox"],
    ["info"],
    ["version"],
  ]) {
    const [yaml, json] = await Promise.all(["yaml", "json"].map((format) => docker(...words, "--format", format)));
    const changing = (text: string) => text.replace(/"SystemTime":"[^"]*"|"NGoroutines":\d+|"NFd":\d+|"Containers\w*":\d+/g, "");
    expect(changing(JSON.stringify(parse(yaml ?? "")))).toBe(changing(JSON.stringify(JSON.parse(json ?? ""))));
  }
  for (const words of [["volume", "ls"], ["network", "ls"], ["images"]]) {
    const [yaml, json] = await Promise.all(["yaml", "json"].map((format) => docker(...words, "--format", format)));
    // Images of the same second come in the order of chance.
    const sorted = (rows: unknown[]) => rows.map((row) => JSON.stringify(row)).sort();
    expect(sorted(parse(yaml ?? ""))).toEqual(sorted((json ?? "").split("\n").map((line) => JSON.parse(line))));
  }
});
