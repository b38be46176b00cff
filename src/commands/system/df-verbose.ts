/** `system df -v`: every object with what it takes, kind by kind. */
import type { Ctx } from "../../cli/context.js";
import type { Section } from "../../format/sections.js";
import { humanSize } from "../../format/units.js";
import type { View, ViewOptions } from "../../format/view.js";
import { type ContainerSummary, containerView } from "../../format/views/container.js";
import { type ImageRow, type ImageSummary, imageRows, imageView, isDangling } from "../../format/views/image.js";
import { volumeView } from "../../format/views/volume.js";
import { lazyZone } from "../../format/zone.js";
import { familiarName, parseReference } from "../../values/reference.js";
import { byLastUse, cacheView } from "./df-cache.js";
import { cacheSize, type DiskUsage } from "./df-types.js";

const NONE = "<none>";

/** One row an image: under its first tag. Undefined where that cannot be read: Docker leaves such an image out. */
function imageRow(summary: ImageSummary): ImageRow | undefined {
  const [first] = summary.RepoTags ?? [];
  const blank = imageRows([{ ...summary, RepoTags: null, RepoDigests: null }], { digests: false, digestRows: false })[0] as ImageRow;
  const row = { ...blank, repository: NONE, tag: NONE, digest: "" };
  if (first === undefined || isDangling(summary)) return row;
  try {
    const reference = parseReference(first);
    return reference.tag === undefined ? row : { ...row, repository: familiarName(reference), tag: reference.tag };
  } catch {
    return undefined;
  }
}

/** The lists, by the names that templates know them by, each with the title of its table. */
function parts({ Images, Containers, Volumes, BuildCache }: DiskUsage) {
  const images = (Images ?? []).map(imageRow).filter((row) => row !== undefined);
  const { cell: _, ...created } = imageView.columns.CreatedSince as View<ImageRow>["columns"][string];
  const image: View<ImageRow> = {
    ...imageView,
    columns: { ...imageView.columns, CreatedSince: created },
    table: ["Repository", "Tag", "ID", "CreatedSince", "Size", "SharedSize", "UniqueSize", "Containers"],
  };
  // What an image's files take is told of the image.
  const containers = (Containers ?? []).map((summary): ContainerSummary => ({ ...summary, SizeRootFs: 0 }));
  const container: View<ContainerSummary> = {
    ...containerView,
    table: ["ID", "Image", "Command", "LocalVolumes", "Size", "RunningFor", "Status", "Names"],
  };
  const volume = { ...volumeView, table: ["Name", "Links", "Size"] };
  const cache = [...(BuildCache ?? [])].sort(byLastUse);
  return { image, images, container, containers, volume, volumes: Volumes ?? [], cache };
}

async function printTables({ print, stdout, dialect }: Ctx, usage: DiskUsage, format: "" | "table"): Promise<void> {
  const { image, images, container, containers, volume, volumes, cache } = parts(usage);
  stdout.write("Images space usage:\n\n");
  await print.list(image, images, { format });
  stdout.write("\nContainers space usage:\n\n");
  await print.list(container, containers, { format });
  stdout.write("\nLocal Volumes space usage:\n\n");
  await print.list(volume, volumes, { format });
  const bytes = humanSize(cacheSize(usage.BuildCache ?? []), format === "" ? dialect : "docker");
  stdout.write(`\nBuild cache usage: ${bytes}\n\n`);
  await print.list(cacheView, cache, { format });
}

/** The template of `--format raw`. */
function rawFormat(sections: readonly Section[], kinds: readonly string[], options: ViewOptions): string {
  const body = ([name, view]: Section, i: number) =>
    `{{range .${name}}}type: ${kinds[i]}\n${view.raw?.format({ ...options, size: true, digests: true }) ?? ""}\n{{end -}}\n`;
  return sections.map(body).join("");
}

export async function printVerbose(ctx: Ctx, usage: DiskUsage, format: string): Promise<void> {
  if (format === "" || format === "table") return printTables(ctx, usage, format);
  const { sectionsJson, writeSections } = await import("../../format/sections.js");
  const { image, images, container, containers, volume, volumes, cache } = parts(usage);
  const sections: Section[] = [
    ["Images", image, images],
    ["Containers", container, containers],
    ["Volumes", volume, volumes],
    ["BuildCache", cacheView, cache],
  ];
  const type = "formatter.diskUsageContext";
  const options: ViewOptions = { trunc: format.startsWith("table"), now: ctx.now(), dialect: "docker", zone: lazyZone(ctx.env.TZ) };
  if (format === "json") ctx.stdout.write(sectionsJson(type, sections, options));
  else if (format === "yaml") {
    const { yamlOfJson } = await import("../../format/yaml.js");
    ctx.stdout.write(yamlOfJson(sectionsJson(type, sections, options)));
  } else {
    const kinds = ["Image", "Container", "Volume", "Build Cache"];
    const template = format === "raw" ? rawFormat(sections, kinds, options) : format;
    writeSections(type, sections, template, options, (text) => ctx.stdout.write(text));
  }
}
