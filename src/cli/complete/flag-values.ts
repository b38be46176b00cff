/** Values of flags, by the flag's name: what a name means is the same for all commands, but for a few. */

import type { Ctx } from "../context.js";
import { type Answer, type Candidate, Directive, FILES, FOLDERS, NOTHING, only } from "./answer.js";
import { contextNames } from "./contexts.js";
import { filterValues } from "./filters.js";
import { formatValues } from "./formats.js";
import { CAPABILITIES, LOG_VALUES, logOptions, OBJECT_TYPES, PLATFORMS, SIGNALS, ULIMITS } from "./known-words.js";
import type { Question } from "./line.js";
import { mountValues } from "./mount.js";
import type { Objects } from "./objects.js";

export interface Asked extends Question {
  ctx: Ctx;
  objects: Objects;
  /** The command's canonical path; "" for the options before the command. */
  path: string;
}

type Source = readonly string[] | ((asked: Asked) => Answer | Promise<Answer>);

const GOES_ON = Directive.noFiles | Directive.noSpace;

const files: Source = () => FILES;
const folders: Source = () => FOLDERS;
const goesOn =
  (...values: string[]): Source =>
  () =>
    only(values, GOES_ON);
const lastOf = ({ written }: Question, flag: string) => written.get(flag)?.at(-1);

/** `container:NAME`, or one of the words. */
const namespace =
  (...words: string[]): Source =>
  async ({ typed, objects }) => {
    if (!typed.startsWith("container:")) return only(["container:", ...words], typed.startsWith("c") ? GOES_ON : Directive.noFiles);
    return only(prefixed("container:", await objects.containers("any")));
  };

function prefixed(before: string, candidates: readonly Candidate[], behind = ""): Candidate[] {
  return candidates.map((one) => ({ ...one, value: before + one.value + behind }));
}

const signals: Source = ({ typed }) => only(/^SIG/i.test(typed) ? SIGNALS.map((name) => `SIG${name}`) : SIGNALS);
const capabilities: Source = ({ typed }) => {
  // The daemon takes them without CAP_ and in lower case too: who types so is shown them so.
  const lower = typed !== "" && typed === typed.toLowerCase();
  const bare = typed !== "" && !"CAP_".startsWith(typed.toUpperCase().slice(0, 4));
  const names = CAPABILITIES.map((name) => (bare ? name.replace(/^CAP_/, "") : name));
  return only(lower ? names.map((name) => name.toLowerCase()) : names);
};
const networks: Source = async ({ objects }) => only(await objects.networks());
const platforms: Source = PLATFORMS;
const isolation: Source = ["default", "hyperv", "process"];
const drivers =
  (kind: "Log" | "Network" | "Volume", ...more: string[]): Source =>
  async ({ objects }) =>
    only([...((await objects.info()).Plugins?.[kind] ?? []), ...more]);

const logOption: Source = (asked) => {
  const options = logOptions(lastOf(asked, "log-driver") ?? "");
  const equals = asked.typed.indexOf("=");
  const values = equals < 0 ? undefined : LOG_VALUES[asked.typed.slice(0, equals)];
  if (values) return only(values.map((value) => asked.typed.slice(0, equals + 1) + value));
  return only(
    options.map((name) => `${name}=`),
    GOES_ON,
  );
};

const securityOption: Source = ({ typed }) => {
  if (typed.startsWith("label=")) {
    const labels = ["disable", "level:", "role:", "type:", "user:"].map((name) => `label=${name}`);
    return only(labels, typed.length > 6 && "label=disable".startsWith(typed) ? Directive.noFiles : GOES_ON);
  }
  if (typed.startsWith("apparmor=")) return only(["apparmor=unconfined"]);
  // The value may also be the file of a profile.
  if (typed.startsWith("seccomp=")) return only(["seccomp=unconfined", "seccomp=builtin"], Directive.default);
  const whole = /^[ns]/.test(typed) && !"seccomp=".startsWith(typed);
  return only(["apparmor=", "label=", "no-new-privileges", "seccomp=", "systempaths=unconfined"], whole ? Directive.noFiles : GOES_ON);
};

/** Volumes, or a path of this machine; behind the colon the container's paths, which nobody here knows. */
const volume: Source = async ({ typed, objects }) => {
  if (typed.includes(":")) return NOTHING;
  if (/^[/.~]/.test(typed)) return FILES;
  return only(prefixed("", await objects.volumes(), ":"), Directive.noSpace);
};

