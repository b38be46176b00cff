/** Where the private engine of a user is (`dockline engine up`): its folder and its socket. */
import { createHash } from "node:crypto";
import path from "node:path";

type Env = Readonly<Record<string, string | undefined>>;

/** Podman's runroot may have 50 bytes (`p` in this folder); with that, any socket in it is short enough for the system (107). */
const MAX_FOLDER = 50 - "/p".length;

/** The folder of all that the engine has: data, log, state. */
export function ownEngineFolder(env: Env, home: string): string {
  const base = env.XDG_DATA_HOME && path.isAbsolute(env.XDG_DATA_HOME) ? env.XDG_DATA_HOME : path.join(home, ".local/share");
  return path.join(base, "dockline/engine");
}

/** The folder of its sockets: in that one, unless the name would be too long for them; then below /tmp. */
export function ownEngineRun(folder: string, uid: number): string {
  const near = path.join(folder, "run");
  if (Buffer.byteLength(near) <= MAX_FOLDER) return near;
  const name = createHash("sha256").update(folder).digest("hex").slice(0, 12);
  return `/tmp/dockline-engine-${uid}-${name}`;
}

export const socketIn = (run: string): string => path.join(run, "docker.sock");
