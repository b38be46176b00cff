/** The request of each prune command, and what it prints. `system prune` runs several of them. */
import { UserError } from "../errors.js";
import { addFilter, type Filters } from "../values/filter.js";
import { compareVersions } from "../values/version.js";
import type { Engine } from "./engine.js";

export interface Pruned {
  /** What was removed, one per line below a title; "" for nothing. */
  text: string;
  /** Bytes. */
  reclaimed: number;
}

/** From this API version on, daemons keep named volumes unless asked to remove all. */
export const ANONYMOUS_ONLY = "1.42";

/** Daemons send null for nothing. */
type Names = readonly string[] | null;

const listed = (title: string, names: Names | undefined) => (names?.length ? `${title}:\n${names.join("\n")}\n` : "");

/** As in Docker, the bytes count only if something is listed. */
function pruned(title: string, names: Names | undefined, bytes = 0): Pruned {
  const text = listed(title, names);
  return { text, reclaimed: text === "" ? 0 : bytes };
}

export async function pruneContainers(engine: Engine, filters: Filters): Promise<Pruned> {
  const answer = await engine.json<{ ContainersDeleted?: Names; SpaceReclaimed?: number }>("POST", "/containers/prune", {
    query: { filters },
  });
  return pruned("Deleted Containers", answer.ContainersDeleted, answer.SpaceReclaimed);
}

export async function pruneNetworks(engine: Engine, filters: Filters): Promise<Pruned> {
  const answer = await engine.json<{ NetworksDeleted?: Names }>("POST", "/networks/prune", { query: { filters } });
  return pruned("Deleted Networks", answer.NetworksDeleted);
}

/** Whether the daemon keeps named volumes unless asked to remove all. */
export const sparesNamedVolumes = (apiVersion: string) => compareVersions(apiVersion, ANONYMOUS_ONLY) >= 0;

/** The filters of the request, and what the warning says. Pure. Throws UserError if "all" is given twice. */
export function toVolumePrune(given: Filters, all: boolean, apiVersion: string): { filters: Filters; which: "all" | "anonymous" } {
  if (!sparesNamedVolumes(apiVersion)) return { filters: given, which: "all" };
  if (!all) return { filters: given, which: "anonymous" };
  if (Object.hasOwn(given, "all")) throw new UserError("conflicting options: cannot specify both --all and --filter all=1");
  return { filters: addFilter(given, "all", "true"), which: "all" };
}

export async function pruneVolumes(engine: Engine, filters: Filters): Promise<Pruned> {
  const answer = await engine.json<{ VolumesDeleted?: Names; SpaceReclaimed?: number }>("POST", "/volumes/prune", { query: { filters } });
  return pruned("Deleted Volumes", answer.VolumesDeleted, answer.SpaceReclaimed);
}

/** `all`: named images as well. */
export async function pruneImages(engine: Engine, filters: Filters, all: boolean): Promise<Pruned> {
  type Deleted = { Untagged?: string; Deleted?: string };
  const answer = await engine.json<{ ImagesDeleted?: readonly Deleted[] | null; SpaceReclaimed?: number }>("POST", "/images/prune", {
    query: { filters: addFilter(filters, "dangling", String(!all)) },
  });
  const line = ({ Untagged, Deleted = "" }: Deleted) => (Untagged ? `untagged: ${Untagged}` : `deleted: ${Deleted}`);
  return pruned("Deleted Images", answer.ImagesDeleted?.map(line), answer.SpaceReclaimed);
}

/** `all`: entries that images or other entries use as well. `keepStorage`: bytes of cache to keep; 0 keeps none. */
export async function pruneBuildCache(engine: Engine, filters: Filters, all: boolean, keepStorage: number | bigint = 0): Promise<Pruned> {
  const answer = await engine.json<{ CachesDeleted?: Names; SpaceReclaimed?: number }>("POST", "/build/prune", {
    query: { all, filters, ...(keepStorage && { "keep-storage": String(keepStorage) }) },
  });
  return { text: listed("Deleted build cache objects", answer.CachesDeleted), reclaimed: answer.SpaceReclaimed ?? 0 };
}