const detachKeys: Source = ({ typed }) => only([`${typed.slice(0, typed.lastIndexOf(",") + 1)}ctrl-`], GOES_ON);

const gpus: Source = ({ typed }) =>
  only(["all", "capabilities=", "count=", "device=", "driver="], typed.startsWith("a") ? Directive.noFiles : GOES_ON);

const environment: Source = ({ ctx, typed }) => {
  if (typed.includes("=")) return FILES;
  return only(Object.keys(ctx.env).filter((name) => ctx.env[name] !== undefined));
};

/** Flags whose values can be completed. The values of all other flags cannot be guessed. */
const BY_NAME: Readonly<Record<string, Source>> = {
  attach: ["stderr", "stdin", "stdout"],
  availability: ["active", "pause", "drain"],
  "cache-from": async ({ objects }) => only(await objects.images()),
  "cap-add": capabilities,
  "cap-drop": capabilities,
  cgroupns: ["host", "private"],
  checkpoint: async ({ objects, args }) => only(await objects.checkpoints(args[0] ?? "")),
  "checkpoint-dir": folders,
  cidfile: files,
  config: folders,
  context: ({ ctx }) => only(contextNames(ctx)),
  "detach-keys": detachKeys,
  device: ({ typed }) => (typed.includes(":") ? NOTHING : FILES),
  docker: goesOn("host=", "ca=", "cert=", "key=", "skip-tls-verify=", "from="),
  env: environment,
  "env-file": files,
  file: files,
  filter: ({ path, typed, objects }) => filterValues(path, typed, objects),
  format: (asked) => formatValues(asked.spec, asked.typed, lastOf(asked, "type")),
  from: ({ ctx }) => only(contextNames(ctx)),
  gpus,
  host: ({ typed }) => (typed.startsWith("unix:///") ? FILES : only(["ssh://", "tcp://", "unix://"], GOES_ON)),
  iidfile: files,
  input: files,
  ipc: namespace("host", "none", "private", "shareable"),
  "ipam-driver": ["default", "null"],
  isolation,
  "label-file": files,
  link: async ({ objects }) => only(prefixed("", await objects.containers("any"), ":"), Directive.noSpace),
  "log-driver": drivers("Log", "none"),
  "log-level": ["debug", "info", "warn", "error", "fatal", "panic"],
  "log-opt": logOption,
  mount: ({ typed, objects }) => mountValues(typed, objects),
  net: networks,
  network: networks,
  output: files,
  pid: namespace("host"),
  platform: platforms,
  progress: ["auto", "plain", "quiet", "rawjson", "tty"],
  pull: ["always", "missing", "never"],
  restart: ["always", "no", "on-failure", "unless-stopped"],
  runtime: async ({ objects }) => only(Object.keys((await objects.info()).Runtimes ?? {})),
  scope: ["global", "local", "swarm"],
  "security-opt": securityOption,
  sharing: ["all", "none", "onewriter", "readonly"],
  signal: signals,
  "stop-signal": signals,
  "storage-opt": goesOn("size="),
  tag: async ({ objects }) => only(await objects.images()),
  tlscacert: files,
  tlscert: files,
  tlskey: files,
  type: OBJECT_TYPES,
  ulimit: () =>
    only(
      ULIMITS.map((name) => `${name}=`),
      Directive.noSpace | Directive.noFiles,
    ),
  userns: ["host"],
  uts: ["host"],
  volume,
  "volume-driver": drivers("Volume"),
  "volumes-from": async ({ objects }) => only(await objects.containers("any")),
};

/** Flags that mean something else in some commands. */
const BY_COMMAND: Readonly<Record<string, Source>> = {
  "image build network": ["default", "host", "none"],
  "manifest annotate arch": ["386", "amd64", "arm", "arm64", "ppc64le", "riscv64", "s390x"],
  "manifest annotate os": ["darwin", "freebsd", "linux", "windows"],
  "network create driver": drivers("Network"),
  "network create config-from": networks,
  "volume create driver": drivers("Volume"),
  "volume create scope": ["multi", "single"],
  "volume create type": ["block", "mount"],
};

/** Candidates for the value of `asked.flag`. */
export async function flagValues(asked: Asked): Promise<Answer> {
  const long = asked.flag?.long ?? "";
  const source = BY_COMMAND[`${asked.path} ${long}`] ?? BY_NAME[long];
  if (source === undefined) return NOTHING;
  return typeof source === "function" ? source(asked) : only(source);
}
