/** Where the private engine of a user is (`dockline engine up`): its directory and its socket. */
import { createHash } from "node:crypto";
import path from "node:path";

type Env = Readonly<Record<string, string | undefined>>;

/** The runroot of Podman (`p` in this directory) may have 50 bytes; then every socket in it is short enough for the system (107). */
const MAX_FOLDER = 50 - "/p".length;

/** The directory with everything of the engine: data, log, state. */
export function ownEngineFolder(env: Env, home: string): string {
  const base = env.XDG_DATA_HOME && path.isAbsolute(env.XDG_DATA_HOME) ? env.XDG_DATA_HOME : path.join(home, ".local/share");
  return path.join(base, "dockline/engine");
}

/** The directory of its sockets: inside that one, or below /tmp if the path would be too long for them. */
export function ownEngineRun(folder: string, uid: number): string {
  const near = path.join(folder, "run");
  if (Buffer.byteLength(near) <= MAX_FOLDER) return near;
  const name = createHash("sha256").update(folder).digest("hex").slice(0, 12);
  return `/tmp/dockline-engine-${uid}-${name}`;
}

export const socketIn = (run: string): string => path.join(run, "docker.sock");
