/** `volume create`: what makes a volume of the swarm out of it. */

import { custom, list, str, type Values } from "../../cli/flags.js";
import { pairs } from "../../cli/pairs.js";
import type { Int } from "../../values/integer.js";
import { toMap } from "../../values/key-value.js";
import { parseSize } from "../../values/size.js";

const api = "1.42";
const bytes = (summary: string) => custom<Int>("bytes", summary, 0, (_, raw) => parseSize(raw), { api, shown: "0" });

export const clusterFlags = {
  availability: str('May it be used ("active", "pause", "drain"; swarm)', { api, def: "active", shown: "active" }),
  group: str("The group it belongs to (swarm)", { api }),
  limitBytes: bytes("The most bytes it may have (swarm)"),
  requiredBytes: bytes("The fewest bytes it may have (swarm)"),
  scope: str('On how many nodes at once it may be used ("single", "multi"; swarm)', { api, def: "single", shown: "single" }),
  secret: pairs("Secrets for its driver (key=secret; swarm)", { api }),
  sharing: str('Who may share it ("none", "readonly", "onewriter", "all"; swarm)', { api, def: "none", shown: "none" }),
  topologyPreferred: list("Where it should be, if it can (region=a,zone=b; swarm)", { api }),
  topologyRequired: list("Where it must be reached from (region=a,zone=b; swarm)", { api }),
  type: str('How containers see it ("mount", "block"; swarm)', { api, def: "block", shown: "block" }),
};

/** The flags that alone make it the swarm's; the others then say more of it. */
const DECISIVE = ["group", "scope", "sharing", "availability", "type", "limitBytes", "requiredBytes"] as const;

const topologies = (texts: readonly string[]) =>
  texts.length > 0 ? texts.map((text) => ({ Segments: toMap(text.split(",")) })) : undefined;

/** A size of more than 63 bits comes out negative. */
const notNegative = (bytes: Int): Int => (bytes > 0 ? bytes : 0);

const ACCESS: Readonly<Record<string, object>> = { mount: { MountVolume: {} }, block: { BlockVolume: {} } };

/** ClusterVolumeSpec of the body; undefined for a volume of the engine's own. Pure. */
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
