/** A daemon that nobody named: found as `dockline`, never as `docker`; on a machine without /var/run/docker.sock. */
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import type { PrivateEngine } from "../../scripts/engine/engine.mjs";
import { ownMachine } from "../support/machine.js";
import { privateEngine } from "../support/private-engine.js";

const own = ownMachine(async () => []);
let engine: PrivateEngine;

beforeAll(async () => {
  engine = await privateEngine();
});

const COLIMA = "/home/root/.colima/default/docker.sock";
const REFUSED = "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?\n";
const ADVICE =
  "No other daemon was found on this machine. 'dockline engine up' starts one of your own; DOCKER_HOST, -H or a context names one elsewhere.\n";
const ASK = ["version", "--format", "{{.Server.Version}}"];

/** The engine's socket where Colima's would be. */
async function pretendColima() {
  await own.sh(`mkdir -p /home/root/.colima/default && ln -sf ${engine.socket} ${COLIMA}`);
}

afterEach(async () => {
  await own.sh("rm -rf /home/root/.colima /home/root/.docker /run/docker.sock /run/user");
});

test("prints the usual error and advice if nothing is found, and under the name docker the error alone", async () => {
  expect(await own.dockline(["ps"])).toEqual({ stdout: "", stderr: REFUSED + ADVICE, code: 1 });
  expect(await own.dockline(["ps"], { name: "docker" })).toEqual({ stdout: "", stderr: REFUSED, code: 1 });
});

test("uses a daemon that is found, and says so in one line", async () => {
  await pretendColima();
  const said = `No daemon at unix:///var/run/docker.sock: using Colima at unix://${COLIMA} (DOCKLINE_DISCOVER=0 turns this off)\n`;
  expect(await own.dockline(ASK)).toEqual({ stdout: expect.stringMatching(/^28\.5/), stderr: said, code: 0 });
  expect((await own.dockline(["ps"], { name: "docker" })).stderr).toBe(REFUSED);
  // Once each time, on stderr, whatever the command.
  const info = await own.dockline(["info", "--format", "{{.ServerVersion}}"]);
  expect(info).toEqual({ stdout: expect.stringMatching(/^28\.5/), stderr: said, code: 0 });
});

test("uses the more likely one of two daemons", async () => {
  await pretendColima();
  await own.sh(`mkdir -p /run/user/0 && ln -s ${engine.socket} /run/user/0/docker.sock`);
  expect((await own.dockline(ASK)).stderr).toContain("using rootless Docker at unix:///run/user/0/docker.sock");
});

describe("does not search for a daemon", () => {
  const table: [what: string, args: string[], env: Record<string, string>, before: string, stderr: string][] = [
    ["DOCKLINE_DISCOVER=0", [], { DOCKLINE_DISCOVER: "0" }, "", REFUSED],
    ["DOCKER_HOST", [], { DOCKER_HOST: "unix:///nowhere" }, "", REFUSED.replace("/var/run/docker.sock", "/nowhere")],
    ["-H", ["-H", "unix:///nowhere"], {}, "", REFUSED.replace("/var/run/docker.sock", "/nowhere")],
    ["-H with the usual socket", ["-H", "unix:///var/run/docker.sock"], {}, "", REFUSED],
    ["--context", ["--context", "default"], {}, "", REFUSED],
    ["DOCKER_CONTEXT", [], { DOCKER_CONTEXT: "default" }, "", REFUSED],
    ["currentContext", [], {}, `mkdir -p ~/.docker && echo '{"currentContext":"default"}' > ~/.docker/config.json`, REFUSED],
    [
      "a socket that nobody listens on",
      [],
      {},
      "perl -MIO::Socket::UNIX -e 'IO::Socket::UNIX->new(Local => \"/run/docker.sock\", Listen => 1)'",
      REFUSED,
    ],
  ];
  test.each(table)("because of %s", async (_, args, env, before, stderr) => {
    await pretendColima();
    if (before) expect(await own.sh(before)).toEqual({ stdout: "", stderr: "", code: 0 });
    const refused = await own.dockline([...args, "ps"], { env });
    expect(refused).toMatchObject({ stdout: "", code: 1 });
    expect(refused.stderr.slice(0, stderr.length)).toBe(stderr);
    expect(refused.stderr).not.toMatch(/Colima|No other daemon/);
  });
});
