/** Looks for a daemon if none was named and the default socket is missing. Loaded only then. */
import fs from "node:fs";
import path from "node:path";
import { dial } from "../../transport/connect.js";
import type { Endpoint } from "../../transport/endpoint.js";
import { createHttpClient } from "../../transport/http/client.js";
import { ownEngineFolder, ownEngineRun, socketIn } from "./own-engine.js";

/** What the possible places depend on. */
export interface DiscoverySettings {
  env: Readonly<Record<string, string | undefined>>;
  home: string;
  uid: number;
  platform: NodeJS.Platform;
}

export interface Candidate {
  /** The product whose socket is there: "rootless Docker". */
  name: string;
  path: string;
}

type Local = Endpoint & { kind: "unix" | "npipe" };

/** Milliseconds that each daemon may take to respond. */
const TIMEOUT_MS = 1000;

/** Where daemons create their sockets, the most likely first; each path once. */
export function candidates({ env, home, uid, platform }: DiscoverySettings): Candidate[] {
  const at = (...parts: string[]) => path.join(home, ...parts);
  const run = [env.XDG_RUNTIME_DIR ?? "", platform === "linux" ? `/run/user/${uid}` : ""].filter((directory) => path.isAbsolute(directory));
  const colima = [env.COLIMA_HOME ?? "", at(".colima"), path.join(env.XDG_CONFIG_HOME || at(".config"), "colima")];
  const machines = at(".local/share/containers/podman/machine");
  const all: [name: string, ...paths: string[]][] = [
    ["rootless Docker", ...run.map((directory) => path.join(directory, "docker.sock"))],
    ["Docker Desktop", at(".docker/run/docker.sock"), at(".docker/desktop/docker.sock")],
    ["Colima", ...colima.filter((directory) => path.isAbsolute(directory)).map((directory) => path.join(directory, "default/docker.sock"))],
    ["Rancher Desktop", at(".rd/docker.sock")],
    ["OrbStack", at(".orbstack/run/docker.sock")],
    [
      "Podman",
      ...run.map((directory) => path.join(directory, "podman/podman.sock")),
      ...(platform === "linux" ? ["/run/podman/podman.sock"] : []),
      ...(env.TMPDIR ? [path.join(env.TMPDIR, "podman/podman-machine-default-api.sock")] : []),
      ...["podman.sock", "podman-machine-default/podman.sock", "qemu/podman.sock"].map((name) => path.join(machines, name)),
    ],
    ["your private engine", socketIn(ownEngineRun(ownEngineFolder(env, home), uid))],
  ];
  const seen = new Set<string>();
  return all
    .flatMap(([name, ...paths]) => paths.map((file) => ({ name, path: file })))
    .filter(({ path: file }) => !seen.has(file) && seen.add(file));
}

/** A socket that another user could have created is not used: that user would see everything that is sent. */
function isTrusted(file: string, uid: number): boolean {
  try {
    const target = fs.statSync(file);
    return target.isSocket() && (target.uid === uid || target.uid === 0);
  } catch {
    return false;
  }
}

/** Whether a daemon responds to HEAD /_ping there, in time. */
export async function answers(file: string, timeoutMs = TIMEOUT_MS): Promise<boolean> {
  const signal = AbortSignal.timeout(timeoutMs);
  const client = createHttpClient((aborted) => dial({ kind: "unix", host: `unix://${file}`, path: file }, { signal: aborted }));
  try {
    const { head } = await client.send({ method: "HEAD", target: "/_ping", headers: [["Host", "docker"]], signal });
    return head.status === 200;
  } catch {
    return false;
  } finally {
    client.close();
  }
}

/** The first place where a daemon responds. */
export async function discover(settings: DiscoverySettings): Promise<Candidate | undefined> {
  for (const candidate of candidates(settings)) {
    if (isTrusted(candidate.path, settings.uid) && (await answers(candidate.path))) return candidate;
  }
  return undefined;
}

/**
 * The endpoint to use instead of `missing`, the default socket that does not exist: a daemon that was found (`notify` gets a line
 * about it), or else `missing` with advice.
 */
export async function findFallback(missing: Local, settings: DiscoverySettings, notify: (line: string) => void): Promise<Local> {
  const found = await discover(settings);
  if (!found) return { ...missing, hint: advice(settings.platform) };
  const host = `unix://${found.path}`;
  notify(`No daemon at ${missing.host}: using ${found.name} at ${host} (DOCKLINE_DISCOVER=0 turns this off)`);
  return { kind: "unix", host, path: found.path };
}

function advice(platform: NodeJS.Platform): string {
  const start =
    platform === "linux" ? "'dockline engine up' starts one of your own" : "Docker Desktop, Colima or OrbStack runs one on this system";
  return `No other daemon was found on this machine. ${start}; DOCKER_HOST, -H or a context names one elsewhere.`;
}
