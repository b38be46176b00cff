/** Memory, processors, block I/O, limits. */

import { integer, many, size, unsigned } from "../../../cli/flag-kinds.js";
import { bool, custom, str, type Values } from "../../../cli/flags.js";
import { UserError } from "../../../errors.js";
import { parseBpsDevice, parseIopsDevice, parseWeightDevice } from "../../../values/block-device.js";
import { parseCpus } from "../../../values/cpus.js";
import type { Int } from "../../../values/integer.js";
import { parseSwap } from "../../../values/size.js";
import { parseUlimit, sortUlimits } from "../../../values/ulimit.js";
import type { HostConfig, Resources } from "./types.js";

const EMPTY = { shown: "[]" };

const WINDOWS = { os: "windows", shown: "0" };

export const resourceFlags = {
  memory: size("Memory limit, e.g. 512m, 1.5g", { short: "m" }),
  memoryReservation: size("Soft memory limit, enforced when the host runs low"),
  memorySwap: size("Limit of memory plus swap; -1 for unlimited swap", { parse: parseSwap }),
  memorySwappiness: integer("Tune memory swappiness (0 to 100)", { def: -1 }),
  kernelMemory: size("Kernel memory limit"),
  shmSize: size("Size of /dev/shm"),
  cpus: custom<Int>("decimal", "Number of CPUs, e.g. 1.5", 0, (_, raw) => parseCpus(raw)),
  cpuPeriod: integer("CPU CFS (Completely Fair Scheduler) period in microseconds"),
  cpuQuota: integer("CPU CFS (Completely Fair Scheduler) quota in microseconds per period"),
  cpuRtPeriod: integer("Real-time CPU period in microseconds", { api: "1.25" }),
  cpuRtRuntime: integer("Real-time CPU runtime in microseconds per period", { api: "1.25" }),
  cpuShares: integer("CPU shares (relative weight)", { short: "c" }),
  cpusetCpus: str("CPUs to run on, e.g. 0-3 or 0,1"),
  cpusetMems: str("Memory nodes (NUMA) to use, e.g. 0-3 or 0,1"),
  cpuCount: { ...integer("Number of CPUs (Windows)", WINDOWS), kind: "int64" },
  cpuPercent: { ...integer("CPU percent (Windows)", WINDOWS), kind: "int64" },
  ioMaxbandwidth: size("Maximum I/O bandwidth of the system drive (Windows)", WINDOWS),
  ioMaxiops: unsigned("uint64", "Maximum I/O operations per second of the system drive (Windows)", WINDOWS),
  blkioWeight: unsigned("uint16", "Block I/O weight, 10 to 1000, or 0 to disable", { shown: "0" }),
  blkioWeightDevice: many("list", "Block I/O weight of a device: path:weight", parseWeightDevice, EMPTY),
  deviceReadBps: many("list", "Limit the read rate of a device in bytes per second: path:rate", parseBpsDevice, EMPTY),
  deviceWriteBps: many("list", "Limit the write rate of a device in bytes per second: path:rate", parseBpsDevice, EMPTY),
  deviceReadIops: many("list", "Limit the read rate of a device in operations per second: path:rate", parseIopsDevice, EMPTY),
  deviceWriteIops: many("list", "Limit the write rate of a device in operations per second: path:rate", parseIopsDevice, EMPTY),
  pidsLimit: integer("Limit the number of processes; -1 for unlimited"),
  oomKillDisable: bool("Disable the OOM killer"),
  oomScoreAdj: integer("Tune the OOM killer's preference (-1000 to 1000)"),
  ulimit: many("ulimit", "Set a ulimit: type=soft[:hard]", parseUlimit, EMPTY),
  cgroupParent: str("Parent cgroup of the container"),
};

type ResourceValues = Values<typeof resourceFlags>;

export function checkSwappiness({ memorySwappiness: value }: ResourceValues): void {
  if (value < -1 || value > 100) throw new UserError(`invalid value: ${value}. Valid memory swappiness range is 0-100`);
}

function cpuLimits(f: ResourceValues) {
  return {
    CpuShares: f.cpuShares,
    NanoCpus: f.cpus,
    CpuPeriod: f.cpuPeriod,
    CpuQuota: f.cpuQuota,
    CpuRealtimePeriod: f.cpuRtPeriod,
    CpuRealtimeRuntime: f.cpuRtRuntime,
    CpusetCpus: f.cpusetCpus,
    CpusetMems: f.cpusetMems,
    CpuCount: f.cpuCount,
    CpuPercent: f.cpuPercent,
  };
}

function ioLimits(f: ResourceValues) {
  return {
    BlkioWeight: f.blkioWeight,
    BlkioWeightDevice: f.blkioWeightDevice,
    BlkioDeviceReadBps: f.deviceReadBps,
    BlkioDeviceWriteBps: f.deviceWriteBps,
    BlkioDeviceReadIOps: f.deviceReadIops,
    BlkioDeviceWriteIOps: f.deviceWriteIops,
    IOMaximumIOps: f.ioMaxiops,
    IOMaximumBandwidth: f.ioMaxbandwidth,
  };
}

type ResourceConfig = Omit<Resources, "Devices" | "DeviceCgroupRules" | "DeviceRequests"> & Pick<HostConfig, "OomScoreAdj" | "ShmSize">;

export function resources(f: ResourceValues): ResourceConfig {
  return {
    ...cpuLimits(f),
    ...ioLimits(f),
    Memory: f.memory,
    MemoryReservation: f.memoryReservation,
    MemorySwap: f.memorySwap,
    MemorySwappiness: f.memorySwappiness,
    KernelMemory: f.kernelMemory || undefined,
    OomKillDisable: f.oomKillDisable,
    OomScoreAdj: f.oomScoreAdj,
    PidsLimit: f.pidsLimit,
    ShmSize: f.shmSize,
    Ulimits: sortUlimits(f.ulimit),
    CgroupParent: f.cgroupParent,
  };
}
