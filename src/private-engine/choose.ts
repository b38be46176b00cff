/** Which daemon a private engine can be here, and what to install where none can. Pure but for the look at PATH. */
import fs from "node:fs";
import path from "node:path";
import { UserError } from "../errors.js";
import type { Kind } from "./place.js";

export interface Machine {
  platform: NodeJS.Platform;
  root: boolean;
  /** The file that a program's name stands for, if it is there. */
  find(program: string): string | undefined;
}

/** What each needs: programs, and the packages (Debian's names) that have them. */
const NEEDS: Readonly<Record<Kind, Readonly<Record<string, string>>>> = {
  dockerd: { dockerd: "docker.io", containerd: "containerd", runc: "runc", iptables: "iptables" },
  rootless: { "dockerd-rootless.sh": "docker.io", dockerd: "docker.io", rootlesskit: "rootlesskit", newuidmap: "uidmap" },
  podman: { podman: "podman", conmon: "conmon" },
};
/** What a namespace of its own needs besides. */
const TOOLS = { ip: "iproute2", nsenter: "util-linux", unshare: "util-linux", mount: "mount" };

const ELSEWHERE: Partial<Record<NodeJS.Platform, string>> = {
  darwin: "On macOS, Colima ('brew install colima docker; colima start'), Docker Desktop, OrbStack or Podman runs one in a virtual machine",
  win32: "On Windows, Docker Desktop or Podman runs one in a virtual machine, and WSL is a Linux",
};

function missing(kind: Kind, { find, root }: Machine): Map<string, string> {
  const needed = { ...NEEDS[kind], ...(root && TOOLS) };
  return new Map(Object.entries(needed).filter(([program]) => find(program) === undefined));
}

const listed = (names: Iterable<string>) => [...new Set(names)].join(", ");

/**
 * The kind to start: the one asked for, else dockerd (root) or rootless dockerd (others), else podman.
 * @throws UserError where it cannot be, with what to do
 */
export function chooseKind(wanted: string, machine: Machine): Kind {
  const { platform, root } = machine;
  if (platform !== "linux") {
    const where = ELSEWHERE[platform] ?? "Use an engine on another machine: -H ssh://HOST, DOCKER_HOST or a context";
    throw new UserError(`a private engine needs Linux. ${where}; dockline finds it by itself.`);
  }
  if (wanted !== "") return checked(wanted, machine);
  const kinds: Kind[] = [root ? "dockerd" : "rootless", "podman"];
  const found = kinds.find((kind) => missing(kind, machine).size === 0);
  if (found) return found;
  const lines = kinds.map((kind) => {
    const lacks = missing(kind, machine);
    return `  ${kind.padEnd(9)} lacks ${listed(lacks.keys())}: apt-get install ${listed(lacks.values()).replaceAll(",", "")}`;
  });
  const other = root ? "" : "\nPackages have other names outside Debian and Ubuntu: docker-ce-rootless-extras has rootlesskit there.";
  throw new UserError(`no engine is installed that could be started:\n${lines.join("\n")}${other}`);
}

function checked(wanted: string, machine: Machine): Kind {
  if (!Object.hasOwn(NEEDS, wanted)) throw new UserError(`--with: ${wanted} is none of dockerd, rootless, podman`);
  const kind = wanted as Kind;
  if (kind === "dockerd" && !machine.root) throw new UserError("--with dockerd needs root; --with rootless does without");
  if (kind === "rootless" && machine.root) throw new UserError("--with rootless is for users other than root");
  const lacks = missing(kind, machine);
  if (lacks.size === 0) return kind;
  throw new UserError(`${kind} lacks ${listed(lacks.keys())}: apt-get install ${listed(lacks.values()).replaceAll(",", "")}`);
}

/** Where administrators' programs are, and Debian's script for rootless engines, whatever PATH says. */
const MORE = [
  "/usr/local/sbin",
  "/usr/sbin",
  "/sbin",
  "/usr/local/bin",
  "/usr/bin",
  "/bin",
  "/usr/share/docker.io/contrib",
  "/usr/libexec/podman",
];

/** As a shell looks for a program, and where it would not look. */
export function finder(searchPath: string): (program: string) => string | undefined {
  const folders = [...searchPath.split(path.delimiter).filter((folder) => path.isAbsolute(folder)), ...MORE];
  return (program) =>
    folders
      .map((folder) => path.join(folder, program))
      .find((file) => {
        try {
          fs.accessSync(file, fs.constants.X_OK);
          return true;
        } catch {
          return false;
        }
      });
}
