/** ssh:// through the system's ssh: what works, what both clients say of what does not, and one login for many commands. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { onPath } from "../../scripts/engine/places.mjs";
import { run as execute } from "../../scripts/engine/run.mjs";
import { type SshServer, startSshd } from "../../scripts/engine/sshd.mjs";
import { ours, oursWithoutPath, referencePath, run, start, temporaryFolder } from "../support/command.js";
import { privateEngine } from "../support/private-engine.js";

let server: SshServer;
/** A session there finds no docker. */
let bare: SshServer;
let log: string;

beforeAll(async () => {
  const engine = await privateEngine();
  server = await startSshd(engine);
  bare = await startSshd(engine, { port: 2222, path: "/nowhere" });
  log = join(engine.folder, "sshd-22/log");
  return async () => {
    await server.stop();
    await bare.stop();
  };
}, 180_000);

/** A folder with an `ssh` of other options than the server's own: of each, the first counts. */
function sshWith(options: string, key = join(server.bin, "../id")): string {
  const folder = temporaryFolder("bin");
  const usual = `-F none -i '${key}' -o UserKnownHostsFile='${join(folder, "known")}' -o StrictHostKeyChecking=accept-new`;
  writeFileSync(join(folder, "ssh"), `#!/bin/sh\nexec '${onPath("ssh")}' ${options} ${usual} "$@"\n`);
  chmodSync(join(folder, "ssh"), 0o755);
  return folder;
}

