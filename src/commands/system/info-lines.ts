/** What `info` tells of the daemon, in blocks of lines. Names and inner order are Docker's; indentation is the block's own. */
import { bytesSize } from "../../format/units.js";
import type { Pair, SystemInfo } from "./info-answer.js";
import { swarmLines } from "./info-swarm.js";
import { parseSecurityOptions } from "./security-options.js";

export interface InfoContext {
  info: SystemInfo;
  dialect: "docker" | "dockline";
  /** --debug: the daemon's numbers are shown too. */
  debug: boolean;
  /** Who is logged in to Docker Hub, as config.json has it. */
  username: string;
}

/** One block; `of` names the fields that it shows. Throws an Error where the daemon's answer makes no sense. */
export interface Block {
  of: readonly (keyof SystemInfo)[];
  lines(context: InfoContext): string[];
}

type Shown = string | number | boolean | null | undefined;

const line = (label: string, value: Shown) => `${label}: ${value ?? ""}`;
/** The line, unless its value is empty. */
const filled = (label: string, value: Shown) => (value ? [line(label, value)] : []);
const pairs = (list: readonly Pair[] | null | undefined) => (list ?? []).map(([key = "", value = ""]) => line(key, value));
const indented = (lines: readonly string[]) => lines.map((text) => ` ${text}`);
const under = (title: string, list: readonly string[] | null | undefined) => (list?.length ? [`${title}:`, ...indented(list)] : []);

/** A block of one line that is always there. */
const one = (label: string, key: keyof SystemInfo, zero: Shown = ""): Block => ({
  of: [key],
  lines: ({ info }) => [line(label, (info[key] as Shown) ?? zero)],
});
/** A block of one line, absent where its value is empty. */
const some = (label: string, key: keyof SystemInfo): Block => ({ of: [key], lines: ({ info }) => filled(label, info[key] as Shown) });

