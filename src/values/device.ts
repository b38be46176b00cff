/** `--device`: `host[:container][:rwm]`, or the qualified name of a CDI device. */
import path from "node:path/posix";

export interface DeviceMapping {
  PathOnHost: string;
  PathInContainer: string;
  CgroupPermissions: string;
}

const ALL = "rwm";
/** Letters of r, w and m, each once. */
const isMode = (text: string) => /^(?!.*(.).*\1)[rwm]{1,3}$/.test(text);

/** Go's path.Clean: no double or trailing slashes, no dots. */
const clean = (text: string) => path.normalize(text).replace(/(.)\/$/, "$1");

const QUALIFIED = /^[A-Za-z](?:[\w.-]*[A-Za-z0-9])?\/[A-Za-z](?:[\w-]*[A-Za-z0-9])?=[A-Za-z0-9](?:[\w.:-]*[A-Za-z0-9])?$/;

/** `vendor.com/class=name` (Container Device Interface). */
export function isCdiDevice(raw: string): boolean {
  return QUALIFIED.test(raw);
}

function parseLinuxDevice(raw: string): DeviceMapping {
  const [host = "", second, mode, ...more] = raw.split(":");
  if (more.length > 0 || host === "") throw new Error(`bad format for path: ${raw}`);
  if (mode !== undefined && !isMode(mode)) throw new Error(`bad mode specified: ${mode}`);
  const onlyMode = mode === undefined && second !== undefined && isMode(second);
  const target = second === undefined || onlyMode ? host : second;
  if (!target.startsWith("/")) throw new Error(`${target} is not an absolute path`);
  if (second === undefined || onlyMode) {
    return { PathOnHost: clean(host), PathInContainer: clean(host), CgroupPermissions: second ?? ALL };
  }
  if (mode === undefined) return { PathOnHost: host, PathInContainer: clean(second), CgroupPermissions: ALL };
  return { PathOnHost: host, PathInContainer: second, CgroupPermissions: mode };
}

/** Windows daemons check devices themselves. Throws Docker's texts. */
export function parseDevice(raw: string, osType: string): DeviceMapping {
  if (osType === "windows") return { PathOnHost: raw, PathInContainer: "", CgroupPermissions: "" };
  if (osType !== "linux") throw new Error(`unknown server OS: ${osType}`);
  return parseLinuxDevice(raw);
}

const RULE = /^[acb] ([0-9]+|\*):([0-9]+|\*) [rwm]{1,3}$/;

/** `--device-cgroup-rule`: `type major:minor mode`. */
export function checkDeviceCgroupRule(raw: string): string {
  if (!RULE.test(raw)) throw new Error(`invalid device cgroup format '${raw}'`);
  return raw;
}
