/** Looking for daemons: the places, and whose answer counts. */
import { chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import http from "node:http";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { answers, candidates, discover, findFallback } from "../../../../src/engine/endpoint/discover.js";
import { ownEngineFolder, ownEngineRun } from "../../../../src/engine/endpoint/own-engine.js";
import { needs } from "../../../support/needs.js";

const uid = process.geteuid?.() ?? 0;

function home(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "dl-find-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

function listen(file: string, server: net.Server): Promise<void> {
  mkdirSync(path.dirname(file), { recursive: true });
  onTestFinished(() => void server.close());
  return new Promise((resolve) => server.listen(file, resolve));
}

const daemon = (status = 200, seen: string[] = []) =>
  http.createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    response.writeHead(status, { "Api-Version": "1.41" }).end();
  });

/** Takes connections and says nothing. */
const silent = () => {
  const sockets = new Set<net.Socket>();
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
  });
  return net.createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
  });
};

describe("the places to look for a daemon", () => {
  const table: [what: string, env: Record<string, string>, platform: NodeJS.Platform, expected: string[]][] = [
    [
      "Linux",
      { XDG_RUNTIME_DIR: "/run/user/7", COLIMA_HOME: "/c", TMPDIR: "/t" },
      "linux",
      [
        "rootless Docker /run/user/7/docker.sock",
        "Docker Desktop /h/.docker/run/docker.sock",
        "Docker Desktop /h/.docker/desktop/docker.sock",
        "Colima /c/default/docker.sock",
        "Colima /h/.colima/default/docker.sock",
        "Colima /h/.config/colima/default/docker.sock",
        "Rancher Desktop /h/.rd/docker.sock",
        "OrbStack /h/.orbstack/run/docker.sock",
        "Podman /run/user/7/podman/podman.sock",
        "Podman /run/podman/podman.sock",
        "Podman /t/podman/podman-machine-default-api.sock",
        "Podman /h/.local/share/containers/podman/machine/podman.sock",
        "Podman /h/.local/share/containers/podman/machine/podman-machine-default/podman.sock",
        "Podman /h/.local/share/containers/podman/machine/qemu/podman.sock",
        "your private engine /h/.local/share/dockline/engine/run/docker.sock",
      ],
    ],
    [
      "macOS, with folders of the user's choice",
      { XDG_CONFIG_HOME: "/x", XDG_DATA_HOME: "/d", XDG_RUNTIME_DIR: "not/absolute" },
      "darwin",
      [
        "Docker Desktop /h/.docker/run/docker.sock",
        "Docker Desktop /h/.docker/desktop/docker.sock",
        "Colima /h/.colima/default/docker.sock",
        "Colima /x/colima/default/docker.sock",
        "Rancher Desktop /h/.rd/docker.sock",
        "OrbStack /h/.orbstack/run/docker.sock",
        "Podman /h/.local/share/containers/podman/machine/podman.sock",
        "Podman /h/.local/share/containers/podman/machine/podman-machine-default/podman.sock",
        "Podman /h/.local/share/containers/podman/machine/qemu/podman.sock",
        "your private engine /d/dockline/engine/run/docker.sock",
      ],
    ],
  ];
  it.each(table)("are Docker's and others' for %s", (_, env, platform, expected) => {
    expect(candidates({ env, home: "/h", uid: 7, platform }).map((one) => `${one.name} ${one.path}`)).toEqual(expected);
  });

  it("have paths for a private engine that are short enough for sockets and for Podman", () => {
    const folder = ownEngineFolder({}, `/home/${"long".repeat(10)}`);
    expect(ownEngineRun(folder, 7)).toMatch(/^\/tmp\/dockline-engine-7-[0-9a-f]{12}$/);
    expect(ownEngineRun(ownEngineFolder({}, "/home/whale"), 7)).toBe("/home/whale/.local/share/dockline/engine/run");
    expect(ownEngineFolder({ XDG_DATA_HOME: "relative" }, "/h")).toBe("/h/.local/share/dockline/engine");
  });
});

describe("discover", () => {
  const around = (folder: string, env = {}) => ({ env, home: folder, uid, platform: "darwin" as const });

  it("asks with HEAD /_ping, takes the first that answers and no other", async () => {
    const folder = home();
    const [first, second] = [[] as string[], [] as string[]];
    await listen(path.join(folder, ".colima/default/docker.sock"), daemon(200, first));
    await listen(path.join(folder, ".rd/docker.sock"), daemon(200, second));
    expect(await discover(around(folder))).toEqual({ name: "Colima", path: path.join(folder, ".colima/default/docker.sock") });
    expect(first).toEqual(["HEAD /_ping"]);
    expect(second).toEqual([]);
  });

  it("skips what refuses, is no socket, or is silent", async () => {
    const folder = home();
    await listen(path.join(folder, ".docker/run/docker.sock"), daemon(503));
    mkdirSync(path.join(folder, ".docker/desktop"));
    writeFileSync(path.join(folder, ".docker/desktop/docker.sock"), "");
    await listen(path.join(folder, ".colima/default/docker.sock"), silent());
    const real = path.join(folder, "elsewhere.sock");
    await listen(real, daemon());
    mkdirSync(path.join(folder, ".orbstack/run"), { recursive: true });
    symlinkSync(real, path.join(folder, ".orbstack/run/docker.sock"));
    expect((await discover(around(folder)))?.name).toBe("OrbStack");
  });

  it("waits no longer than its limit", async () => {
    const file = path.join(home(), "s");
    await listen(file, silent());
    expect(await answers(file, 50)).toBe(false);
  });

  const mayGive = needs(uid === 0, {
    what: "that the socket of another user is not trusted",
    why: "only root may give files away",
    get: "sudo npx vitest run test/unit/engine/endpoint/discover.test.ts",
  });
  it.runIf(mayGive)("does not trust a socket of another user", async () => {
    const folder = home();
    const file = path.join(folder, ".rd/docker.sock");
    await listen(file, daemon());
    chownSync(file, 12345, 12345);
    expect(await discover(around(folder))).toBeUndefined();
    expect((await discover({ ...around(folder), uid: 12345 }))?.name).toBe("Rancher Desktop");
  });

  const missing = { kind: "unix", host: "unix:///var/run/docker.sock", path: "/var/run/docker.sock" } as const;

  it("reports in one line what is used instead", async () => {
    const folder = home();
    const file = path.join(folder, ".rd/docker.sock");
    await listen(file, daemon());
    const told: string[] = [];
    expect(await findFallback(missing, around(folder), (line) => told.push(line))).toEqual({
      kind: "unix",
      host: `unix://${file}`,
      path: file,
    });
    expect(told).toEqual([
      `No daemon at unix:///var/run/docker.sock: using Rancher Desktop at unix://${file} (DOCKLINE_DISCOVER=0 turns this off)`,
    ]);
  });

  const alone = needs(!existsSync("/run/podman/podman.sock"), {
    what: "the advice where no daemon is found",
    why: "this machine has Podman's, at /run/podman/podman.sock",
    get: "systemctl stop podman.socket && npx vitest run test/unit/engine/endpoint/discover.test.ts",
  });
  it.runIf(alone)("gives advice if nothing is found", async () => {
    const told: string[] = [];
    const folder = home();
    const linux = await findFallback(missing, { ...around(folder), platform: "linux", uid: 54321 }, (line) => told.push(line));
    expect(linux).toEqual({ ...missing, hint: expect.stringContaining("'dockline engine up'") });
    expect((await findFallback(missing, around(folder), (line) => told.push(line))).hint).toContain("Colima");
    expect(told).toEqual([]);
  });
});
