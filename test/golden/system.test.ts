/**
 * `info` and `version`. The docker dialect's files were printed by Docker (28.2.2) for the same answers; the
 * dockline dialect's were looked at (UPDATE_GOLDEN=1 writes those anew).
 */
import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { SystemInfo } from "../../src/commands/system/info-answer.js";
import { renderInfo } from "../../src/commands/system/info-print.js";
import { type EngineVersion, renderVersion, withEngineComponent } from "../../src/commands/system/version-print.js";

const read = (file: string) => fs.readFileSync(path.join(import.meta.dirname, file), "utf8");
const infos = JSON.parse(read("info-answers.json")) as Record<string, SystemInfo>;
const versions = JSON.parse(read("version-answers.json")) as Record<string, EngineVersion>;

/** The client that recorded the files. */
const client = {
  Version: "28.2.2",
  APIVersion: "1.50",
  DefaultAPIVersion: "1.50",
  GitCommit: "e6534b4",
  GoVersion: "go1.24.3",
  Os: "linux",
  Arch: "amd64",
  BuildTime: "Fri May 30 12:07:14 2025",
  Context: "default",
};

function matches(file: string, text: string, ours: boolean): void {
  if (ours && process.env.UPDATE_GOLDEN === "1") fs.writeFileSync(path.join(import.meta.dirname, file), text);
  expect(text).toBe(read(file));
}

function info(name: string, dialect: "docker" | "dockline"): string {
  const answer = infos[name];
  const parts = { client, plugins: [], debug: false, username: "", serverErrors: [], ...(answer && { info: answer }) };
  const { pieces, failed } = renderInfo(parts, dialect);
  const of = (stream: string) => pieces.filter(({ to }) => to === stream).map(({ text }) => text);
  const stderr = of("stderr").join("") + (failed ? "errors pretty printing info\n" : "");
  return of("stdout").join("") + (stderr ? `--- stderr, exit code ${failed ? 1 : 0}\n${stderr}` : "");
}

describe("info", () => {
  it.each(["plain", "empty", "manager", "authority", "worker", "windows", "unreadable"])("prints %s under the name docker", (name) => {
    matches(`info-docker-${name}.txt`, info(name, "docker"), false);
  });

  it.each(["plain", "empty", "manager", "worker", "windows", "unreadable", "slides"])("prints %s under the name dockline", (name) => {
    matches(`info-dockline-${name}.txt`, info(name, "dockline"), true);
  });

  it("prints the listing of the classic layout", () => {
    expect(info("slides", "dockline").replace(/^--- stderr.*\n/m, "")).toBe(`Containers: 23
Images: 106
Storage Driver: aufs
 Root Dir: /var/lib/docker/aufs
 Backing Filesystem: extfs
 Dirs: 152
 Dirperm1 Supported: true
Execution Driver: native-0.2
Logging Driver: json-file
Kernel Version: 4.2.0-16-generic
Operating System: Ubuntu 15.10
CPUs: 8
Total Memory: 15.58 GiB
Name: jaiku
ID: W7YU:6XFB:IFQZ:XX0K:2FXE:X35K:JSAF:2QWV:Y4HO:G3ID:RHQN:35MU
WARNING: No swap limit support
`);
  });
});

describe("version", () => {
  const server = (name: string) => withEngineComponent(versions[name] ?? {});

  it.each(["plain", "old", "odd", "empty", "slides"])("prints %s under the name docker", (name) => {
    matches(`version-docker-${name}.txt`, `${renderVersion(client, server(name), "docker")}\n`, false);
  });

  it.each(["plain", "old", "odd", "empty"])("prints %s under the name dockline", (name) => {
    const own = { ...client, Version: "0.1.0", GoVersion: "node20.20.2", Context: "far" };
    matches(`version-dockline-${name}.txt`, `${renderVersion(own, server(name), "dockline")}\n`, true);
  });

  it("prints the client without a daemon", () => {
    matches("version-docker-absent.txt", `${renderVersion(client, undefined, "docker")}\n`, false);
    matches("version-dockline-absent.txt", `${renderVersion(client, undefined, "dockline")}\n`, true);
  });

  it("prints the six lines of the classic layout twice", () => {
    const own = { ...client, Version: "1.8.3", APIVersion: "1.20", DefaultAPIVersion: "1.20", GoVersion: "go1.4.2", GitCommit: "f4bf5c7" };
    const lines = (version: string) => `
 Version:      ${version}
 API version:  1.20
 Go version:   go1.4.2
 Git commit:   f4bf5c7
 Built:        Mon Oct 12 05:39:44 UTC 2015
 OS/Arch:      linux/amd64`;
    expect(renderVersion({ ...own, BuildTime: "Mon Oct 12 05:39:44 2015" }, server("slides"), "dockline")).toBe(
      `Client:${lines("1.8.3")}\n\nServer:${lines("1.8.3")}`,
    );
  });
});
