import { defineAction } from "../../cli/action.js";
import { custom, type FlagOptions, int, str, uint, type Values } from "../../cli/flags.js";
import { userValue } from "../../cli/user-value.js";
import { jsonObject } from "../../engine/json-object.js";
import { containerPath } from "../../engine/object-path.js";
import { UserError } from "../../errors.js";
import { parseCpus } from "../../values/cpus.js";
import type { Int } from "../../values/integer.js";
import { stringifyExact } from "../../values/json/exact.js";
import { parseRestartPolicy } from "../../values/restart.js";
import { parseSize, parseSwap } from "../../values/size.js";

const bytes = (summary: string, options: FlagOptions = {}, parse = parseSize) =>
  custom<Int>("bytes", summary, 0, (_, raw) => parse(raw), { shown: "", ...options });

const flags = {
  blkioWeight: uint("Share of disk time, 10 to 1000; 0 leaves it to the system", { bits: 16, kind: "uint16", shown: "0" }),
  cpuPeriod: int("Length of a CPU period, in microseconds"),
  cpuQuota: int("CPU time in each period, in microseconds"),
  cpuRtPeriod: int("Length of a real-time period, in microseconds", { api: "1.25" }),
  cpuRtRuntime: int("Real-time CPU time in each period, in microseconds", { api: "1.25" }),
  cpuShares: int("CPU share, relative to other containers'", { short: "c" }),
  cpus: custom<Int>("decimal", "Number of CPUs", 0, (_, raw) => parseCpus(raw), { api: "1.29", shown: "" }),
  cpusetCpus: str("CPUs it may use (0-3, 0,1)"),
  cpusetMems: str("Memory nodes it may use (0-3, 0,1)"),
  kernelMemory: bytes("Limit of kernel memory", { hidden: true }),
  memory: bytes("Limit of memory", { short: "m" }),
  memoryReservation: bytes("Memory it is brought down to when the system runs short"),
  memorySwap: bytes("Limit of memory and swap together; -1 is no limit", {}, parseSwap),
  pidsLimit: int("Limit of processes; -1 is no limit", { api: "1.40" }),
  restart: str("When to start it again after it ended (no, on-failure[:n], always, unless-stopped)"),
};

/** Body of POST /containers/NAME/update: every field, as the reference sends it. Pure. Throws UserError for a bad restart policy. */
export function toUpdateBody(f: Values<typeof flags>) {
  return {
    CpuShares: f.cpuShares,
    Memory: f.memory,
    NanoCpus: f.cpus,
    CgroupParent: "",
    BlkioWeight: f.blkioWeight,
    BlkioWeightDevice: null,
    BlkioDeviceReadBps: null,
    BlkioDeviceWriteBps: null,
    BlkioDeviceReadIOps: null,
    BlkioDeviceWriteIOps: null,
    CpuPeriod: f.cpuPeriod,
    CpuQuota: f.cpuQuota,
    CpuRealtimePeriod: f.cpuRtPeriod,
    CpuRealtimeRuntime: f.cpuRtRuntime,
    CpusetCpus: f.cpusetCpus,
    CpusetMems: f.cpusetMems,
    Devices: null,
    DeviceCgroupRules: null,
    DeviceRequests: null,
    // Left out when it is not asked for: newer engines know it no more.
    KernelMemory: f.kernelMemory || undefined,
    MemoryReservation: f.memoryReservation,
    MemorySwap: f.memorySwap,
    MemorySwappiness: null,
    OomKillDisable: null,
    PidsLimit: f.pidsLimit || null,
    Ulimits: null,
    CpuCount: 0,
    CpuPercent: 0,
    IOMaximumIOps: 0,
    IOMaximumBandwidth: 0,
    RestartPolicy: f.restart === "" ? { Name: "", MaximumRetryCount: 0 } : userValue(() => parseRestartPolicy(f.restart)),
  };
}

export default defineAction({
  path: "container update",
  aliases: ["update"],
  summary: "Change the limits and the restart policy of containers",
  usage: "[OPTIONS] CONTAINER [CONTAINER...]",
  args: { min: 1 },
  flags,
  examples: [
    { say: "Half a CPU, 512 MiB, back after a failure", run: "update --cpus .5 -m 512m --memory-swap -1 --restart on-failure web" },
  ],
  objects: "container",
  limit: 1,
  check(_ctx, flags, { changed }) {
    if (changed.size === 0) throw new UserError("you must provide one or more flags when using this command");
    toUpdateBody(flags);
  },
  each({ engine, flags }) {
    const body = Buffer.from(stringifyExact(toUpdateBody(flags)));
    const headers = { "Content-Type": "application/json" };
    return async (name) => {
      const path = `${containerPath(name)}/update`;
      const { Warnings } = await jsonObject<{ Warnings?: readonly string[] | null }>(engine, "POST", path, { body, headers });
      return Warnings ?? [];
    };
  },
  after({ ctx }, values) {
    const warnings = values.flat();
    if (warnings.length > 0) ctx.stdout.write(`${warnings.join("\n")}\n`);
  },
});
