/** What `stats` shows, from what the daemon measures: Docker's sums for Linux (cgroup v1 and v2) and for Windows. */
import type { Instant } from "../../values/time/layout.js";
import { parseRfc3339 } from "../../values/time/rfc3339.js";

interface CpuStats {
  /** Nanoseconds on Linux, 100 ns on Windows. */
  cpu_usage?: { total_usage?: number; percpu_usage?: readonly number[] | null };
  system_cpu_usage?: number;
  online_cpus?: number;
}

/** A value of GET /containers/ID/stats, as far as it is used. Anything may be absent: the container may not run. */
export interface StatsSample {
  name?: string;
  id?: string;
  read?: string;
  preread?: string;
  num_procs?: number;
  pids_stats?: { current?: number };
  blkio_stats?: { io_service_bytes_recursive?: readonly { op?: string; value?: number }[] | null };
  storage_stats?: { read_size_bytes?: number; write_size_bytes?: number };
  cpu_stats?: CpuStats;
  precpu_stats?: CpuStats;
  memory_stats?: { usage?: number; limit?: number; stats?: Readonly<Record<string, number>> | null; privateworkingset?: number };
  networks?: Readonly<Record<string, { rx_bytes?: number; tx_bytes?: number }>> | null;
}

/** One row. Sizes in bytes, shares in percent. */
export interface StatsEntry {
  /** As it was asked for. */
  container: string;
  /** With the slash in front. */
  name: string;
  id: string;
  /** There are no figures. */
  invalid: boolean;
  cpu: number;
  memory: number;
  memoryLimit: number;
  memoryShare: number;
  networkIn: number;
  networkOut: number;
  blockRead: number;
  blockWrite: number;
  pids: number;
}

/** A row of which nothing is known. */
export function emptyEntry(container: string): StatsEntry {
  const none = { cpu: 0, memory: 0, memoryLimit: 0, memoryShare: 0, networkIn: 0, networkOut: 0, blockRead: 0, blockWrite: 0, pids: 0 };
  return { container, name: "", id: "", invalid: false, ...none };
}

/** @param windows the daemon that measured runs there */
export function toEntry(container: string, sample: StatsSample, windows: boolean): StatsEntry {
  const networks = Object.values(sample.networks ?? {});
  const common = {
    ...emptyEntry(container),
    name: sample.name ?? "",
    id: sample.id ?? "",
    networkIn: networks.reduce((sum, { rx_bytes = 0 }) => sum + rx_bytes, 0),
    networkOut: networks.reduce((sum, { tx_bytes = 0 }) => sum + tx_bytes, 0),
  };
  const memory = sample.memory_stats ?? {};
  if (windows) {
    return {
      ...common,
      cpu: windowsCpu(sample),
      memory: memory.privateworkingset ?? 0,
      blockRead: sample.storage_stats?.read_size_bytes ?? 0,
      blockWrite: sample.storage_stats?.write_size_bytes ?? 0,
    };
  }
  const used = withoutCache(memory);
  const memoryLimit = memory.limit ?? 0;
  return {
    ...common,
    cpu: unixCpu(sample),
    memory: used,
    memoryLimit,
    memoryShare: memoryLimit === 0 ? 0 : (used / memoryLimit) * 100,
    blockRead: blockBytes(sample, "r"),
    blockWrite: blockBytes(sample, "w"),
    pids: sample.pids_stats?.current ?? 0,
  };
}

/** Of one processor: four busy ones are 400. */
function unixCpu({ cpu_stats: now = {}, precpu_stats: before = {} }: StatsSample): number {
  const used = (now.cpu_usage?.total_usage ?? 0) - (before.cpu_usage?.total_usage ?? 0);
  const system = (now.system_cpu_usage ?? 0) - (before.system_cpu_usage ?? 0);
  const processors = now.online_cpus || (now.cpu_usage?.percpu_usage?.length ?? 0);
  return used > 0 && system > 0 ? (used / system) * processors * 100 : 0;
}

const UINT64 = 2 ** 64;

/** Of all processors together: what was used of the intervals of 100 ns that there were. */
function windowsCpu(sample: StatsSample): number {
  const possible = intervals(sample.preread, sample.read) * (sample.num_procs ?? 0);
  const used = (sample.cpu_stats?.cpu_usage?.total_usage ?? 0) - (sample.precpu_stats?.cpu_usage?.total_usage ?? 0);
  // Docker counts in unsigned numbers: less than nothing is very much.
  return possible > 0 ? ((used < 0 ? used + UINT64 : used) / possible) * 100 : 0;
}

/** Whole intervals of 100 ns between two moments. */
function intervals(from = "", to = ""): number {
  const [start, end] = [parseRfc3339(from), parseRfc3339(to)];
  if (!start || !end) return 0;
  return Number(BigInt.asUintN(64, nanoseconds(end) - nanoseconds(start)) / 100n);
}

function nanoseconds({ seconds, nanoseconds: rest }: Instant): bigint {
  return BigInt(seconds) * 1_000_000_000n + BigInt(rest);
}

/** The page cache that could be dropped does not count: cgroup v1 calls it total_inactive_file, v2 inactive_file. */
function withoutCache({ usage = 0, stats }: NonNullable<StatsSample["memory_stats"]>): number {
  for (const cache of [stats?.total_inactive_file, stats?.inactive_file ?? 0]) {
    if (cache !== undefined && cache < usage) return usage - cache;
  }
  return usage;
}

/** @param letter first of the operation, in either case */
function blockBytes({ blkio_stats }: StatsSample, letter: "r" | "w"): number {
  const entries = blkio_stats?.io_service_bytes_recursive ?? [];
  return entries.reduce((sum, { op = "", value = 0 }) => (op[0]?.toLowerCase() === letter ? sum + value : sum), 0);
}
