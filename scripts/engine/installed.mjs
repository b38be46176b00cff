// @ts-check
/** A program run as if packages were installed that are only unpacked. */
import { existsSync } from "node:fs";

/**
 * The command line that runs `command` with `usr` and `etc` of `layers` laid over the system's, for it and for what it
 * starts. It needs root.
 * @param {string[]} layers folders, the first wins; none: the command itself
 * @param {string[]} command
 * @returns {string[]}
 */
export function withLayers(layers, command) {
  if (layers.length === 0) return command;
  const lower = (/** @type {string} */ name) =>
    layers
      .map((layer) => `${layer}/${name}`)
      .filter((folder) => existsSync(folder))
      .join(":");
  const script = 'for name in etc usr; do [ -z "$1" ] || mount -t overlay -o "ro,lowerdir=$1:/$name" dockline /$name; shift; done; exec "$@"';
  return ["unshare", "-m", "sh", "-ec", script, "sh", lower("etc"), lower("usr"), ...command];
}
