/** Namespaces that are shared or private. */
import { str, type Values } from "../../../cli/flags.js";
import { UserError } from "../../../errors.js";
import type { HostConfig } from "./types.js";

export const namespaceFlags = {
  pid: str("PID namespace: host, container:<name|id>"),
  uts: str("UTS namespace: host"),
  ipc: str("IPC namespace: none, private, shareable, host, container:<name|id>"),
  userns: str("User namespace: host"),
  cgroupns: str("Cgroup namespace: host, private; empty for the daemon's default", { api: "1.41" }),
};

/** The daemon checks IPC modes. */
export function namespaces(
  f: Values<typeof namespaceFlags>,
): Pick<HostConfig, "PidMode" | "UTSMode" | "IpcMode" | "UsernsMode" | "CgroupnsMode"> {
  if (!/^(host|container:.+)?$/s.test(f.pid)) throw new UserError("--pid: invalid PID mode");
  if (!["", "host"].includes(f.uts)) throw new UserError("--uts: invalid UTS mode");
  if (!["", "host"].includes(f.userns)) throw new UserError("--userns: invalid USER mode");
  if (!["", "host", "private"].includes(f.cgroupns)) throw new UserError("--cgroupns: invalid CGROUP mode");
  return { PidMode: f.pid, UTSMode: f.uts, IpcMode: f.ipc, UsernsMode: f.userns, CgroupnsMode: f.cgroupns };
}
