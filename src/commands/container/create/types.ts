/** Body of POST /containers/create, field by field as Docker sends it: null, [] and {} are told apart. */
import type { ThrottleDevice, WeightDevice } from "../../../values/block-device.js";
import type { DeviceMapping } from "../../../values/device.js";
import type { DeviceRequest } from "../../../values/gpu.js";
import type { Int } from "../../../values/integer.js";
import type { Mount } from "../../../values/mount.js";
import type { PortBinding } from "../../../values/port.js";
import type { RestartPolicy } from "../../../values/restart.js";
import type { Ulimit } from "../../../values/ulimit.js";

export type StringMap = Record<string, string>;
/** A set, as Go marshals one. */
export type StringSet = Record<string, Record<string, never>>;

export interface HealthConfig {
  Test?: string[];
  /** Nanoseconds, as all durations here. */
  Interval?: Int;
  Timeout?: Int;
  StartPeriod?: Int;
  StartInterval?: Int;
  Retries?: Int;
}

export interface ContainerConfig {
  Hostname: string;
  Domainname: string;
  User: string;
  AttachStdin: boolean;
  AttachStdout: boolean;
  AttachStderr: boolean;
  ExposedPorts?: StringSet;
  Tty: boolean;
  OpenStdin: boolean;
  StdinOnce: boolean;
  Env: string[] | null;
  Cmd: readonly string[] | null;
  Healthcheck?: HealthConfig;
  Image: string;
  Volumes: StringSet;
  WorkingDir: string;
  Entrypoint: string[] | null;
  OnBuild: null;
  Labels: StringMap;
  StopSignal?: string;
  /** Seconds. */
  StopTimeout?: Int;
}

export interface Resources {
  CpuShares: Int;
  Memory: Int;
  NanoCpus: Int;
  CgroupParent: string;
  BlkioWeight: Int;
  BlkioWeightDevice: WeightDevice[];
  BlkioDeviceReadBps: ThrottleDevice[];
  BlkioDeviceWriteBps: ThrottleDevice[];
  BlkioDeviceReadIOps: ThrottleDevice[];
  BlkioDeviceWriteIOps: ThrottleDevice[];
  CpuPeriod: Int;
  CpuQuota: Int;
  CpuRealtimePeriod: Int;
  CpuRealtimeRuntime: Int;
  CpusetCpus: string;
  CpusetMems: string;
  Devices: DeviceMapping[];
  DeviceCgroupRules: string[] | null;
  DeviceRequests: DeviceRequest[] | null;
  /** API 1.40 and 1.41 only. */
  KernelMemory?: Int;
  MemoryReservation: Int;
  MemorySwap: Int;
  MemorySwappiness: Int;
  OomKillDisable: boolean;
  PidsLimit: Int;
  Ulimits: Ulimit[];
  CpuCount: Int;
  CpuPercent: Int;
  IOMaximumIOps: Int;
  IOMaximumBandwidth: Int;
}

export interface HostConfig extends Resources {
  Binds: string[] | null;
  ContainerIDFile: string;
  LogConfig: { Type: string; Config: StringMap };
  NetworkMode: string;
  PortBindings: Record<string, PortBinding[]>;
  RestartPolicy: RestartPolicy;
  AutoRemove: boolean;
  VolumeDriver: string;
  VolumesFrom: string[] | null;
  /** Rows and columns of the terminal. */
  ConsoleSize: [number, number];
  Annotations?: StringMap;
  CapAdd: string[] | null;
  CapDrop: string[] | null;
  CgroupnsMode: string;
  Dns: string[];
  DnsOptions: string[];
  DnsSearch: string[];
  ExtraHosts: string[] | null;
  GroupAdd: string[] | null;
  IpcMode: string;
  Cgroup: string;
  Links: string[] | null;
  OomScoreAdj: Int;
  PidMode: string;
  Privileged: boolean;
  PublishAllPorts: boolean;
  ReadonlyRootfs: boolean;
  SecurityOpt: string[] | null;
  StorageOpt?: StringMap;
  Tmpfs?: StringMap;
  UTSMode: string;
  UsernsMode: string;
  ShmSize: Int;
  Sysctls?: StringMap;
  Runtime?: string;
  Isolation: string;
  Mounts?: Mount[];
  MaskedPaths: string[] | null;
  ReadonlyPaths: string[] | null;
  Init?: boolean;
}

export interface EndpointSettings {
  IPAMConfig: { IPv4Address?: string; IPv6Address?: string; LinkLocalIPs?: string[] } | null;
  Links: string[] | null;
  Aliases: string[] | null;
  MacAddress: string;
  DriverOpts: StringMap | null;
  GwPriority: Int;
  NetworkID: string;
  EndpointID: string;
  Gateway: string;
  IPAddress: string;
  IPPrefixLen: number;
  IPv6Gateway: string;
  GlobalIPv6Address: string;
  GlobalIPv6PrefixLen: number;
  DNSNames: null;
}

export interface CreateBody extends ContainerConfig {
  HostConfig: HostConfig;
  NetworkingConfig: { EndpointsConfig: Record<string, EndpointSettings> };
}

/** Go marshals a list that was never set as null. */
export const orNull = <T>(list: readonly T[]): T[] | null => (list.length > 0 ? [...list] : null);

/** Go leaves out an empty map, list or text that is marked omitempty. */
export function orAbsent<T extends object>(value: T): T | undefined {
  return Object.keys(value).length > 0 ? value : undefined;
}
