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
  memory: size("Most memory it may use (512m, 1.5g)", { short: "m" }),
  memoryReservation: size("Memory to fall back to when the host runs short"),
  memorySwap: size("Most memory and swap together; '-1' for no limit", { parse: parseSwap }),
  memorySwappiness: integer("How readily memory is swapped (0 to 100)", { def: -1 }),
  kernelMemory: size("Most memory the kernel may use for it"),
  shmSize: size("Size of /dev/shm"),
  cpus: custom<Int>("decimal", "How many processors it may use (1.5)", 0, (_, raw) => parseCpus(raw)),
  cpuPeriod: integer("Period of the CFS scheduler, in microseconds"),
  cpuQuota: integer("Quota of the CFS scheduler, in microseconds a period"),
  cpuRtPeriod: integer("Period of real-time scheduling, in microseconds", { api: "1.25" }),
  cpuRtRuntime: integer("Real-time quota, in microseconds a period", { api: "1.25" }),
  cpuShares: integer("Weight among those who want the processors", { short: "c" }),
  cpusetCpus: str("Processors it may run on (0-3, 0,1)"),
  cpusetMems: str("Memory nodes it may use (0-3, 0,1)"),
  cpuCount: { ...integer("Number of processors", WINDOWS), kind: "int64" },
  cpuPercent: { ...integer("Share of the processors in percent", WINDOWS), kind: "int64" },
  ioMaxbandwidth: size("Most bytes a second of the system drive", WINDOWS),
  ioMaxiops: unsigned("uint64", "Most operations a second of the system drive", WINDOWS),
  blkioWeight: unsigned("uint16", "Weight of its block I/O, 10 to 1000, or 0 for none", { shown: "0" }),
  blkioWeightDevice: many("list", "Weight of its block I/O on one device", parseWeightDevice, EMPTY),
  deviceReadBps: many("list", "Most bytes a second to read from a device", parseBpsDevice, EMPTY),
  deviceWriteBps: many("list", "Most bytes a second to write to a device", parseBpsDevice, EMPTY),
  deviceReadIops: many("list", "Most reads a second from a device", parseIopsDevice, EMPTY),
  deviceWriteIops: many("list", "Most writes a second to a device", parseIopsDevice, EMPTY),
  pidsLimit: integer("Most processes it may have (-1 for no limit)"),
  oomKillDisable: bool("Never kill it for want of memory"),
  oomScoreAdj: integer("How likely it is killed for want of memory (-1000 to 1000)"),
  ulimit: many("ulimit", "Limit of a process: type=soft[:hard]", parseUlimit, EMPTY),
  cgroupParent: str("Cgroup to put the container's into"),
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
