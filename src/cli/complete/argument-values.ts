/** Arguments: what they are stands in the command's usage line; which of them fit the command, here. */
import { type Answer, type Candidate, Directive, FILES, FOLDERS, NOTHING, only } from "./answer.js";
import { contextNames } from "./contexts.js";
import type { Asked } from "./flag-values.js";
import type { State } from "./objects.js";

/** Commands that apply only to containers in certain states. */
const STATES: Readonly<Record<string, State>> = {
  "checkpoint create": "running",
  "checkpoint ls": "there",
  "container attach": "running",
  "container commit": "there",
  "container diff": "there",
  "container exec": "running",
  "container kill": "there",
  "container pause": "running",
  "container port": "there",
  "container rm": "stopped",
  "container start": "stopped",
  "container stats": "there",
  "container stop": "there",
  "container top": "there",
  "container unpause": "paused",
  "container wait": "there",
};

/** Commands whose argument is a new name. */
const NEW = /^(checkpoint create CHECKPOINT|(context|network|plugin|volume) create [A-Z]+|context import CONTEXT|plugin install PLUGIN)$/;

type Source = (asked: Asked) => Answer | Promise<Answer>;

const images: Source = async ({ objects }) => only(await objects.images(true));

const BY_WORD: Readonly<Record<string, Source>> = {
  CONTAINER: async ({ path, written, objects }) => {
    const forced = path === "container rm" && written.get("force")?.at(-1) === "true";
    return only(await objects.containers(forced ? "any" : (STATES[path] ?? "any")));
  },
  CHECKPOINT: async ({ args, objects }) => only(await objects.checkpoints(args[0] ?? "")),
  "CONTAINER:SRC_PATH": copied,
  "DEST_PATH|-": copied,
  CONTEXT: ({ ctx }) => only(contextNames(ctx)),
  DIR: () => FOLDERS,
  FILE: () => FILES,
  "FILE|-": () => FILES,
  IMAGE: images,
  NAME: images,
  SOURCE_IMAGE: images,
  TARGET_IMAGE: images,
  REPOSITORY: images,
  "NAME|ID": anything,
  NETWORK: async ({ objects }) => only(await objects.networks()),
  PATH: () => FOLDERS,
  PLUGIN: async ({ path, objects }) => {
    const wanted =
      path === "plugin enable" || path === "plugin set" || path === "plugin upgrade" ? false : path === "plugin disable" || undefined;
    return only(await objects.plugins(wanted));
  },
  "PLUGIN-DATA-DIR": () => FOLDERS,
  PRIVATE_PORT: async ({ args, objects }) => only(await objects.ports(args[0] ?? "")),
  SERVER: ({ ctx }) => only(Object.keys(ctx.config().values.auths ?? {})),
  SHELL: () => only(["bash", "fish", "powershell", "zsh"]),
  VOLUME: async ({ objects }) => only(await objects.volumes()),
  "file|URL|-": () => FILES,
};

/** A word of the usage line without brackets, and whether it may come again. */
interface Wanted {
  word: string;
  again: boolean;
}

/** `[OPTIONS] CONTAINER [PRIVATE_PORT[/PROTO]]` -> CONTAINER, PRIVATE_PORT. Of two forms the first. Pure. */
export function wantedWords(usage: string): Wanted[] {
  const [form = ""] = usage.split("\n");
  const words = form.replace(/^\[OPTIONS\] ?/, "").split(" ");
  return words
    .filter(Boolean)
    .map((word) => ({ word: word.replace(/^\[|\.\.\.|\]$|\[[:/@].*$/g, "").replace(/\]$/, ""), again: word.includes("...") }));
}

function wantedAt(usage: string, at: number): Wanted | undefined {
  const words = wantedWords(usage);
  const last = words.at(-1);
  return words[at] ?? (last?.again ? last : undefined);
}

/** Candidates for the argument behind `asked.args`; of several of a kind, those that are there already are left out. */
export async function argumentValues(asked: Asked): Promise<Answer> {
  const { spec, args, path } = asked;
  const wanted = spec && wantedAt(spec.usage, args.length);
  if (!wanted || NEW.test(`${path} ${wanted.word}`)) return NOTHING;
  const { candidates, directive } = (await BY_WORD[wanted.word]?.(asked)) ?? NOTHING;
  return { candidates: wanted.again ? candidates.filter(({ value }) => !args.includes(value)) : candidates, directive };
}

/** `inspect`: objects of `--type`, or of the kinds that people mean. */
async function anything({ objects, written }: Asked): Promise<Answer> {
  const type = written.get("type")?.at(-1) ?? "";
  const sources: Readonly<Record<string, () => Promise<Candidate[]>>> = {
    container: () => objects.containers("any"),
    image: () => objects.images(),
    network: () => objects.networks(),
    volume: () => objects.volumes(),
    plugin: () => objects.plugins(),
  };
  const kinds = type === "" ? ["container", "image", "network", "volume"] : [type];
  const found = await Promise.all(kinds.map(async (kind) => (await sources[kind]?.()) ?? []));
  const seen = new Set<string>();
  return only(found.flat().filter(({ value }) => !seen.has(value) && seen.add(value)));
}

/** `cp`: one side is a container's, the other this machine's. Paths in containers are not looked up: that may take forever. */
async function copied({ args, typed, objects }: Asked): Promise<Answer> {
  if (args[0]?.includes(":") || /^[/.~]/.test(typed)) return FILES;
  if (/^[^/]+:/.test(typed)) return NOTHING;
  const containers = await objects.containers("any");
  // The first may be a file as well: where no container fits, the shell looks for one.
  const directive = args.length === 0 ? Directive.noSpace : Directive.noSpace | Directive.noFiles;
  return only(
    containers.map((one) => ({ ...one, value: `${one.value}:` })),
    directive,
  );
}