const path = (...folders: string[]) => [...folders, process.env.PATH].join(":");
/** Shorter than the run's own folder, whose names are too long for a socket. */
function runtime(): string {
  const folder = mkdtempSync("/tmp/dl-");
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
const logins = () => (readFileSync(log, "utf8").match(/Accepted publickey/g) ?? []).length;

describe("ssh that fails is reported in Docker's words", () => {
  const rows: [string, () => { host: string; bin: string }][] = [
    ["nobody listens on the port", () => ({ host: `${server.host}:1`, bin: server.bin })],
    ["a host without an address", () => ({ host: "ssh://root@no-such-host.invalid", bin: server.bin })],
    ["a key that the server does not know", () => ({ host: server.host, bin: sshWith("-o IdentitiesOnly=yes", "/dev/null") })],
    ["a user that there is not", () => ({ host: server.host.replace("root@", "nobody-there@"), bin: server.bin })],
    [
      "a host key that is not the known one",
      () => {
        const known = join(temporaryFolder("known"), "hosts");
        const [key] = [readFileSync(join(bare.bin, "../hostkey.pub"), "utf8")];
        writeFileSync(known, `${server.host.split("@")[1]} ${key}`);
        return { host: server.host, bin: sshWith(`-o UserKnownHostsFile=${known} -o StrictHostKeyChecking=yes`) };
      },
    ],
    ["no docker at the far end", () => ({ host: bare.host, bin: bare.bin })],
    ["no daemon at the far end", () => ({ host: `${server.host}/run/no-such.sock`, bin: server.bin })],
    ["no ssh at the near end", () => ({ host: server.host, bin: "" })],
  ];
  // A user that is unknown must be refused before the key is looked at: this sshd runs without PAM, where that is so.
  test.each(rows)("when %s", async (_, make) => {
    const { host, bin } = make();
    const env = { DOCKER_HOST: host, PATH: bin === "" ? temporaryFolder("empty") : path(bin), XDG_RUNTIME_DIR: runtime() };
    const command = bin === "" ? oursWithoutPath("docker") : ours("docker");
    const [mine, theirs] = await Promise.all([
      run([...command, "ps"], { env: { ...env, DOCKLINE_STYLE: "docker" } }),
      run([referencePath(), "ps"], { env }),
    ]);
    const said = (text: Buffer) =>
      String(text)
        .replace(/\r/g, "")
        .replace(/^(Warning: Permanently added.*|@.*)$\n/gm, "");
    // There Docker names a host of its own making, http://docker.example.com.
    const named = (text: string) => text.replace(/at (http:\/\/docker\.example\.com|ssh:\S+)\. Is/, "at HOST. Is");
    expect([mine.code, named(said(mine.stderr))]).toEqual([theirs.code, named(said(theirs.stderr))]);
    expect(mine.code).toBe(1);
  });
});

describe("one connection for many commands", () => {
  const environment = (more: Record<string, string> = {}) => ({
    DOCKER_HOST: server.host,
    PATH: path(server.bin),
    XDG_RUNTIME_DIR: runtime(),
    ...more,
  });

  test("log in once for twenty commands", async () => {
    const env = environment();
    const before = logins();
    for (let i = 0; i < 20; i++) expect(await run([...ours(), "ps", "-q", "--filter", "name=no-such"], { env })).toMatchObject({ code: 0 });
    expect(logins() - before).toBe(1);
  });

  test("log in each and leave nothing with DOCKLINE_SSH_SHARE=0", async () => {
    const env = environment({ DOCKLINE_SSH_SHARE: "0" });
    const before = logins();
    for (let i = 0; i < 3; i++) expect(await run([...ours(), "ps", "-q"], { env })).toMatchObject({ code: 0 });
    expect(logins() - before).toBe(3);
    expect(readdirSync(env.XDG_RUNTIME_DIR)).toEqual([]);
  });

  test("follow the user's own ssh settings", async () => {
    const home = temporaryFolder("h");
    mkdirSync(join(home, ".ssh"));
    writeFileSync(join(home, ".ssh/config"), "Host *\n  ControlMaster no\n");
    const env = environment({ HOME: home });
    expect(await run([...ours(), "ps", "-q"], { env })).toMatchObject({ code: 0 });
    expect((await server.calls()).at(-1)).not.toContain("Control");
    expect(readdirSync(join(env.XDG_RUNTIME_DIR, "dockline-ssh"))).toEqual([]);
  });

  test("does not keep $(…) waiting, and ends by itself", async () => {
    const env = environment({ PATH: path(sshWith("-o ControlPersist=3")) });
    const folder = join(env.XDG_RUNTIME_DIR, "dockline-ssh");
    const { stdout, code } = await run(
      ["sh", "-c", `x=$(${ours().join(" ")} ps -q --filter name=no-such 2>&1); ls ${folder} | wc -l; echo "$x"`],
      { env },
    );
    expect([code, String(stdout)]).toEqual([0, "1\n\n"]);
    await expect.poll(() => readdirSync(folder), { timeout: 30_000, interval: 100 }).toEqual([]);
  });

  test("keeps its directory for the user alone", async () => {
    const env = environment();
    await run([...ours(), "ps", "-q"], { env });
    const { stdout } = await run(["stat", "-c", "%a", join(env.XDG_RUNTIME_DIR, "dockline-ssh")]);
    expect(String(stdout)).toBe("700\n");
  });

  test("serves commands at the same time, and streams in both directions", async () => {
    const env = environment();
    const results = await Promise.all(Array.from({ length: 5 }, () => run([...ours(), "ps", "-q", "--filter", "name=no-such"], { env })));
    expect(results.map(({ code, stderr }) => [code, String(stderr)])).toEqual(Array(5).fill([0, ""]));
    const { stdout, code } = await run([...ours(), "run", "-i", "--rm", "busybox", "sh", "-c", "cat; exit 7"], {
      env,
      stdin: "both ways\n",
    });
    expect([String(stdout), code]).toEqual(["both ways\n", 7]);
  });

  test("is made again after it was killed", async () => {
    const env = environment();
    const ps = () => run([...ours(), "ps", "-q", "--filter", "name=no-such"], { env });
    expect(await ps()).toMatchObject({ code: 0 });
    const folder = join(env.XDG_RUNTIME_DIR, "dockline-ssh");
    const [name = ""] = readdirSync(folder);
    const pids = (
      await execute("sh", ["-c", `grep -l '[s]sh: ${join(folder, name)}' /proc/[0-9]*/cmdline 2>/dev/null | cut -d/ -f3`])
    ).trim();
    for (const pid of pids.split("\n")) process.kill(Number(pid), "SIGKILL");
    await sleep(50);
    // The socket is still there, and nobody behind it.
    expect(existsSync(join(folder, name))).toBe(true);
    expect(await ps()).toMatchObject({ code: 0 });
  });

  test("stays for the others when Ctrl-C ends a follower", async () => {
    const env = environment();
    const events = start([...ours(), "events"], { env });
    const ps = () => run([...ours(), "ps", "-q", "--filter", "name=no-such"], { env });
    await expect.poll(() => existsSync(join(env.XDG_RUNTIME_DIR, "dockline-ssh")), { timeout: 10_000 }).toBe(true);
    expect(await ps()).toMatchObject({ code: 0 });
    const before = logins();
    events.kill("SIGINT");
    await events.done;
    expect(await ps()).toMatchObject({ code: 0 });
    expect(logins()).toBe(before);
  });
});
