/** The columns of `volume ls`. */

import type { Volume } from "../../engine/api/volume.js";
import { labelsText } from "../labels.js";
import { humanSize } from "../units.js";
import type { View } from "../view.js";

const UNKNOWN = "N/A";

/** Where a cluster volume stands. */
function status({ ClusterVolume: cluster }: Volume): string {
  if (!cluster) return UNKNOWN;
  if (!cluster.Info?.VolumeID) return "pending creation";
  const nodes = cluster.PublishStatus?.length ?? 0;
  if (nodes === 0) return "created";
  return `in use (${nodes} ${nodes === 1 ? "node" : "nodes"})`;
}

export const volumeView: View<Volume> = {
  type: "*formatter.volumeContext",
  columns: {
    Name: { header: "VOLUME NAME", value: ({ Name }) => Name, shrink: { least: 16, last: true } },
    Driver: { header: "DRIVER", value: ({ Driver }) => Driver ?? "", shrink: 8 },
    Scope: { header: "SCOPE", value: ({ Scope }) => Scope ?? "" },
    Mountpoint: { header: "MOUNTPOINT", value: ({ Mountpoint }) => Mountpoint ?? "" },
    Labels: { header: "LABELS", value: ({ Labels }) => labelsText(Labels) },
    Links: { header: "LINKS", value: ({ UsageData: usage }) => (usage ? String(usage.RefCount ?? 0) : UNKNOWN) },
    Size: {
      header: "SIZE",
      value: ({ UsageData: usage }, { dialect }) => (usage ? humanSize(usage.Size ?? 0, dialect) : UNKNOWN),
    },
    Group: { header: "GROUP", value: ({ ClusterVolume: cluster }) => (cluster ? (cluster.Spec?.Group ?? "") : UNKNOWN) },
    Availability: {
      header: "AVAILABILITY",
      value: ({ ClusterVolume: cluster }) => (cluster ? (cluster.Spec?.Availability ?? "") : UNKNOWN),
    },
    Status: { header: "STATUS", value: status },
  },
  table: ({ cluster }) => (cluster ? ["Name", "Group", "Driver", "Availability", "Status"] : ["Driver", "Name"]),
  quiet: "Name",
  raw: { format: () => "name: {{.Name}}\ndriver: {{.Driver}}\n", quiet: "name: {{.Name}}" },
  methods: { Label: ({ Labels }, name) => Labels?.[name] ?? "" },
  blank: { Name: "" },
};
