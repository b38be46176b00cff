/** The command line and surroundings of each kind of daemon. */
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { inNamespaces } from "./namespaces.js";
import type { Kind, Place } from "./place.js";

export interface Daemon {
  command: string[];
  env: Record<string, string | undefined>;
}

type Find = (program: string) => string | undefined;
type Env = Readonly<Record<string, string | undefined>>;

/** What would lead the daemon, or what it starts, to another one or to the user's own settings. */
const LEFT_OUT = /^(DOCKER_|DOCKERD_|CONTAINER_|CONTAINERS_|NOTIFY_SOCKET$|LISTEN_)/;

const HOST_NAME = "dockline-engine";

/** The control group that containers of an isolated dockerd are in: below no other's, a namesake's in another view of the files neither. */
export function cgroupOf({ folder }: Place): string {
  const text = `${folder} ${fs.statSync(folder).ino}`;
  return `dockline-engine-${createHash("sha256").update(text).digest("hex").slice(0, 8)}`;
}

/** Writes the files that the daemon reads, and says how to start it. */
export function daemonOf(kind: Kind, isolated: boolean, place: Place, env: Env, find: Find): Daemon {
  const { run } = place;
  const own: Record<string, string | undefined> = Object.fromEntries(Object.entries(env).filter(([name]) => !LEFT_OUT.test(name)));
  if (kind === "podman") {
    const command = podman(place, isolated, find);
    const made = { ...own, ...(isolated ? { CONTAINERS_CONF: podmanConf(place) } : userSettings(place)) };
    return { command: isolated ? inNamespaces(place, HOST_NAME, command) : command, env: made };
  }
  const options = dockerdOptions(place);
  if (kind === "rootless") {
    forgetPids(run);
    const kit = { DOCKERD_ROOTLESS_ROOTLESSKIT_STATE_DIR: path.join(run, "kit"), DOCKERD_ROOTLESS_ROOTLESSKIT_FLAGS: "--pidns" };
    const made = { ...own, PATH: withSbin(own.PATH), XDG_RUNTIME_DIR: run, ...kit };
    return { command: [find("dockerd-rootless.sh") ?? "", ...options], env: made };
  }
  const cgroups = ["--exec-opt", "native.cgroupdriver=cgroupfs", "--cgroup-parent", `/${cgroupOf(place)}`];
  return { command: inNamespaces(place, HOST_NAME, ["dockerd", ...options, ...cgroups]), env: own };
}

/** After a power cut the numbers in these files mean other processes: numbers in a new namespace are few and the same. */
function forgetPids(run: string): void {
  for (const name of ["docker.pid", "docker/containerd", "kit"]) fs.rmSync(path.join(run, name), { recursive: true, force: true });
}

/** iptables is where users' PATH does not lead. */
const withSbin = (searchPath = "") => [...searchPath.split(":").filter(Boolean), "/usr/sbin", "/sbin"].join(":");

function dockerdOptions({ folder, data, host }: Place): string[] {
  // The system's own would be read otherwise; what somebody wrote into ours stays.
  const settings = path.join(folder, "daemon.json");
  if (!fs.existsSync(settings)) fs.writeFileSync(settings, "{}\n", { mode: 0o600 });
  return ["--config-file", settings, "--data-root", data, "-H", host];
}

/** Neither journal nor systemd is within reach of a private engine; locks in shared memory would be those of the other Podman. */
const PODMAN_CONF = `[containers]
log_driver = "k8s-file"
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
lock_type = "file"
`;

/** Podman's options before the command, for the same engine each time. An isolated one has a private /run for what a restart ends. */
export function podmanOptions({ data, run }: Place, isolated: boolean): string[] {
  const storage = ["--root", path.join(data, "storage"), ...(isolated ? [] : ["--runroot", path.join(run, "p")])];
  return [...storage, "--network-config-dir", path.join(data, "networks")];
}

const podmanConf = ({ folder }: Place) => path.join(folder, "containers.conf");

/** The environment of all that works on a user's own engine. */
export function userSettings(place: Place): Record<string, string> {
  return { CONTAINERS_CONF: podmanConf(place), XDG_RUNTIME_DIR: place.run, XDG_DATA_HOME: place.data };
}

function podman(place: Place, isolated: boolean, find: Find): string[] {
  const settings = podmanConf(place);
  if (!fs.existsSync(settings)) fs.writeFileSync(settings, PODMAN_CONF, { mode: 0o600 });
  fs.mkdirSync(path.join(place.data, "networks"), { recursive: true, mode: 0o700 });
  // crun does not know control groups of both versions at once.
  const runc = fs.existsSync("/sys/fs/cgroup/unified") ? find("runc") : undefined;
  const runtime = runc ? ["--runtime", runc] : [];
  return [find("podman") ?? "", ...podmanOptions(place, isolated), ...runtime, "system", "service", "--time", "0", place.host];
}
