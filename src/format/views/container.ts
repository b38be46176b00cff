/** The columns of `ps`. */

import { quote } from "../../values/quote.js";
import { familiarString, parseReference, type Reference } from "../../values/reference.js";
import { shortId } from "../../values/short-id.js";
import type { Tone } from "../colour.js";
import { labelsText } from "../labels.js";
import { goTime } from "../timestamp.js";
import { ago, humanSize, statusAge } from "../units.js";
import type { StringerType, View, ViewOptions } from "../view.js";
import { ellipsis } from "../wide.js";
import { displayablePorts, type PortSummary } from "./ports.js";

interface Platform {
  architecture: string;
  os: string;
  "os.version"?: string;
  "os.features"?: readonly string[];
  variant?: string;
}

/** An element of GET /containers/json. */
export interface ContainerSummary {
  Id: string;
  Names?: readonly string[] | null;
  Image?: string;
  ImageID?: string;
  Command?: string;
  /** Seconds since the epoch. */
  Created?: number;
  Ports?: readonly PortSummary[] | null;
  State?: string;
  Status?: string;
  /** Bytes; only when the size was asked for. */
  SizeRw?: number;
  SizeRootFs?: number;
  Labels?: Readonly<Record<string, string>> | null;
  Mounts?: readonly { Name?: string; Source?: string; Driver?: string }[] | null;
  NetworkSettings?: { Networks?: Readonly<Record<string, unknown>> | null } | null;
  ImageManifestDescriptor?: { platform?: Platform | null } | null;
}

const COMMAND_COLUMNS = 20;
const MOUNT_COLUMNS = 15;

/** The first name that is no link ("/other/alias"); all of them where there is none, or untruncated. */
function names(row: ContainerSummary, trunc: boolean): string {
  const all = (row.Names ?? []).map((name) => name.slice(1));
  const own = trunc ? all.find((name) => !name.includes("/")) : undefined;
  return own ?? all.join(",");
}

/** Truncated: familiar, without the digest; a short ID where the image is known by its ID alone. */
function image(row: ContainerSummary, trunc: boolean): string {
  const written = row.Image ?? "";
  if (written === "") return "<no image>";
  if (!trunc) return written;
  const id = shortId(row.ImageID ?? "");
  if (id === shortId(written)) return id;
  return familiar(written);
}

/** Lists repeat the same few images. */
const familiarOf = new Map<string, string>();

function familiar(written: string): string {
  const known = familiarOf.get(written);
  if (known !== undefined) return known;
  let text = written;
  try {
    const { digest: _, ...tagged }: Reference = parseReference(written);
    text = familiarString(tagged);
  } catch {
    // Not a name: shown as it is.
  }
  familiarOf.set(written, text);
  return text;
}

const QUOTABLE = /^[\x20\x21\x23-\x5b\x5d-\x7e…]*$/;

function command({ Command: written = "" }: ContainerSummary, trunc: boolean): string {
  const shown = trunc ? ellipsis(written, COMMAND_COLUMNS) : written;
  return QUOTABLE.test(shown) ? `"${shown}"` : quote(shown);
}

function size(row: ContainerSummary, { dialect }: ViewOptions): string {
  const own = humanSize(row.SizeRw ?? 0, dialect, 3);
  return (row.SizeRootFs ?? 0) > 0 ? `${own} (virtual ${humanSize(row.SizeRootFs ?? 0, dialect, 3)})` : own;
}

function mounts(row: ContainerSummary, trunc: boolean): string {
  const all = (row.Mounts ?? []).map((mount) => mount.Name || mount.Source || "");
  return (trunc ? all.map((name) => ellipsis(name, MOUNT_COLUMNS)) : all).join(",");
}

function stateTone({ State: state = "", Status: status = "" }: ContainerSummary): Tone | undefined {
  switch (state) {
    case "running":
      return status.includes("(unhealthy)") ? "bad" : "good";
    case "exited":
      return status.startsWith("Exited (0)") ? "faint" : "bad";
    case "dead":
      return "bad";
    case "paused":
    case "restarting":
    case "removing":
      return "warn";
    default:
      return undefined;
  }
}

const platformType: StringerType = {
  name: "formatter.Platform",
  fields: { Architecture: "architecture", OS: "os", OSVersion: "os.version", OSFeatures: "os.features", Variant: "variant" },
  lists: ["OSFeatures"],
  string(platform: Platform) {
    const version = platform["os.version"] ? `(${platform["os.version"]})` : "";
    return [`${platform.os || "unknown"}${platform.os ? version : ""}`, platform.architecture, platform.variant].filter(Boolean).join("/");
  },
};

export const containerView: View<ContainerSummary> = {
  type: "*formatter.ContainerContext",
  columns: {
    ID: { header: "CONTAINER ID", value: (row, { trunc }) => (trunc ? shortId(row.Id) : row.Id) },
    Names: { header: "NAMES", value: (row, { trunc }) => names(row, trunc), shrink: { least: 12, last: true } },
    Image: { header: "IMAGE", value: (row, { trunc }) => image(row, trunc), shrink: 10 },
    Command: { header: "COMMAND", value: (row, { trunc }) => command(row, trunc), shrink: 8 },
    CreatedAt: { header: "CREATED AT", value: (row, { zone }) => goTime(row.Created ?? 0, zone) },
    RunningFor: {
      header: "CREATED",
      value: (row, { now, dialect }) => ago(row.Created ?? 0, now, dialect),
      shrink: { least: 7, last: true },
    },
    Ports: { header: "PORTS", value: (row) => displayablePorts(row.Ports), shrink: 8 },
    State: { header: "STATE", value: (row) => row.State ?? "", tone: stateTone },
    Status: {
      header: "STATUS",
      value: (row, { dialect }) => statusAge(row.Status ?? "", dialect),
      tone: stateTone,
      shrink: { least: 8, last: true },
    },
    Size: { header: "SIZE", value: size },
    Labels: { header: "LABELS", value: (row) => labelsText(row.Labels), shrink: 10 },
    Mounts: { header: "MOUNTS", value: (row, { trunc }) => mounts(row, trunc), shrink: 10 },
    LocalVolumes: {
      header: "LOCAL VOLUMES",
      value: (row) => String((row.Mounts ?? []).filter((mount) => mount.Driver === "local").length),
    },
    Networks: { header: "NETWORKS", value: (row) => Object.keys(row.NetworkSettings?.Networks ?? {}).join(","), shrink: 8 },
    Platform: { header: "PLATFORM", value: (row) => row.ImageManifestDescriptor?.platform ?? null, goType: platformType },
  },
  table: ({ size }) => ["ID", "Image", "Command", "RunningFor", "Status", "Ports", "Names", ...(size ? ["Size"] : [])],
  quiet: "ID",
  raw: {
    format: ({ size }) => {
      const padded = ["State", "Status"].map((field) => `${field.toLowerCase()}: {{- pad .${field} 1 0}}\n`).join("");
      const head = "container_id: {{.ID}}\nimage: {{.Image}}\ncommand: {{.Command}}\ncreated_at: {{.CreatedAt}}\n";
      return `${head}${padded}names: {{.Names}}\nlabels: {{- pad .Labels 1 0}}\nports: {{- pad .Ports 1 0}}\n${size ? "size: {{.Size}}\n" : ""}`;
    },
    quiet: "container_id: {{.ID}}",
  },
  methods: { Label: (row, name) => (row.Labels && Object.hasOwn(row.Labels, name) ? (row.Labels[name] as string) : "") },
  blank: { Id: "" },
};
