/** `volume create`: what makes a volume of the swarm out of it. */

import { custom, list, str, type Values } from "../../cli/flags.js";
import { pairs } from "../../cli/pairs.js";
import type { Int } from "../../values/integer.js";
import { toMap } from "../../values/key-value.js";
import { parseSize } from "../../values/size.js";

const api = "1.42";
const bytes = (summary: string) => custom<Int>("bytes", summary, 0, (_, raw) => parseSize(raw), { api, shown: "0" });

export const clusterFlags = {
  availability: str('Availability of a cluster volume ("active", "pause", "drain")', { api, def: "active", shown: "active" }),
  group: str("Group of a cluster volume", { api }),
  limitBytes: bytes("Maximum size of a cluster volume in bytes"),
  requiredBytes: bytes("Minimum size of a cluster volume in bytes"),
  scope: str('Access scope of a cluster volume ("single", "multi")', { api, def: "single", shown: "single" }),
  secret: pairs("Secrets of a cluster volume (key=secret)", { api }),
  sharing: str('Access sharing of a cluster volume ("none", "readonly", "onewriter", "all")', { api, def: "none", shown: "none" }),
  topologyPreferred: list("Preferred topology of a cluster volume (region=a,zone=b)", { api }),
  topologyRequired: list("Required topology of a cluster volume (region=a,zone=b)", { api }),
  type: str('Access type of a cluster volume ("mount", "block")', { api, def: "block", shown: "block" }),
};

/** The flags that alone make it the swarm's; the others then say more of it. */
const DECISIVE = ["group", "scope", "sharing", "availability", "type", "limitBytes", "requiredBytes"] as const;

const topologies = (texts: readonly string[]) =>
  texts.length > 0 ? texts.map((text) => ({ Segments: toMap(text.split(",")) })) : undefined;

/** A size of more than 63 bits comes out negative. */
const notNegative = (bytes: Int): Int => (bytes > 0 ? bytes : 0);

const ACCESS: Readonly<Record<string, object>> = { mount: { MountVolume: {} }, block: { BlockVolume: {} } };

/** ClusterVolumeSpec of the body; undefined for a volume of the daemon's own. Pure. */
export function toClusterSpec(f: Values<typeof clusterFlags>, changed: ReadonlySet<string>) {
  if (!DECISIVE.some((flag) => changed.has(flag))) return undefined;
  const secrets = Object.entries(f.secret).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    ...(f.group !== "" && { Group: f.group }),
    AccessMode: {
      ...(f.scope !== "" && { Scope: f.scope }),
      ...(f.sharing !== "" && { Sharing: f.sharing }),
      ...(Object.hasOwn(ACCESS, f.type) && ACCESS[f.type]),
    },
    AccessibilityRequirements: { Requisite: topologies(f.topologyRequired), Preferred: topologies(f.topologyPreferred) },
    CapacityRange: { RequiredBytes: notNegative(f.requiredBytes), LimitBytes: notNegative(f.limitBytes) },
    ...(secrets.length > 0 && { Secrets: secrets.map(([Key, Secret]) => ({ Key, Secret })) }),
    ...(f.availability !== "" && { Availability: f.availability }),
  };
}
