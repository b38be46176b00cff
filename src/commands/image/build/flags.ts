/** The flags of build. Those that only BuildKit knows are hidden: Docker's own `build` does not list them. */

import { integer, many, size } from "../../../cli/flag-kinds.js";
import { bool, list, str, type Values } from "../../../cli/flags.js";
import { strings } from "../../../cli/strings.js";
import { checkEnv } from "../../../values/env.js";
import { checkExtraHost } from "../../../values/extra-host.js";
import { checkLabel } from "../../../values/label.js";
import { parseReference } from "../../../values/reference.js";
import { parseSwap } from "../../../values/size.js";
import { parseUlimit } from "../../../values/ulimit.js";

function checkTag(raw: string): string {
  parseReference(raw);
  return raw;
}

const imageFlags = {
  tag: list("Name and optionally a tag, name:tag", { short: "t", check: checkTag }),
  label: list("Add a label to the image", { check: checkLabel }),
  quiet: bool("Suppress the build output and print the image ID on success", { short: "q" }),
  iidfile: str("Write the image ID to a file"),
  squash: bool("Squash newly built layers into a single new layer", { experimental: true }),
  platform: str("Platform to build for, os[/arch[/variant]]", { env: "DOCKER_DEFAULT_PLATFORM" }),
};

const sourceFlags = {
  file: str("Name of the Dockerfile, or '-' for standard input (default: PATH/Dockerfile)", { short: "f" }),
  target: str("Build stage to build"),
  buildArg: list("Set a build-time variable; without a value, take it from the environment", { check: checkEnv }),
  cacheFrom: strings("Images to consider as cache sources"),
  noCache: bool("Do not use the cache when building the image"),
  pull: bool("Always attempt to pull newer versions of base images"),
  compress: bool("Compress the build context using gzip"),
  disableContentTrust: bool("Skip image signature verification", { def: true }),
};

const stepFlags = {
  addHost: list("Add an entry to /etc/hosts of RUN instructions: name:ip", { check: checkExtraHost }),
  network: str("Networking mode for RUN instructions", { def: "default" }),
  securityOpt: strings("Security options"),
  isolation: str("Container isolation technology (Windows)"),
  rm: bool("Remove intermediate containers after a successful build", { def: true }),
  forceRm: bool("Always remove intermediate containers"),
};

const resourceFlags = {
  memory: size("Memory limit, e.g. 512m, 1.5g", { short: "m" }),
  memorySwap: size("Limit of memory plus swap; -1 for unlimited swap", { parse: parseSwap }),
  shmSize: size("Size of /dev/shm"),
  cpuShares: integer("CPU shares (relative weight)", { short: "c" }),
  cpuPeriod: integer("CPU CFS (Completely Fair Scheduler) period in microseconds"),
  cpuQuota: integer("CPU CFS (Completely Fair Scheduler) quota in microseconds per period"),
  cpusetCpus: str("CPUs to run on, e.g. 0-3 or 0,1"),
  cpusetMems: str("Memory nodes (NUMA) to use, e.g. 0-3 or 0,1"),
  cgroupParent: str("Parent cgroup for RUN instructions"),
  ulimit: many("ulimit", "Set a ulimit: type=soft[:hard]", parseUlimit, { shown: "[]" }),
};

const buildKitFlags = {
  secret: list("A secret for steps that mount it: id=NAME[,src=FILE|,env=VARIABLE]", { hidden: true }),
  ssh: list("An SSH agent or keys for steps that mount it: default|ID[=SOCKET|KEY[,KEY]]", { hidden: true }),
  output: list("Where the result goes: a directory, or type=local|tar,dest=PATH", { short: "o", hidden: true }),
  progress: str("How progress is shown: auto, plain, tty, quiet, rawjson", { hidden: true }),
};

export const flags = { ...imageFlags, ...sourceFlags, ...stepFlags, ...resourceFlags, ...buildKitFlags };

export type BuildFlags = Values<typeof flags>;

/** Flags that the classic builder cannot follow, as they are written. */
export const BUILDKIT_ONLY = Object.keys(buildKitFlags) as readonly (keyof typeof buildKitFlags)[];

/** Text of help below the summary. */
export const LONG = `The context is the directory PATH, what lies behind URL, or what standard input brings: a tar, or a Dockerfile alone.
The daemon's BuildKit is used if the daemon prefers it; DOCKER_BUILDKIT=1 asks for it, DOCKER_BUILDKIT=0 for the classic builder.
BuildKit also takes --secret id=NAME[,src=FILE], --ssh default, --output DIR|type=tar,dest=FILE and --progress plain|tty|quiet|rawjson.`;