export const blocks = {
  containers: one("Containers", "Containers", 0),
  containerStates: {
    of: ["ContainersRunning", "ContainersPaused", "ContainersStopped"],
    lines: ({ info }) => [
      line(" Running", info.ContainersRunning ?? 0),
      line(" Paused", info.ContainersPaused ?? 0),
      line(" Stopped", info.ContainersStopped ?? 0),
    ],
  },
  images: one("Images", "Images", 0),
  serverVersion: some("Server Version", "ServerVersion"),
  storage: {
    of: ["Driver"],
    lines: ({ info }) => [...filled("Storage Driver", info.Driver), ...indented(pairs(info.DriverStatus))],
  },
  systemStatus: { of: ["SystemStatus"], lines: ({ info }) => pairs(info.SystemStatus) },
  execution: some("Execution Driver", "ExecutionDriver"),
  logging: some("Logging Driver", "LoggingDriver"),
  cgroupDriver: some("Cgroup Driver", "CgroupDriver"),
  cgroupVersion: some("Cgroup Version", "CgroupVersion"),
  plugins: {
    of: ["Plugins"],
    lines({ info: { Plugins } }) {
      const kind = (label: string, names: readonly string[] | null | undefined) => line(` ${label}`, (names ?? []).join(" "));
      return [
        "Plugins:",
        kind("Volume", Plugins?.Volume),
        kind("Network", Plugins?.Network),
        ...(Plugins?.Authorization?.length ? [kind("Authorization", Plugins.Authorization)] : []),
        kind("Log", Plugins?.Log),
      ];
    },
  },
  cdi: { of: ["CDISpecDirs"], lines: ({ info }) => under("CDI spec directories", info.CDISpecDirs) },
  devices: {
    of: ["DiscoveredDevices"],
    lines: ({ info }) =>
      under(
        "Discovered Devices",
        (info.DiscoveredDevices ?? []).map(({ Source = "", ID }) => line(Source, ID)),
      ),
  },
  swarm: {
    of: ["Swarm"],
    lines: ({ info: { Swarm } }) => [line("Swarm", Swarm?.LocalNodeState), ...swarmLines(Swarm ?? {})],
  },
  runtimes: {
    of: ["Runtimes"],
    // Docker names them in no order.
    lines({ info }) {
      const names = Object.keys(info.Runtimes ?? {}).sort();
      return names.length > 0 ? [line("Runtimes", names.join(" ")), line("Default Runtime", info.DefaultRuntime)] : [];
    },
  },
  programs: {
    of: ["InitBinary", "ContainerdCommit", "RuncCommit", "InitCommit"],
    lines: ({ info }) =>
      linux(info, [
        line("Init Binary", info.InitBinary),
        line("containerd version", info.ContainerdCommit?.ID),
        line("runc version", info.RuncCommit?.ID),
        line("init version", info.InitCommit?.ID),
      ]),
  },
  security: {
    of: ["SecurityOptions"],
    lines: ({ info }) => linux(info, under("Security Options", parseSecurityOptions(info.SecurityOptions ?? []).flatMap(securityLines))),
  },
  isolation: { of: ["Isolation"], lines: ({ info }) => (info.OSType === "windows" ? [line("Default Isolation", info.Isolation)] : []) },
  kernel: some("Kernel Version", "KernelVersion"),
  system: some("Operating System", "OperatingSystem"),
  osType: some("OSType", "OSType"),
  architecture: some("Architecture", "Architecture"),
  cpus: one("CPUs", "NCPU", 0),
  memory: { of: ["MemTotal"], lines: ({ info, dialect }) => [line("Total Memory", bytesSize(info.MemTotal ?? 0, dialect))] },
  name: some("Name", "Name"),
  id: some("ID", "ID"),
  rootDir: one("Docker Root Dir", "DockerRootDir"),
  debug: {
    of: ["Debug"],
    lines({ info, debug }) {
      const { Debug, NFd, NGoroutines, SystemTime, NEventsListener } = info;
      const numbers = [
        line(" File Descriptors", NFd ?? 0),
        line(" Goroutines", NGoroutines ?? 0),
        line(" System Time", SystemTime),
        line(" EventsListeners", NEventsListener ?? 0),
      ];
      return [line("Debug Mode", Debug ?? false), ...(Debug || debug ? numbers : [])];
    },
  },
  httpProxy: some("HTTP Proxy", "HttpProxy"),
  httpsProxy: some("HTTPS Proxy", "HttpsProxy"),
  noProxy: some("No Proxy", "NoProxy"),
  username: { of: [], lines: ({ username }) => filled("Username", username) },
  labels: { of: ["Labels"], lines: ({ info }) => under("Labels", info.Labels) },
  experimental: one("Experimental", "ExperimentalBuild", false),
  insecureRegistries: {
    of: ["RegistryConfig"],
    lines({ info: { RegistryConfig } }) {
      const indexes = Object.values(RegistryConfig?.IndexConfigs ?? {});
      const ranges = RegistryConfig?.InsecureRegistryCIDRs ?? [];
      if (indexes.length === 0 && ranges.length === 0) return [];
      const names = indexes.filter((index) => !index?.Secure).map((index) => index?.Name ?? "");
      return ["Insecure Registries:", ...indented([...names, ...ranges.map(network)])];
    },
  },
  mirrors: { of: ["RegistryConfig"], lines: ({ info }) => under("Registry Mirrors", info.RegistryConfig?.Mirrors) },
  liveRestore: one("Live Restore Enabled", "LiveRestoreEnabled", false),
  license: some("Product License", "ProductLicense"),
  addressPools: {
    of: ["DefaultAddressPools"],
    lines: ({ info }) =>
      under(
        "Default Address Pools",
        (info.DefaultAddressPools ?? []).map(({ Base = "", Size = 0 }) => ` Base: ${Base}, Size: ${Size}`),
      ),
  },
  firewall: {
    of: ["FirewallBackend"],
    lines: ({ info: { FirewallBackend } }) => [
      line("Firewall Backend", FirewallBackend?.Driver),
      ...indented(pairs(FirewallBackend?.Info)),
    ],
  },
  containerd: {
    of: ["Containerd"],
    lines: ({ info: { Containerd } }) => [
      "containerd:",
      ...filled(" Address", Containerd?.Address),
      ...filled(" Container Namespace", Containerd?.Namespaces?.Containers),
      ...filled(" Plugin Namespace", Containerd?.Namespaces?.Plugins),
    ],
  },
} satisfies Record<string, Block>;

/** "10.1.2.3/16" -> "10.1.0.0/16": daemons send what their configuration says. */
function network(cidr: string): string {
  const [, address = "", bits = ""] = /^(\d+\.\d+\.\d+\.\d+)\/(\d+)$/.exec(cidr) ?? [];
  if (bits === "") return cidr;
  const kept = address.split(".").map((byte, i) => Number(byte) & (0xff00 >> Math.min(8, Math.max(0, Number(bits) - 8 * i))));
  return `${kept.map((byte) => byte & 0xff).join(".")}/${bits}`;
}

function linux(info: SystemInfo, lines: string[]): string[] {
  return info.OSType === "linux" ? lines : [];
}

function securityLines({ name, options }: ReturnType<typeof parseSecurityOptions>[number]): string[] {
  return [name, ...options.filter(([key]) => key === "profile").map(([, value]) => ` Profile: ${value}`)];
}
