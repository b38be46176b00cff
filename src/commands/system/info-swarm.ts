/** The swarm's part of `info`. */
import { humanDuration } from "../../format/units.js";
import type { SwarmCluster, SwarmInfo } from "./info-answer.js";

const NANOSECONDS = 1e9;

/** Lines below "Swarm: …", without the block's own indentation. A node that is no member, or locked, has none. */
export function swarmLines(swarm: SwarmInfo): string[] {
  const { LocalNodeState: state, NodeID, NodeAddr, Error: error, ControlAvailable, Cluster, RemoteManagers } = swarm;
  if (state === "inactive" || state === "locked") return [];
  const isManager = ControlAvailable ?? false;
  const whole = Cluster && isManager && !error && state !== "error";
  const managers = (RemoteManagers ?? []).map(({ Addr = "" }) => Addr).sort();
  return [
    ` NodeID: ${NodeID ?? ""}`,
    ...(error ? [` Error: ${error}`] : []),
    ` Is Manager: ${isManager}`,
    ...(whole ? clusterLines(Cluster, swarm) : []),
    ` Node Address: ${NodeAddr ?? ""}`,
    ...(managers.length > 0 ? [" Manager Addresses:", ...managers.map((address) => `  ${address}`)] : []),
  ];
}

function clusterLines(cluster: SwarmCluster, { Managers, Nodes }: SwarmInfo): string[] {
  const { ID, Spec, DefaultAddrPool: pool, SubnetSize, DataPathPort, RootRotationInProgress } = cluster;
  const { Orchestration, Raft, Dispatcher, CAConfig, EncryptionConfig } = Spec ?? {};
  const kept = Raft?.KeepOldSnapshots ?? undefined;
  return [
    ` ClusterID: ${ID ?? ""}`,
    ` Managers: ${Managers ?? 0}`,
    ` Nodes: ${Nodes ?? 0}`,
    ...(pool ? [` Default Address Pool: ${pool.map((base) => `${base}  `).join("")}`, ` SubnetSize: ${SubnetSize ?? 0}`] : []),
    ...(DataPathPort ? [` Data Path Port: ${DataPathPort}`] : []),
    " Orchestration:",
    `  Task History Retention Limit: ${Orchestration?.TaskHistoryRetentionLimit ?? 0}`,
    " Raft:",
    `  Snapshot Interval: ${Raft?.SnapshotInterval ?? 0}`,
    ...(kept === undefined ? [] : [`  Number of Old Snapshots to Retain: ${kept}`]),
    `  Heartbeat Tick: ${Raft?.HeartbeatTick ?? 0}`,
    `  Election Tick: ${Raft?.ElectionTick ?? 0}`,
    " Dispatcher:",
    `  Heartbeat Period: ${humanDuration((Dispatcher?.HeartbeatPeriod ?? 0) / NANOSECONDS)}`,
    " CA Configuration:",
    `  Expiry Duration: ${humanDuration((CAConfig?.NodeCertExpiry ?? 0) / NANOSECONDS)}`,
    `  Force Rotate: ${CAConfig?.ForceRotate ?? 0}`,
    ...authorityLines(CAConfig ?? {}),
    ` Autolock Managers: ${EncryptionConfig?.AutoLockManagers ?? false}`,
    ` Root Rotation In Progress: ${RootRotationInProgress ?? false}`,
  ];
}

type Authorities = NonNullable<NonNullable<SwarmCluster["Spec"]>["CAConfig"]>;

function authorityLines({ SigningCACert = "", ExternalCAs }: Authorities): string[] {
  const certificate = SigningCACert.trim();
  return [
    // The certificate stands at the margin, whatever the block's indentation.
    ...(certificate ? [`  Signing CA Certificate: \n${certificate}\n`] : []),
    ...(ExternalCAs?.length ? ["  External CAs:", ...ExternalCAs.map(({ Protocol = "", URL = "" }) => `    ${Protocol}: ${URL}`)] : []),
  ];
}
