import { defineAction } from "../../cli/action.js";
import { custom, type FlagOptions, int, str, uint, type Values } from "../../cli/flags.js";
import { userValue } from "../../cli/user-value.js";
import { jsonObject } from "../../engine/json-object.js";
import { containerPath } from "../../engine/object-path.js";
import { UserError } from "../../errors.js";
import { parseCpus } from "../../values/cpus.js";
import type { Int } from "../../values/integer.js";
import { encodeJson } from "../../values/json/encode.js";
import { parseRestartPolicy } from "../../values/restart.js";
import { parseSize, parseSwap } from "../../values/size.js";

const bytes = (summary: string, options: FlagOptions = {}, parse = parseSize) =>
  custom<Int>("bytes", summary, 0, (_, raw) => parse(raw), { shown: "", ...options });

const flags = {
  blkioWeight: uint("Block I/O weight, 10 to 1000, or 0 to disable", { bits: 16, kind: "uint16", shown: "0" }),
  cpuPeriod: int("CPU CFS (Completely Fair Scheduler) period in microseconds"),
  cpuQuota: int("CPU CFS (Completely Fair Scheduler) quota in microseconds per period"),
  cpuRtPeriod: int("Real-time CPU period in microseconds", { api: "1.25" }),
  cpuRtRuntime: int("Real-time CPU runtime in microseconds per period", { api: "1.25" }),
  cpuShares: int("CPU shares (relative weight)", { short: "c" }),
  cpus: custom<Int>("decimal", "Number of CPUs, e.g. 1.5", 0, (_, raw) => parseCpus(raw), { api: "1.29", shown: "" }),
  cpusetCpus: str("CPUs to run on, e.g. 0-3 or 0,1"),
  cpusetMems: str("Memory nodes (NUMA) to use, e.g. 0-3 or 0,1"),
  kernelMemory: bytes("Kernel memory limit", { hidden: true }),
  memory: bytes("Memory limit, e.g. 512m, 1.5g", { short: "m" }),
  memoryReservation: bytes("Soft memory limit, enforced when the host runs low"),
  memorySwap: bytes("Limit of memory plus swap; -1 for unlimited swap", {}, parseSwap),
  pidsLimit: int("Limit the number of processes; -1 for unlimited", { api: "1.40" }),
  restart: str("Restart policy: no, on-failure[:n], always, unless-stopped"),
};

/** Body of POST /containers/NAME/update: every field, as Docker sends it. Pure. Throws UserError for a bad restart policy. */
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
    // Left out when it is not asked for: newer daemons no longer accept it.
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
  summary: "Update the limits and the restart policy of containers",
  usage: "[OPTIONS] CONTAINER [CONTAINER...]",
  args: { min: 1 },
  flags,
  examples: [
    {
      say: "Limit to half a CPU and 512 MiB, and restart after a failure",
      run: "update --cpus .5 -m 512m --memory-swap -1 --restart on-failure web",
    },
  ],
  objects: "container",
  limit: 1,
  check(_ctx, flags, { changed }) {
    if (changed.size === 0) throw new UserError("you must provide one or more flags when using this command");
    toUpdateBody(flags);
  },
  each({ engine, flags }) {
    const body = Buffer.from(encodeJson(toUpdateBody(flags)));
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
