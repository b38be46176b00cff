/** The harness itself: what is equal passes, what differs fails. */
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { apiJson } from "../../scripts/engine/engine-api.mjs";
import { referencePath, temporaryFolder } from "../support/command.js";
import { mask, sameButForAges } from "../support/masks.js";
import { type Case, cases, parity } from "../support/parity.js";
import { privateEngine } from "../support/private-engine.js";

const itself = { subject: () => [referencePath()] };

/** Docker with a flaw: a shell script around it. `$@` are the words, `$docker` Docker. */
function flawed(script: string) {
  const file = join(temporaryFolder("flawed"), "docker");
  writeFileSync(file, `#!/bin/sh\ndocker=${referencePath()}\n${script}\n`);
  chmodSync(file, 0o755);
  return { subject: () => [file] };
}

const RUN = ["run", "-d", "--name", "{obj}", "busybox", "sleep", "600"];

describe("Docker's CLI equals itself", () => {
  const table: Case[] = [
    { args: ["version"] },
    { args: ["ps", "-a", "--filter", "name={obj}"], setup: [RUN] },
    { args: RUN },
    { args: ["run", "--name", "{obj}", "--rm", "-i", "busybox", "cat"], stdin: "through {obj}\n" },
    { args: ["inspect", "{obj}"], setup: [RUN], mask: [[/("Pid": |"SandboxKey": "[^"]*\/|"MacAddress": ").*/g, "$1"]] },
    { args: ["rm", "-f", "{obj}", "{obj2}"], setup: [RUN] },
    { args: ["tag", "busybox", "{obj}:v1"] },
    { args: ["volume", "create", "{obj}"] },
    { args: ["network", "create", "{obj}"] },
    { args: ["run", "--cidfile", "cid", "--name", "{obj}", "busybox", "true"], compare: ["cid"] },
    { args: ["cp", "{obj}:/etc/group", "copy"], setup: [["create", "--name", "{obj}", "busybox"]], compare: ["copy", "absent"] },
    { args: ["ps", "--format", "{{.Names}}", "--filter", "name={obj}"], setup: [RUN], config: { psFormat: "{{.ID}}" } },
    { args: ["run", "--rm", "--env-file", "env", "busybox", "env"], files: { env: "A={obj}" }, anyOrder: true },
    { args: ["--host", "{host}", "info", "--format", "{{.Name}}"], env: { DOCKER_HOST: undefined } },
    { args: ["no-such-command"] },
  ];
  cases(table, itself);
});

test("leaves nothing of what the cases made", async () => {
  const { socket } = await privateEngine();
  const count = async (path: string) => (await apiJson(socket, "GET", path)).length;
  const before = [await count("/images/json"), await count("/networks")];
  await parity({ args: ["run", "-d", "--name", "{obj}", "-v", "{obj}:/v", "busybox", "sleep", "600"] }, itself);
  await parity({ args: ["tag", "busybox", "{obj}:v1"] }, itself);
  await parity({ args: ["network", "create", "{obj}"] }, itself);
  expect([await count("/images/json"), await count("/networks")]).toEqual(before);
  const mine = (name: string) => name.includes(`p${process.pid.toString(36)}`);
  const names = (await apiJson(socket, "GET", "/containers/json?all=1")).flatMap((one: { Names: string[] }) => one.Names);
  const volumes = ((await apiJson(socket, "GET", "/volumes")).Volumes ?? []).map((one: { Name: string }) => one.Name);
  expect([...names, ...volumes].filter(mine)).toEqual([]);
});

describe("a case fails for a difference", () => {
  const ps: Case = { args: ["ps", "-a", "--filter", "name={obj}"], setup: [RUN] };
  const flaws: [string, Case, string, RegExp][] = [
    ["in stdout", ps, '"$docker" "$@" | sed s/CREATED/CREATES/', /CREATES/],
    [
      "in the width of a column",
      { ...ps, args: ["images", "{obj}*"], setup: [["tag", "busybox", "{obj}:v1"]] },
      '"$docker" "$@" | sed "s/TAG /TAG  /"',
      /TAG {8}IMAGE/,
    ],
    ["in stderr", { args: ["rm", "none"] }, '"$docker" "$@" 2>&1 >&2 | sed s/such/so/ >&2; exit 1', /No so container/],
    ["between stdout and stderr", { args: ["rm", "none"] }, '"$docker" "$@" 2>&1', /stdout\nError.*No such container/],
    ["in the exit code", { args: ["version", "--format", "{{.Client.Os}}"] }, '"$docker" "$@"; exit 3', /exit code 3/],
    ["in the last newline", { args: ["version", "--format", "{{.Client.Os}}"] }, 'printf %s "$("$docker" "$@")"', /no newline/],
    [
      "in a file that is written",
      { args: ["create", "--cidfile", "cid", "--name", "{obj}", "busybox"], compare: ["cid"] },
      '"$docker" "$@"; echo x > cid',
      /file cid\nx\n/,
    ],
    ["by death of a signal", { args: ["version", "--format", "{{.Client.Os}}"] }, '"$docker" "$@"; kill -9 $$', /SIGKILL/],
    [
      "by not ending",
      { args: ["version", "--format", "{{.Client.Os}}"], timeout: 1000 },
      '"$docker" "$@"; sleep 60',
      /did not end in time/,
    ],
    [
      "in a name that is not the object's",
      { args: ["create", "--name", "{obj}", "busybox"] },
      '"$docker" "$@"; "$docker" rename "$3" "$3-x"; "$docker" inspect -f {{.Name}} "$3-x"',
      /<obj1>-x/,
    ],
  ];
  test.each(flaws)("in %s", async (_, one, script, shown) => {
    const error = await parity(one, flawed(script)).catch((error) => error);
    expect(error.actual).toMatch(shown);
    expect(error.expected).not.toMatch(shown);
  });

  test("and says so if its setup failed", async () => {
    await expect(parity({ args: ["ps"], setup: [["start", "none"]] }, itself)).rejects.toThrow(/setup: docker start none: exit 1/);
  });
});

describe("masks", () => {
  const table: [string, string][] = [
    [`sha256:${"ab".repeat(32)}`, "sha256:<id64>"],
    ["0123456789ab   up", "<----id---->   up"],
    ["2025-01-02T03:04:05.123456789Z", "<time>"],
    ["2025-01-02 03:04:05 +0000 UTC", "<time>"],
    ["0.0.0.0:49153->80/tcp, :::32768->81/tcp, 0.0.0.0:8080->82/tcp", "0.0.0.0:<port>->80/tcp, :::<port>->81/tcp, 0.0.0.0:8080->82/tcp"],
    ["172.17.0.2 02:42:ac:11:00:02", "<ip> <mac>"],
    ["1763689000 17636890001234 deadbeef", "<unix> 17636890001234 deadbeef"],
  ];
  test.each(table)("hide %s", (text, masked) => expect(mask(text, [])).toBe(masked));

  test("let ages and the widths that follow from them differ, and nothing else", () => {
    expect(
      sameButForAges("CREATED          STATUS\n9 seconds ago    Up 8 seconds", "CREATED          STATUS\n9 seconds ago    Up 8 seconds"),
    ).toBe(true);
    expect(sameButForAges("CREATED         STATUS\n9 seconds ago   Up", "CREATED          STATUS\n10 seconds ago   Up")).toBe(true);
    expect(sameButForAges("CREATED         STATUS\n9 seconds ago   Up", "CREATED          STATUS\n9 seconds ago    Up")).toBe(false);
    expect(sameButForAges("9 seconds ago   Up", "10 seconds ago   Exited")).toBe(false);
  });
});
