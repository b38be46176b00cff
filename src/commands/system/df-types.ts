/** GET /system/df. */

import type { Volume } from "../../engine/api/volume.js";
import type { ContainerSummary } from "../../format/views/container.js";
import type { ImageSummary } from "../../format/views/image.js";

export interface BuildCacheRecord {
  ID: string;
  /** Of old daemons. */
  Parent?: string;
  /** The daemon's key really begins with a space. */
  " Parents"?: readonly string[] | null;
  Type?: string;
  Description?: string;
  InUse?: boolean;
  /** Its bytes are counted with another entry's. */
  Shared?: boolean;
  /** Bytes. */
  Size?: number;
  /** RFC 3339; null is never. */
  CreatedAt?: string;
  LastUsedAt?: string | null;
  UsageCount?: number;
}

export interface DiskUsage {
  /** Bytes of all images, each layer counted once. */
  LayersSize?: number;
  Images?: readonly ImageSummary[] | null;
  Containers?: readonly ContainerSummary[] | null;
  Volumes?: readonly Volume[] | null;
  BuildCache?: readonly BuildCacheRecord[] | null;
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0);

/** Bytes of the entries, shared ones left out: they count elsewhere. */
export function cacheSize(records: readonly BuildCacheRecord[]): number {
  return sum(records.filter(({ Shared }) => !Shared).map(({ Size = 0 }) => Size));
}

export { sum };
