/** The columns of `network ls`. */

import type { Network } from "../../engine/api/network.js";
import { labelsText } from "../../format/labels.js";
import { goTime } from "../../format/timestamp.js";
import { ZERO_TIME } from "../../format/units.js";
import type { View } from "../../format/view.js";
import { UTC } from "../../format/zone.js";
import { shortId } from "../../values/short-id.js";
import { parseRfc3339 } from "../../values/time/rfc3339.js";
import type { Zone } from "../../values/time/zone-rule.js";

/** The moment in the zone it was written in, as Go prints a decoded time. */
function created({ Created = "" }: Network, zone: Zone): string {
  const moment = parseRfc3339(Created) ?? { seconds: ZERO_TIME, nanoseconds: 0, offset: 0 };
  return goTime(moment.seconds, writtenZone(moment.offset, moment.seconds, zone), moment.nanoseconds);
}

/** Go knows an offset by name only where it is UTC's or the local one. */
function writtenZone(offset: number, seconds: number, local: Zone): Zone {
  if (offset === 0) return UTC;
  if (local(seconds).offset === offset) return local;
  const minutes = Math.abs(offset) / 60;
  const digits = [Math.trunc(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0"));
  return () => ({ offset, name: `${offset < 0 ? "-" : "+"}${digits.join("")}` });
}

export const networkView: View<Network> = {
  type: "*network.networkContext",
  columns: {
    ID: { header: "NETWORK ID", value: ({ Id }, { trunc }) => (trunc ? shortId(Id) : Id) },
    Name: { header: "NAME", value: ({ Name }) => Name, shrink: { least: 16, last: true } },
    Driver: { header: "DRIVER", value: ({ Driver }) => Driver ?? "", shrink: 8 },
    Scope: { header: "SCOPE", value: ({ Scope }) => Scope ?? "" },
    IPv4: { header: "IPV4", value: ({ EnableIPv4 }) => String(EnableIPv4 ?? false) },
    IPv6: { header: "IPV6", value: ({ EnableIPv6 }) => String(EnableIPv6 ?? false) },
    Internal: { header: "INTERNAL", value: ({ Internal }) => String(Internal ?? false) },
    Labels: { header: "LABELS", value: ({ Labels }) => labelsText(Labels) },
    CreatedAt: { header: "CREATED AT", value: (network, { zone }) => created(network, zone) },
  },
  table: ["ID", "Name", "Driver", "Scope"],
  quiet: "ID",
  raw: {
    format: () => "network_id: {{.ID}}\nname: {{.Name}}\ndriver: {{.Driver}}\nscope: {{.Scope}}\n",
    quiet: "network_id: {{.ID}}",
  },
  methods: { Label: ({ Labels }, name) => Labels?.[name] ?? "" },
  blank: { Name: "", Id: "" },
};
