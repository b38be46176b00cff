/** When commands share an ssh connection, and where its socket lies. `ssh -G` is a script of ours. */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { shareArgs } from "../../../src/transport/ssh-share.js";

let folder: string;
let home: string;
const { PATH, TMPDIR } = process.env;

beforeEach(() => {
  // Not below os.tmpdir(), which is long on some machines: sockets have short paths.
  folder = mkdtempSync("/tmp/s-");
  home = join(folder, "home");
  for (const name of ["home/.ssh", "run", "bin", "tmp", "etc"]) mkdirSync(join(folder, name), { recursive: true });
  process.env.TMPDIR = join(folder, "tmp");
  process.env.PATH = `${join(folder, "bin")}:${PATH}`;
  answer("controlmaster false");
});
afterEach(() => {
  process.env.PATH = PATH;
  if (TMPDIR === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = TMPDIR;
  rmSync(folder, { recursive: true, force: true });
});

function answer(text: string, code = 0): void {
  const file = join(folder, "bin/ssh");
  writeFileSync(file, `#!/bin/sh\necho "$@" >> ${folder}/asked\ncat << 'EOF'\n${text}\nEOF\nexit ${code}\n`);
  chmodSync(file, 0o755);
}

function asked(): string {
  try {
    return readFileSync(join(folder, "asked"), "utf8");
  } catch {
    return "";
  }
}

const share = (runtimeDir = join(folder, "run")) =>
  shareArgs({ hostname: "far", user: "me", port: 22 }, { home, runtimeDir }, join(folder, "etc/ssh_config")).join(" ");
const config = (text: string, file = ".ssh/config") => writeFileSync(join(home, file), text);
const at = (place: string) =>
  `-o ControlMaster=auto -o ControlPersist=15 -o ControlPath=${join(folder, place)}/%C -o ServerAliveInterval=15 -o ServerAliveCountMax=2`;

test("shares in a directory of the user's own, without asking ssh", () => {
  expect(share()).toBe(at("run/dockline-ssh"));
  expect(statSync(join(folder, "run/dockline-ssh")).mode & 0o777).toBe(0o700);
  expect(share()).toBe(at("run/dockline-ssh"));
  expect(asked()).toBe("");
});

test.each([
  ["no such folder", () => join(folder, "nope")],
  ["a path too long", () => join(folder, "run", "x".repeat(40))],
  ["a blank in the path", () => join(folder, "a b")],
  ["%", () => join(folder, "a%b")],
])("shares in another directory: %s", (_, make) => {
  const runtimeDir = make();
  if (!runtimeDir.endsWith("nope")) mkdirSync(runtimeDir);
  expect(share(runtimeDir)).toMatch(new RegExp(`ControlPath=${join(folder, "tmp")}/dockline-ssh-\\d+/%C`));
});

test.each([
  ["others may look into it", (place: string) => mkdirSync(place, { mode: 0o755 })],
  ["a link", (place: string) => symlinkSync(join(folder, "home"), place)],
  ["a file", (place: string) => writeFileSync(place, "")],
])("shares nothing if the directory is not private: %s", (_, make) => {
  make(join(folder, "run/dockline-ssh"));
  process.env.TMPDIR = join(folder, "no-such");
  expect(share()).toBe("");
});

test.each([
  ["no word of it", "Host far\n  User me\n", "controlmaster false", true, ""],
  ["for another host", "Host other\n  ControlMaster auto\n", "controlmaster false", true, "-G -l me -p 22 -- far\n"],
  ["for this one", "Host far\n  ControlMaster auto\n", "controlmaster auto", false, "-G -l me -p 22 -- far\n"],
  ["a path", "ControlPath ~/.ssh/%C\n", "controlmaster false\ncontrolpath /x", false, "-G -l me -p 22 -- far\n"],
  ["turned off", "Host *\n\tcontrolmaster=no\n", "controlmaster false", false, ""],
  ["no path", "ControlPath none\n", "controlmaster false", false, ""],
  ["a comment", "# ControlMaster auto\n", "controlmaster false", true, ""],
])("leaves sharing to the user's own configuration: %s", (_, text, said, shared, question) => {
  config(text);
  answer(said);
  expect(share() !== "").toBe(shared);
  expect(asked()).toBe(question);
});

test("reads included files, also the system's", () => {
  mkdirSync(join(home, ".ssh/more"));
  config("Include more/*.conf\n");
  config("ControlMaster no\n", ".ssh/more/a.conf");
  expect(share()).toBe("");
  config("", ".ssh/config");
  writeFileSync(join(folder, "etc/ssh_config"), `Include ${join(home, ".ssh/more")}/*.conf\n`);
  expect(share()).toBe("");
  rmSync(join(folder, "etc/ssh_config"));
  expect(share()).not.toBe("");
});

test("asks ssh if files include each other", () => {
  config("Include config\n");
  share();
  expect(asked()).toBe("-G -l me -p 22 -- far\n");
});

test("shares nothing if ssh cannot answer", () => {
  config("Match exec x\n  ControlMaster auto\n");
  answer("", 255);
  expect(share()).toBe("");
});
