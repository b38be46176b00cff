/** The columns of the build cache's part of `system df -v`. */
import { goTime } from "../../format/timestamp.js";
import { ago, humanSize, ZERO_TIME } from "../../format/units.js";
import type { View, ViewOptions } from "../../format/view.js";
import { shortId } from "../../values/short-id.js";
import type { Instant } from "../../values/time/layout.js";
import { parseRfc3339 } from "../../values/time/rfc3339.js";
import type { BuildCacheRecord } from "./df-types.js";

const ZERO: Instant = { seconds: ZERO_TIME, nanoseconds: 0, offset: 0 };

const instant = (text: string | undefined | null) => (text ? parseRfc3339(text) : undefined);

/** Never used first, then by the time of the last use. */
export function byLastUse(a: BuildCacheRecord, b: BuildCacheRecord): number {
  const [x, y] = [instant(a.LastUsedAt), instant(b.LastUsedAt)];
  const order = x && y ? x.seconds - y.seconds || x.nanoseconds - y.nanoseconds : x ? 1 : y ? -1 : 0;
  return order || (a.ID < b.ID ? -1 : a.ID > b.ID ? 1 : 0);
}

/** The time as it was written: daemons write UTC. */
function written({ seconds, nanoseconds, offset }: Instant, { zone }: ViewOptions): string {
  const hours = `${offset < 0 ? "-" : "+"}${String(Math.abs(Math.trunc(offset / 3600))).padStart(2, "0")}`;
  const name = `${hours}${String(Math.abs(Math.trunc(offset / 60)) % 60).padStart(2, "0")}`;
  const local = zone(seconds);
  const where = offset === 0 ? { offset, name: "UTC" } : local.offset === offset ? local : { offset, name };
  return goTime(seconds, () => where, nanoseconds);
}

function since(moment: Instant, { now, dialect }: ViewOptions): string {
  return ago(moment.seconds + moment.nanoseconds / 1e9, now, dialect);
}

function parents({ Parent = "", " Parents": all }: BuildCacheRecord): string {
  return all?.length ? all.join(", ") : Parent;
}

export const cacheView: View<BuildCacheRecord> = {
  type: "*formatter.buildCacheContext",
  columns: {
    ID: { header: "CACHE ID", value: ({ ID, InUse }, { trunc }) => (trunc ? shortId(ID) : ID) + (InUse ? "*" : "") },
    Parent: { header: "PARENT", value: (row, { trunc }) => (trunc ? shortId(parents(row)) : parents(row)) },
    CacheType: { header: "CACHE TYPE", value: ({ Type = "" }) => Type },
    Description: { header: "DESCRIPTION", value: ({ Description = "" }) => Description },
    Size: { header: "SIZE", value: ({ Size = 0 }, { dialect }) => humanSize(Size, dialect, 3) },
    CreatedAt: { header: "CREATED AT", value: ({ CreatedAt }, options) => written(instant(CreatedAt) ?? ZERO, options) },
    CreatedSince: {
      header: "CREATED",
      value: ({ CreatedAt }, options) => since(instant(CreatedAt) ?? ZERO, options),
      shrink: { least: 7, last: true },
    },
    LastUsedAt: {
      header: "LAST USED AT",
      value: ({ LastUsedAt }, options) => {
        const moment = instant(LastUsedAt);
        return moment ? written(moment, options) : "";
      },
    },
    LastUsedSince: {
      header: "LAST USED",
      value: ({ LastUsedAt }, options) => {
        const moment = instant(LastUsedAt);
        return moment ? since(moment, options) : "";
      },
    },
    UsageCount: { header: "USAGE", value: ({ UsageCount = 0 }) => String(UsageCount) },
    InUse: { header: "IN USE", value: ({ InUse = false }) => String(InUse) },
    Shared: { header: "SHARED", value: ({ Shared = false }) => String(Shared) },
  },
  table: ["ID", "CacheType", "Size", "CreatedSince", "LastUsedSince", "UsageCount", "Shared"],
  quiet: "ID",
  raw: {
    format: () => {
      const fields: readonly (readonly [string, string])[] = [
        ["build_cache_id", "ID"],
        ["parent_id", "Parent"],
        ["build_cache_type", "CacheType"],
        ["description", "Description"],
        ["created_at", "CreatedAt"],
        ["created_since", "CreatedSince"],
        ["last_used_at", "LastUsedAt"],
        ["last_used_since", "LastUsedSince"],
        ["usage_count", "UsageCount"],
        ["in_use", "InUse"],
        ["shared", "Shared"],
      ];
      return fields.map(([name, field]) => `${name}: {{.${field}}}\n`).join("");
    },
    quiet: "build_cache_id: {{.ID}}",
  },
};
