// @ts-check
/** Folders of the engine starter, and what the machine must be for it. */
import { accessSync, constants } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

/** Unpacked packages and images made from them; may be deleted at any time. XDG cache folder. */
export function cacheRoot() {
  const base = process.env.XDG_CACHE_HOME || join(process.env.HOME || homedir(), ".cache");
  return join(base, "dockline");
}

/**
 * State and data of the engines, one folder each. On a real disk rather than below /tmp, which may be memory (the tests choose
 * memory where there is plenty: vitest.config.mts); short, because a unix socket's path has at most 107 bytes.
 */
export function enginesRoot() {
  return process.env.DOCKLINE_ENGINES || "/var/lib/dockline/engines";
}

/**
 * The file that `name` runs when typed, or undefined.
 * @param {string} name
 */
export function onPath(name) {
  const folders = `${process.env.PATH ?? ""}${delimiter}/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin`;
  for (const folder of folders.split(delimiter)) {
    const file = join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {}
  }
  return undefined;
}

/** Why this machine cannot run a private engine ("" when it can). */
export function whyNoEngine() {
  if (process.platform !== "linux") return `private engines need Linux, this is ${process.platform}`;
  if (process.getuid?.() !== 0) return "private engines need root (network namespaces and mounts)";
  for (const tool of ["ip", "nsenter", "unshare", "setpriv", "flock", "mount"]) {
    if (!onPath(tool)) return `private engines need the command ${tool} (packages iproute2, util-linux, mount)`;
  }
  if (!onPath("dockerd") && !onPath("apt-get")) return "no dockerd on PATH, and no apt-get to get one with";
  return "";
}
