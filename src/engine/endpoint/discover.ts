/** Looking for a daemon where none was named and the usual socket is missing. Loaded only then. */
import fs from "node:fs";
import path from "node:path";
import { dial } from "../../transport/connect.js";
import type { Endpoint } from "../../transport/endpoint.js";
import { openWire } from "../../transport/http/client.js";
import { ownEngineFolder, ownEngineRun, socketIn } from "./own-engine.js";

/** What the places depend on. */
export interface Surroundings {
  env: Readonly<Record<string, string | undefined>>;
  home: string;
  uid: number;
  platform: NodeJS.Platform;
}

export interface Candidate {
  /** Whose socket lies there: "rootless Docker". */
  name: string;
  path: string;
}

type Local = Endpoint & { kind: "unix" | "npipe" };

/** Milliseconds that each may take to answer. */
const PATIENCE_MS = 1000;

/** Where daemons put their sockets, the likeliest first; each place once. */
export function candidates({ env, home, uid, platform }: Surroundings): Candidate[] {
  const at = (...parts: string[]) => path.join(home, ...parts);
  const run = [env.XDG_RUNTIME_DIR ?? "", platform === "linux" ? `/run/user/${uid}` : ""].filter((folder) => path.isAbsolute(folder));
  const colima = [env.COLIMA_HOME ?? "", at(".colima"), path.join(env.XDG_CONFIG_HOME || at(".config"), "colima")];
  const machines = at(".local/share/containers/podman/machine");
  const all: [name: string, ...paths: string[]][] = [
    ["rootless Docker", ...run.map((folder) => path.join(folder, "docker.sock"))],
    ["Docker Desktop", at(".docker/run/docker.sock"), at(".docker/desktop/docker.sock")],
    ["Colima", ...colima.filter((folder) => path.isAbsolute(folder)).map((folder) => path.join(folder, "default/docker.sock"))],
    ["Rancher Desktop", at(".rd/docker.sock")],
    ["OrbStack", at(".orbstack/run/docker.sock")],
    [
      "Podman",
      ...run.map((folder) => path.join(folder, "podman/podman.sock")),
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

/** A socket that another user could have put there is nobody's to trust: all that we send would be theirs. */
function isOurs(file: string, uid: number): boolean {
  try {
    const target = fs.statSync(file);
    return target.isSocket() && (target.uid === uid || target.uid === 0);
  } catch {
    return false;
  }
}

/** Does an engine answer HEAD /_ping there, in time? */
export async function answers(file: string, patienceMs = PATIENCE_MS): Promise<boolean> {
  const signal = AbortSignal.timeout(patienceMs);
  const wire = openWire((aborted) => dial({ kind: "unix", host: `unix://${file}`, path: file }, { signal: aborted }));
  try {
    const { head } = await wire.send({ method: "HEAD", target: "/_ping", fields: [["Host", "docker"]], signal });
    return head.status === 200;
  } catch {
    return false;
  } finally {
    wire.close();
  }
}

/** The first of the places where an engine answers. */
export async function discover(around: Surroundings): Promise<Candidate | undefined> {
  for (const candidate of candidates(around)) {
    if (isOurs(candidate.path, around.uid) && (await answers(candidate.path))) return candidate;
  }
  return undefined;
}

/**
 * The endpoint to use in place of `missing`, the usual socket, which is not there: a daemon that was found (`tell` is given a
 * line that says so), else the same with advice.
 */
export async function elsewhere(missing: Local, around: Surroundings, tell: (line: string) => void): Promise<Local> {
  const found = await discover(around);
  if (!found) return { ...missing, hint: advice(around.platform) };
  const host = `unix://${found.path}`;
  tell(`No daemon at ${missing.host}: using ${found.name} at ${host} (DOCKLINE_DISCOVER=0 turns this off)`);
  return { kind: "unix", host, path: found.path };
}

function advice(platform: NodeJS.Platform): string {
  const start =
    platform === "linux" ? "'dockline engine up' starts one of your own" : "Docker Desktop, Colima or OrbStack runs one on this system";
  return `No other daemon was found on this machine. ${start}; DOCKER_HOST, -H or a context names one elsewhere.`;
}
