/** What a build asks for: the flags read, and what they are in the query of POST /build. */
import type { ContextKind } from "../../../archive/context/kind.js";
import type { Env } from "../../../values/env.js";
import { withHostValue } from "../../../values/env.js";
import type { Int } from "../../../values/integer.js";
import { encodeJson } from "../../../values/json/encode.js";
import { splitPair, toMap } from "../../../values/key-value.js";
import { type ProxySettings, withProxies } from "../../../values/proxy.js";
import { sortUlimits, type Ulimit } from "../../../values/ulimit.js";
import type { BuildFlags } from "./flags.js";

export interface BuildRequest {
  /** PATH, URL or "-" as written, and which of them it is. */
  context: { kind: ContextKind; value: string };
  /** -f as written; "" where it was not, "-" for standard input. */
  file: string;
  tags: readonly string[];
  /** null has no value here: the daemon's own counts. */
  buildArgs: Readonly<Record<string, string | null>>;
  labels: Readonly<Record<string, string>>;
  target: string;
  /** In lower case; "" is the daemon's own. */
  platform: string;
  cacheFrom: readonly string[];
  noCache: boolean;
  pull: boolean;
  quiet: boolean;
  /** --iidfile as written; "" for none. */
  iidFile: string;
  /** "" where it was not written. */
  network: string;
  /** `name:address` */
  extraHosts: readonly string[];
  ulimits: readonly Ulimit[];
  /** Bytes; 0 is the daemon's own. */
  shmSize: Int;
  memory: Int;
  /** Bytes; -1 for no limit, 0 is the daemon's own. */
  memorySwap: Int;
  cpuShares: Int;
  cpuPeriod: Int;
  cpuQuota: Int;
  cpusetCpus: string;
  cpusetMems: string;
  cgroupParent: string;
  isolation: string;
  securityOpt: readonly string[];
  squash: boolean;
  compress: boolean;
  rm: boolean;
  forceRm: boolean;
  /** What only BuildKit knows, as written. `progress` is "" where it was not. */
  secrets: readonly string[];
  ssh: readonly string[];
  outputs: readonly string[];
  progress: string;
}

/** What a request depends on beside the flags. */
export interface RequestInput {
  /** The client's environment. */
  env: Env;
  /** The endpoint as the user would write it: proxies are chosen by it. */
  host: string;
  /** config.json `proxies`. */
  proxies?: Readonly<Record<string, ProxySettings>> | undefined;
}

/** The last value of an argument wins; then come the proxies that nobody set. */
function buildArgs(written: readonly string[], { env, proxies, host }: RequestInput): Record<string, string | null> {
  const args = new Map(written.map((arg) => splitPair(withHostValue(arg, env))));
  return Object.fromEntries(Array.from(withProxies(args, proxies, host), ([name, value]) => [name, value ?? null]));
}

/** Pure. */
export function toRequest(context: BuildRequest["context"], f: BuildFlags, input: RequestInput): BuildRequest {
  return {
    context,
    file: f.file,
    tags: f.tag,
    buildArgs: buildArgs(f.buildArg, input),
    labels: toMap(f.label),
    target: f.target,
    platform: f.platform.toLowerCase(),
    cacheFrom: f.cacheFrom,
    noCache: f.noCache,
    pull: f.pull,
    quiet: f.quiet,
    iidFile: f.iidfile,
    network: f.network,
    extraHosts: f.addHost,
    ulimits: sortUlimits(f.ulimit),
    shmSize: f.shmSize,
    memory: f.memory,
    memorySwap: f.memorySwap,
    cpuShares: f.cpuShares,
    cpuPeriod: f.cpuPeriod,
    cpuQuota: f.cpuQuota,
    cpusetCpus: f.cpusetCpus,
    cpusetMems: f.cpusetMems,
    cgroupParent: f.cgroupParent,
    isolation: f.isolation,
    securityOpt: f.securityOpt,
    squash: f.squash,
    compress: f.compress,
    rm: f.rm,
    forceRm: f.forceRm,
    secrets: f.secret,
    ssh: f.ssh,
    outputs: f.output,
    progress: f.progress,
  };
}

/** 0 stands for the daemon's default and is not sent. */
const orNothing = (value: Int) => (Number(value) === 0 ? undefined : String(value));
const listed = <T>(values: readonly T[]) => (values.length > 0 ? encodeJson(values) : undefined);
/** The daemon's defaults. */
const unlessDefault = (value: string) => (value.toLowerCase() === "default" ? undefined : value);

/**
 * Query of POST /build. Pure.
 * @param dockerfile path within the context, "/" between its parts; "" leaves it to the daemon
 * @param version "1" is the classic builder, "2" BuildKit
 * @param remote what the daemon fetches itself
 */
export function toQuery(
  request: BuildRequest,
  { dockerfile, version, remote }: { dockerfile: string; version: "1" | "2"; remote?: string },
) {
  const r = request;
  return {
    version,
    dockerfile,
    remote,
    t: r.tags,
    q: r.quiet,
    nocache: r.noCache,
    // The daemon removes by default.
    rm: r.rm ? undefined : "0",
    forcerm: r.forceRm,
    pull: r.pull,
    squash: r.squash,
    buildargs: r.buildArgs,
    labels: r.labels,
    cachefrom: listed(r.cacheFrom),
    target: r.target,
    platform: r.platform,
    networkmode: unlessDefault(r.network),
    extrahosts: r.extraHosts,
    securityopt: r.securityOpt,
    isolation: unlessDefault(r.isolation),
    ulimits: listed(r.ulimits),
    shmsize: orNothing(r.shmSize),
    memory: orNothing(r.memory),
    memswap: orNothing(r.memorySwap),
    cpushares: orNothing(r.cpuShares),
    cpuperiod: orNothing(r.cpuPeriod),
    cpuquota: orNothing(r.cpuQuota),
    cpusetcpus: r.cpusetCpus,
    cpusetmems: r.cpusetMems,
    cgroupparent: r.cgroupParent,
  };
}
