/** GET /info, as far as the text of `info` shows it. Daemons leave out what they do not know; some send null. */
export type Maybe<T> = T | null | undefined;
export type Pair = readonly [string, string];

export interface SystemInfo {
  ID?: Maybe<string>;
  Containers?: Maybe<number>;
  ContainersRunning?: Maybe<number>;
  ContainersPaused?: Maybe<number>;
  ContainersStopped?: Maybe<number>;
  Images?: Maybe<number>;
  Driver?: Maybe<string>;
  DriverStatus?: Maybe<readonly Pair[]>;
  SystemStatus?: Maybe<readonly Pair[]>;
  /** Daemons before 1.13. */
  ExecutionDriver?: Maybe<string>;
  Plugins?: Maybe<{ Volume?: Maybe<string[]>; Network?: Maybe<string[]>; Authorization?: Maybe<string[]>; Log?: Maybe<string[]> }>;
  MemoryLimit?: Maybe<boolean>;
  SwapLimit?: Maybe<boolean>;
  CpuCfsPeriod?: Maybe<boolean>;
  CpuCfsQuota?: Maybe<boolean>;
  CPUShares?: Maybe<boolean>;
  CPUSet?: Maybe<boolean>;
  IPv4Forwarding?: Maybe<boolean>;
  OomKillDisable?: Maybe<boolean>;
  Debug?: Maybe<boolean>;
  NFd?: Maybe<number>;
  NGoroutines?: Maybe<number>;
  SystemTime?: Maybe<string>;
  NEventsListener?: Maybe<number>;
  LoggingDriver?: Maybe<string>;
  CgroupDriver?: Maybe<string>;
  CgroupVersion?: Maybe<string>;
  KernelVersion?: Maybe<string>;
  OperatingSystem?: Maybe<string>;
  OSType?: Maybe<string>;
  Architecture?: Maybe<string>;
  NCPU?: Maybe<number>;
  MemTotal?: Maybe<number>;
  Name?: Maybe<string>;
  DockerRootDir?: Maybe<string>;
  HttpProxy?: Maybe<string>;
  HttpsProxy?: Maybe<string>;
  NoProxy?: Maybe<string>;
  Labels?: Maybe<string[]>;
  ExperimentalBuild?: Maybe<boolean>;
  ServerVersion?: Maybe<string>;
  Runtimes?: Maybe<Record<string, unknown>>;
  DefaultRuntime?: Maybe<string>;
  Swarm?: Maybe<SwarmInfo>;
  LiveRestoreEnabled?: Maybe<boolean>;
  Isolation?: Maybe<string>;
  InitBinary?: Maybe<string>;
  ContainerdCommit?: Maybe<Commit>;
  RuncCommit?: Maybe<Commit>;
  InitCommit?: Maybe<Commit>;
  SecurityOptions?: Maybe<string[]>;
  ProductLicense?: Maybe<string>;
  DefaultAddressPools?: Maybe<{ Base?: string; Size?: number }[]>;
  RegistryConfig?: Maybe<{
    IndexConfigs?: Maybe<Record<string, { Name?: string; Secure?: boolean } | null>>;
    InsecureRegistryCIDRs?: Maybe<string[]>;
    Mirrors?: Maybe<string[]>;
  }>;
  FirewallBackend?: Maybe<{ Driver?: string; Info?: Maybe<readonly Pair[]> }>;
  CDISpecDirs?: Maybe<string[]>;
  DiscoveredDevices?: Maybe<{ Source?: string; ID?: string }[]>;
  Containerd?: Maybe<{ Address?: string; Namespaces?: Maybe<{ Containers?: string; Plugins?: string }> }>;
  Warnings?: Maybe<string[]>;
}

interface Commit {
  ID?: Maybe<string>;
}

export interface SwarmInfo {
  NodeID?: Maybe<string>;
  NodeAddr?: Maybe<string>;
  LocalNodeState?: Maybe<string>;
  ControlAvailable?: Maybe<boolean>;
  Error?: Maybe<string>;
  RemoteManagers?: Maybe<{ Addr?: string }[]>;
  Nodes?: Maybe<number>;
  Managers?: Maybe<number>;
  Cluster?: Maybe<SwarmCluster>;
}

export interface SwarmCluster {
  ID?: Maybe<string>;
  Spec?: Maybe<{
    Orchestration?: Maybe<{ TaskHistoryRetentionLimit?: Maybe<number> }>;
    Raft?: Maybe<{ SnapshotInterval?: number; KeepOldSnapshots?: Maybe<number>; HeartbeatTick?: number; ElectionTick?: number }>;
    /** Nanoseconds. */
    Dispatcher?: Maybe<{ HeartbeatPeriod?: number }>;
    CAConfig?: Maybe<{
      /** Nanoseconds. */
      NodeCertExpiry?: number;
      ForceRotate?: number;
      SigningCACert?: string;
      ExternalCAs?: Maybe<{ Protocol?: string; URL?: string }[]>;
    }>;
    EncryptionConfig?: Maybe<{ AutoLockManagers?: boolean }>;
  }>;
  RootRotationInProgress?: Maybe<boolean>;
  DefaultAddrPool?: Maybe<string[]>;
  SubnetSize?: Maybe<number>;
  DataPathPort?: Maybe<number>;
}
