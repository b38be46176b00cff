/** `system df`: a row for each kind of object, with how much of it could go. */
import { humanSize } from "../../format/units.js";
import type { View } from "../../format/view.js";
import { cacheSize, type DiskUsage, sum } from "./df-types.js";

/** Sizes in bytes. */
export interface Usage {
  type: string;
  total: number;
  active: number;
  size: number;
  reclaimable: number;
  /** Docker prints no percentage for the build cache. */
  percent: boolean;
}

/** States of a container whose files are in use. */
const LIVE = /running|paused|restarting/;

/** The four rows. Pure. */
export function usages({ LayersSize = 0, Images, Containers, Volumes, BuildCache }: DiskUsage): Usage[] {
  const [images, containers, volumes, cache] = [Images ?? [], Containers ?? [], Volumes ?? [], BuildCache ?? []];
  const isUsed = (count = 0) => count > 0;
  // -1 stands for "not counted", and then nothing is said about the bytes either.
  const own = images
    .filter(({ Containers: count = 0, Size = 0, SharedSize = 0 }) => count !== 0 && Size !== -1 && SharedSize !== -1)
    .map(({ Size = 0, SharedSize = 0 }) => Size - SharedSize);
  const live = containers.filter(({ State = "" }) => LIVE.test(State));
  const bytes = (list: typeof containers) => sum(list.map(({ SizeRw = 0 }) => SizeRw));
  const counted = volumes.filter(({ UsageData }) => UsageData && UsageData.Size !== -1);
  const inVolumes = (list: typeof volumes) => sum(list.map(({ UsageData }) => UsageData?.Size ?? 0));
  const busy = cache.filter(({ InUse }) => InUse);
  return [
    {
      type: "Images",
      total: images.length,
      active: images.filter((image) => isUsed(image.Containers)).length,
      size: LayersSize,
      reclaimable: LayersSize - sum(own),
      percent: true,
    },
    {
      type: "Containers",
      total: containers.length,
      active: live.length,
      size: bytes(containers),
      reclaimable: bytes(containers) - bytes(live),
      percent: true,
    },
    {
      type: "Local Volumes",
      total: volumes.length,
      active: volumes.filter(({ UsageData }) => isUsed(UsageData?.RefCount)).length,
      size: inVolumes(counted),
      reclaimable: inVolumes(counted.filter(({ UsageData }) => !UsageData?.RefCount)),
      percent: true,
    },
    {
      type: "Build Cache",
      total: cache.length,
      active: busy.length,
      size: cacheSize(cache),
      reclaimable: cacheSize(cache) - cacheSize(busy),
      percent: false,
    },
  ];
}

const share = ({ reclaimable, size, percent }: Usage) => (percent && size > 0 ? ` (${Math.trunc((reclaimable * 100) / size)}%)` : "");

export const summaryView: View<Usage> = {
  type: "*formatter.diskUsageImagesContext",
  columns: {
    Type: { header: "TYPE", value: ({ type }) => type },
    TotalCount: { header: "TOTAL", value: ({ total }) => String(total) },
    Active: { header: "ACTIVE", value: ({ active }) => String(active) },
    Size: { header: "SIZE", value: ({ size }, { dialect }) => humanSize(size, dialect) },
    Reclaimable: { header: "RECLAIMABLE", value: (row, { dialect }) => humanSize(row.reclaimable, dialect) + share(row) },
  },
  table: ["Type", "TotalCount", "Active", "Size", "Reclaimable"],
  quiet: "Type",
  raw: {
    format: () => "type: {{.Type}}\ntotal: {{.TotalCount}}\nactive: {{.Active}}\nsize: {{.Size}}\nreclaimable: {{.Reclaimable}}\n",
    quiet: "{{.Type}}",
  },
};
