/** Which daemon a private engine is, and what to do where it can be none. */
import { describe, expect, it } from "vitest";
import { chooseKind, finder, type Machine } from "../../../src/private-engine/choose.js";
import { exportLine, type Place } from "../../../src/private-engine/place.js";

const TOOLS = "ip nsenter unshare mount";
const DOCKER = "dockerd containerd runc iptables";
const ROOTLESS = "dockerd dockerd-rootless.sh rootlesskit newuidmap";
const PODMAN = "podman conmon";

function machine(programs: string, more: Partial<Machine> = {}): Machine {
  const there = new Set(programs.split(" "));
  return { platform: "linux", root: true, find: (program) => (there.has(program) ? `/bin/${program}` : undefined), ...more };
}
const user = { root: false };

describe("the kind of private engine", () => {
  const table: [what: string, wanted: string, on: Machine, kind: string][] = [
    ["root with both", "", machine(`${TOOLS} ${DOCKER} ${PODMAN}`), "dockerd"],
    ["root with Podman", "", machine(`${TOOLS} ${PODMAN}`), "podman"],
    ["root without runc", "", machine(`${TOOLS} dockerd containerd iptables ${PODMAN}`), "podman"],
    ["root, asked for Podman", "podman", machine(`${TOOLS} ${DOCKER} ${PODMAN}`), "podman"],
    ["a user with both", "", machine(`${ROOTLESS} ${PODMAN}`, user), "rootless"],
    ["a user where only root's is whole", "", machine(`${DOCKER} ${PODMAN}`, user), "podman"],
    ["a user, asked for rootless", "rootless", machine(`${ROOTLESS} ${PODMAN}`, user), "rootless"],
  ];
  it.each(table)("is chosen: %s", (_, wanted, on, kind) => expect(chooseKind(wanted, on)).toBe(kind));
});

describe("what is said about the choice", () => {
  const table: [what: string, wanted: string, on: Machine, message: RegExp][] = [
    [
      "nothing installed, root",
      "",
      machine(TOOLS),
      /dockerd +lacks dockerd, containerd, runc, iptables: apt-get install docker\.io containerd runc iptables\n/,
    ],
    ["nothing installed, root: Podman", "", machine(TOOLS), /podman +lacks podman, conmon: apt-get install podman conmon$/m],
    [
      "nothing installed, a user",
      "",
      machine("", user),
      /rootless +lacks dockerd-rootless\.sh, dockerd, rootlesskit, newuidmap: apt-get install docker\.io rootlesskit uidmap\n/,
    ],
    ["no tools", "dockerd", machine(DOCKER), /^dockerd lacks ip, nsenter, unshare, mount: apt-get install iproute2 util-linux mount$/],
    ["a kind that is none", "lxc", machine(""), /^--with: lxc is none of dockerd, rootless, podman$/],
    ["a name of objects", "constructor", machine(""), /is none of/],
    ["a user, asked for root's", "dockerd", machine(DOCKER, user), /needs root/],
    ["root, asked for rootless", "rootless", machine(ROOTLESS), /users other than root/],
    ["macOS", "", machine(DOCKER, { platform: "darwin" }), /^a private engine needs Linux\. .*Colima/],
    ["Windows", "podman", machine(DOCKER, { platform: "win32" }), /needs Linux.*WSL/],
    ["another system", "", machine("", { platform: "freebsd" }), /ssh:\/\//],
  ];
  it.each(table)("is right for %s", (_, wanted, on, message) => expect(() => chooseKind(wanted, on)).toThrow(message));
});

it("finds programs on PATH, then in the administrators' directories", () => {
  const find = finder("relative:/nowhere:/usr/bin");
  expect(find("env")).toBe("/usr/bin/env");
  expect(finder("")("env")).toMatch(/^\/.*\/env$/);
  expect(find("no-such-program")).toBeUndefined();
});

it.each([
  ["unix:///run/me/docker.sock", "export DOCKER_HOST=unix:///run/me/docker.sock\n"],
  ["unix:///home/it's me/docker.sock", "export DOCKER_HOST='unix:///home/it'\\''s me/docker.sock'\n"],
])("prints a line that the shell reads, for %s", (host, line) => expect(exportLine({ host } as Place)).toBe(line));
