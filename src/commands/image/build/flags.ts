/** The flags of build. Those that only BuildKit knows are hidden: the reference's own `build` does not list them. */

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
  tag: list("Name of the image, name:tag", { short: "t", check: checkTag }),
  label: list("Put a label on the image", { check: checkLabel }),
  quiet: bool("Only the image's ID, when it is there", { short: "q" }),
  iidfile: str("Write the image's ID to this file"),
  squash: bool("Make one layer of those that the build adds", { experimental: true }),
  platform: str("Which platform to build for, os[/arch[/variant]]", { env: "DOCKER_DEFAULT_PLATFORM" }),
};

const sourceFlags = {
  file: str("The Dockerfile; '-' is standard input (without: Dockerfile in PATH)", { short: "f" }),
  target: str("Stop at this stage of the Dockerfile"),
  buildArg: list("Set an ARG; without a value, from the environment", { check: checkEnv }),
  cacheFrom: strings("Images whose layers may be taken for steps that would make the same"),
  noCache: bool("Run every step, whatever was built before"),
  pull: bool("Look for newer versions of base images"),
  compress: bool("Send the context gzipped"),
  disableContentTrust: bool("Take base images without checking their signatures", { def: true }),
};

const stepFlags = {
  addHost: list("Name an address in the steps' /etc/hosts (name:ip)", { check: checkExtraHost }),
  network: str("Network of the steps", { def: "default" }),
  securityOpt: strings("Security options of the steps"),
  isolation: str("Isolation of the steps' containers (Windows)"),
  rm: bool("Remove the steps' containers after a build that succeeds", { def: true }),
  forceRm: bool("Remove the steps' containers after any build"),
};

const resourceFlags = {
  memory: size("Most memory a step may use (512m, 1.5g)", { short: "m" }),
  memorySwap: size("Most memory and swap together; '-1' for no limit", { parse: parseSwap }),
  shmSize: size("Size of /dev/shm"),
  cpuShares: integer("Weight among those who want the processors", { short: "c" }),
  cpuPeriod: integer("Period of the CFS scheduler, in microseconds"),
  cpuQuota: integer("Quota of the CFS scheduler, in microseconds a period"),
  cpusetCpus: str("Processors a step may run on (0-3, 0,1)"),
  cpusetMems: str("Memory nodes a step may use (0-3, 0,1)"),
  cgroupParent: str("Cgroup to put the steps' into"),
  ulimit: many("ulimit", "Limit of a step's processes: type=soft[:hard]", parseUlimit, { shown: "[]" }),
};

const buildKitFlags = {
  secret: list("A secret for steps that mount it: id=NAME[,src=FILE|,env=VARIABLE]", { hidden: true }),
  ssh: list("An SSH agent or keys for steps that mount it: default|ID[=SOCKET|KEY[,KEY]]", { hidden: true }),
  output: list("Where the result goes: a folder, or type=local|tar,dest=PATH", { short: "o", hidden: true }),
  progress: str("How progress is shown: auto, plain, tty, quiet, rawjson", { hidden: true }),
};

export const flags = { ...imageFlags, ...sourceFlags, ...stepFlags, ...resourceFlags, ...buildKitFlags };

export type BuildFlags = Values<typeof flags>;

/** Flags that the classic builder cannot follow, as they are written. */
export const BUILDKIT_ONLY = Object.keys(buildKitFlags) as readonly (keyof typeof buildKitFlags)[];

/** Text of help below the summary. */
export const LONG = `The context is the folder PATH, what lies behind URL, or what standard input brings: a tar, or a Dockerfile alone.
The engine's BuildKit builds where the engine prefers it; DOCKER_BUILDKIT=1 asks for it, DOCKER_BUILDKIT=0 for the classic builder.
BuildKit also takes --secret id=NAME[,src=FILE], --ssh default, --output DIR|type=tar,dest=FILE and --progress plain|tty|quiet|rawjson.`;
