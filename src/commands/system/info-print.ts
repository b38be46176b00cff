/** The text of `info`: Docker's, or the flat listing of the classic layout followed by what today's daemons add. */

import type { ClientPlugin } from "../../cli/plugins/plugin.js";
import { quote } from "../../values/quote.js";
import type { ClientFacts } from "./client-facts.js";
import type { SystemInfo } from "./info-answer.js";
import { type Block, blocks as b, type InfoContext } from "./info-lines.js";

export interface InfoParts {
  client: Pick<ClientFacts, "Version" | "Context">;
  plugins: readonly ClientPlugin[];
  /** --debug. */
  debug: boolean;
  username: string;
  /** Absent where the daemon could not be asked. */
  info?: SystemInfo;
  /** What the daemon answered instead. */
  serverErrors: readonly string[];
}

/** Text for one of the two streams; the order among them is the order in which a terminal shows them. */
export interface Piece {
  to: "stdout" | "stderr";
  text: string;
}

export interface Rendered {
  pieces: Piece[];
  /** stderr tells what went wrong with the daemon: the exit code is 1. */
  failed: boolean;
}

const DOCKER: readonly Block[] = [
  ...[b.containers, b.containerStates, b.images, b.serverVersion, b.storage, b.systemStatus, b.logging, b.cgroupDriver, b.cgroupVersion],
  ...[b.plugins, b.cdi, b.devices, b.swarm, b.runtimes, b.programs, b.security, b.isolation, b.kernel, b.system, b.osType, b.architecture],
  ...[b.cpus, b.memory, b.name, b.id, b.rootDir, b.debug, b.httpProxy, b.httpsProxy, b.noProxy, b.username, b.labels, b.experimental],
  ...[b.insecureRegistries, b.mirrors, b.liveRestore, b.license, b.addressPools],
];

const CLASSIC: readonly Block[] = [
  b.containers,
  b.images,
  b.storage,
  b.systemStatus,
  b.execution,
  b.logging,
  b.kernel,
  b.system,
  b.cpus,
  b.memory,
  b.name,
  b.id,
];

/** Containers by state, where the line above them is not "Containers". */
const states: Block = {
  of: b.containerStates.of,
  lines: (context) => ["Container States:", ...b.containerStates.lines(context)],
};

const SINCE: readonly Block[] = [
  ...[b.serverVersion, states, b.cgroupDriver, b.cgroupVersion, b.plugins, b.cdi, b.devices, b.swarm, b.runtimes, b.programs, b.security],
  ...[
    b.isolation,
    b.osType,
    b.architecture,
    b.rootDir,
    b.debug,
    b.httpProxy,
    b.httpsProxy,
    b.noProxy,
    b.username,
    b.labels,
    b.experimental,
  ],
  ...[b.insecureRegistries, b.mirrors, b.liveRestore, b.license, b.addressPools, b.firewall, b.containerd],
];

export function renderInfo(parts: InfoParts, dialect: "docker" | "dockline"): Rendered {
  const serverErrors = [...parts.serverErrors];
  const context: InfoContext = { info: parts.info ?? {}, dialect, debug: parts.debug, username: parts.username };
  const lines = (list: readonly Block[]) => list.flatMap((block) => attempt(block, context, serverErrors));
  const broken = pluginWarnings(parts.plugins);
  const pieces: Piece[] = [];
  const say = (to: Piece["to"], list: readonly string[]) => {
    if (list.length > 0) pieces.push({ to, text: list.map((line) => `${line}\n`).join("") });
  };
  if (dialect === "docker") {
    say("stdout", clientLines(parts));
    say("stderr", broken);
    say("stdout", ["", "Server:", ...(parts.info ? [...lines(DOCKER).map((line) => ` ${line}`), ""] : [])]);
    say("stderr", parts.info?.Warnings ?? []);
  } else {
    const shown = parts.info ? [...CLASSIC, ...SINCE].filter((block) => isTold(block, context.info)) : [];
    say("stdout", [...lines(shown), ...clientAdditions(parts)]);
    say("stderr", [...broken, ...(parts.info ? warnings(parts.info) : [])]);
  }
  say(
    "stderr",
    serverErrors.map((error) => `ERROR: ${error}`),
  );
  return { pieces, failed: serverErrors.length > 0 };
}

/** A block that cannot be shown is left out and reported. */
function attempt(block: Block, context: InfoContext, errors: string[]): string[] {
  try {
    return block.lines(context);
  } catch (error) {
    errors.push((error as Error).message);
    return [];
  }
}

/** Shown whatever the daemon's age, where there is anything to show. */
const AGELESS: ReadonlySet<Block> = new Set([b.httpProxy, b.httpsProxy, b.noProxy, b.username, b.labels]);

/** The flat listing leaves out what the daemon does not report; daemons of Docker 1.8 did not report their version yet. */
function isTold(block: Block, info: SystemInfo): boolean {
  const has = (key: keyof SystemInfo) => info[key] !== undefined && info[key] !== null;
  if (!CLASSIC.includes(block) && !AGELESS.has(block) && !has("ServerVersion")) return false;
  return block.of.length === 0 || block.of.some(has);
}

function clientLines({ client, plugins, debug }: InfoParts): string[] {
  return [
    "Client:",
    ...(client.Version ? [` Version:    ${client.Version}`] : []),
    ` Context:    ${client.Context}`,
    ` Debug Mode: ${debug}`,
    ...pluginLines(" Plugins:", plugins).map((line, i) => (i === 0 ? line : ` ${line}`)),
  ];
}

/** The few facts about the client that people need. */
function clientAdditions({ client, plugins }: InfoParts): string[] {
  return [...(client.Context === "default" ? [] : [`Context: ${client.Context}`]), ...pluginLines("Client Plugins:", plugins)];
}

function pluginLines(title: string, plugins: readonly ClientPlugin[]): string[] {
  if (plugins.length === 0) return [];
  const lines = plugins
    .filter(({ Err }) => Err === undefined)
    .flatMap(({ Name, ShortDescription, Vendor, Version, Path }) => [
      ` ${Name}: ${ShortDescription} (${Vendor})`,
      ...(Version ? [`   Version:  ${Version}`] : []),
      ...(Path ? [`   Path:     ${Path}`] : []),
    ]);
  return [title, ...lines];
}

function pluginWarnings(plugins: readonly ClientPlugin[]): string[] {
  return plugins.filter(({ Err }) => Err !== undefined).map(({ Path, Err }) => `WARNING: Plugin ${quote(Path)} is not valid: ${Err}`);
}

const LIMITS: readonly (readonly [keyof SystemInfo, string])[] = [
  ["MemoryLimit", "No memory limit support"],
  ["SwapLimit", "No swap limit support"],
  ["OomKillDisable", "No oom kill disable support"],
  ["CpuCfsQuota", "No cpu cfs quota support"],
  ["CpuCfsPeriod", "No cpu cfs period support"],
  ["CPUShares", "No cpu shares support"],
  ["CPUSet", "No cpuset support"],
  ["IPv4Forwarding", "IPv4 forwarding is disabled"],
];

/** The daemon's own warnings; daemons that have no such list say in single fields what they cannot do. */
function warnings(info: SystemInfo): readonly string[] {
  if (info.Warnings !== undefined) return info.Warnings ?? [];
  return LIMITS.filter(([key]) => info[key] === false).map(([, what]) => `WARNING: ${what}`);
}
