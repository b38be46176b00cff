/**
 * A daemon of root's beside the system's own: its network, mounts, processes and host name are in namespaces of their own,
 * so that it sees neither the other's bridge, packet filter and sockets nor leaves any of its own behind. One pair of
 * interfaces leads to it, with address translation to the outside where the system's packet filter can.
 */

import type { Place } from "./place.js";
import connect from "./scripts/connect.sh";
import inside from "./scripts/inside.sh";
import isolate from "./scripts/isolate.sh";
import prelude from "./scripts/prelude.sh";
import release from "./scripts/release.sh";

/** The command that runs `daemon` in there, for as long as it lives. Its only child is the first process of the namespace. */
export function inNamespaces({ folder, socket }: Place, name: string, daemon: readonly string[]): string[] {
  const start = `${prelude}exec 8< /proc/self/ns/net; exec unshare -n sh -c "$@"`;
  const scripts = [prelude + connect, prelude + inside];
  return ["sh", "-c", start, "engine", prelude + isolate, "isolate", folder, ...scripts, name, socket, ...daemon];
}

/** The command that gives back what the system lent: network, packet filter, control groups. */
export function releaseCommand(folder: string, cgroups: readonly string[]): string[] {
  return ["sh", "-c", prelude + release, "release", folder, ...cgroups];
}
