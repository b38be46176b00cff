// @ts-check
/**
 * Real engines beside the system's own: each dockerd has its own network, mount, pid and UTS namespaces, address and
 * data. Nothing on the host is changed but for one network interface while engines run.
 */
import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { childrenOf, ended, identify, isAlive, sendSignal } from "../../src/io/processes.mjs";
import { removeCgroups } from "./cgroups.mjs";
import { apiRequest } from "./engine-api.mjs";
import { engineFolder, readState, writeState } from "./engine-state.mjs";
import { run } from "./run.mjs";

/** @import { EngineState } from "./engine-state.mjs" */

const networkScript = fileURLToPath(new URL("network.sh", import.meta.url));
export const viewScript = fileURLToPath(new URL("private-view.sh", import.meta.url));
/** dockerd on an idle machine answers after one second; a loaded one gets much longer. Milliseconds. */
const START_TIMEOUT = 60_000;

/**
 * An engine made earlier, by this process or another. Throws when there is none of that name.
 * @param {string} name
 */
export function openEngine(name) {
  if (!readState(name)) throw new Error(`no engine ${name}`);
  return new PrivateEngine(name);
}

export class PrivateEngine {
  /** @param {string} name */
  constructor(name) {
    this.name = name;
    this.folder = engineFolder(name);
    this.socket = join(this.folder, "docker.sock");
    /** As in DOCKER_HOST. */
    this.host = `unix://${this.socket}`;
    this.netns = `/run/netns/dockline-${name}`;
    /** certs.d and daemon.json of this engine. */
    this.etc = join(this.folder, "etc/docker");
    this.logFile = join(this.folder, "log");
  }

  /** @returns {EngineState} */
  get state() {
    const state = readState(this.name);
    if (!state) throw new Error(`the engine ${this.name} is gone`);
    return state;
  }

  get version() {
    return this.state.version;
  }

  /** Its address, reachable from the host and from other private engines. */
  get ip() {
    return this.state.ip ?? "";
  }

  get running() {
    return isAlive(this.state.process);
  }

  /** @param {Partial<EngineState>} change */
  update(change) {
    writeState({ ...this.state, ...change });
  }

  /** Makes its network; startEngine and start do this. */
  async connect() {
    const [ip, port] = (await run(networkScript, ["up", this.name])).trim().split(" ");
    this.update({ ip, port });
  }

  /** Starts dockerd and waits for its answer. Throws with the end of its log when it dies. */
  async launch() {
    const { layers, args, owner } = this.state;
    rmSync(this.socket, { force: true });
    const view = [viewScript, join(this.folder, "view"), join(this.folder, "etc"), layers.join(":"), this.name];
    const dockerd = ["dockerd", "--data-root", join(this.folder, "data"), "-H", this.host];
    // The private /run has no systemd: its cgroup driver could not work.
    const cgroups = ["--exec-opt", "native.cgroupdriver=cgroupfs", "--cgroup-parent", `/dockline-${this.name}`];
    const namespaces = ["nsenter", `--net=${this.netns}`, "unshare", "-m", "-u", "-p", "-i", "-f", "--mount-proc", "--kill-child=KILL"];
    // Ours ends with us, and --kill-child takes the whole pid namespace along.
    const bond = owner ? ["setpriv", "--pdeathsig", "KILL"] : [];
    const [file = "", ...rest] = [...bond, ...namespaces, ...view, "docker-init", "--", ...dockerd, ...cgroups, ...args];
    const log = openSync(this.logFile, "a");
    const { DOCKER_HOST: _, ...env } = process.env;
    const child = spawn(file, rest, { detached: true, stdio: ["ignore", log, log], env, cwd: "/" });
    closeSync(log);
    await new Promise((resolve, reject) => child.once("spawn", resolve).once("error", reject));
    child.unref();
    const id = identify(/** @type {number} */ (child.pid));
    this.update({ process: id });
    for (const until = Date.now() + START_TIMEOUT; ; await sleep(15)) {
      if (await this.ping()) return;
      if (!isAlive(id)) throw new Error(`dockerd of ${this.name} ended:\n${this.logTail()}`);
      if (Date.now() > until) throw new Error(`dockerd of ${this.name} does not answer:\n${this.logTail()}`);
    }
  }

  async ping() {
    try {
      return (await apiRequest(this.socket, "GET", "/_ping", { timeout: 5000 })).status === 200;
    } catch {
      return false;
    }
  }

  logTail() {
    try {
      return readFileSync(this.logFile, "utf8").trimEnd().split("\n").slice(-12).join("\n");
    } catch {
      return "";
    }
  }

  /** Everything of the engine ends at once, as when a host loses power. Its data and address stay. */
  async kill() {
    const { process: main } = this.state;
    if (!main || !isAlive(main)) return;
    // Pid 1 of the namespace first: the process above it then ends when all within are gone.
    const inner = childrenOf(main);
    for (const pid of inner.length > 0 ? inner : [main.pid]) sendSignal(pid, "SIGKILL");
    if (!(await ended(main, 10_000))) throw new Error(`the engine ${this.name} (pid ${main.pid}) does not end`);
    rmSync(this.socket, { force: true });
  }

  /** Asks dockerd to stop its containers and end; kills what does not within 30 s. Data and address stay. */
  async stop() {
    const { process: main } = this.state;
    if (!main || !isAlive(main)) return;
    for (const pid of childrenOf(main)) sendSignal(pid, "SIGTERM");
    if (!(await ended(main, 30_000))) await this.kill();
    rmSync(this.socket, { force: true });
  }

  /** Starts it again with the same data, arguments and, where the host has not been restarted since, address. */
  async start() {
    if (this.running) return;
    const { ip, owner } = this.state;
    if (owner) this.update({ owner: identify(process.pid) });
    const there = await run("sh", ["-c", `[ -e ${this.netns} ] && nsenter --net=${this.netns} true && echo yes || true`]);
    if (!ip || !there) await this.connect();
    await this.launch();
  }

  /** Ends it, gives its address back, and leaves nothing: no process, namespace, mount, cgroup or file. */
  async remove() {
    const state = readState(this.name);
    if (state) {
      await this.kill();
      if (state.port) {
        await this.killNeighbours();
        await run(networkScript, ["down", this.name, state.port]);
      }
      await removeCgroups(`dockline-${this.name}`);
    }
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
  /** Ends the servers that were started in its network. */
  async killNeighbours() {
    const pids = await run("sh", ["-c", `[ ! -e ${this.netns} ] || ip netns pids dockline-${this.name}`]);
    for (const pid of pids.split("\n").filter(Boolean)) sendSignal(Number(pid), "SIGKILL");
  }
}
