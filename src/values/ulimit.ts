/** `--ulimit`: `type=soft[:hard]`; -1 is no limit. */
import { type Int, parseInt64 } from "./integer.js";
import { splitPair } from "./key-value.js";

export interface Ulimit {
  Name: string;
  Hard: Int;
  Soft: Int;
}

const NAMES = "core cpu data fsize locks memlock msgqueue nice nofile nproc rss rtprio rttime sigpending stack".split(" ");

/** Throws go-units' texts. */
export function parseUlimit(raw: string): Ulimit {
  const [name, limits] = splitPair(raw);
  if (limits === undefined) throw new Error(`invalid ulimit argument: ${raw}`);
  if (!NAMES.includes(name)) throw new Error(`invalid ulimit type: ${name}`);
  const [first = "", second, ...more] = limits.split(":");
  if (more.length > 0) throw new Error(`too many limit value arguments - ${limits}, can only have up to two, \`soft[:hard]\``);
  const written = second === undefined ? undefined : parseInt64(second, 10);
  const Soft = parseInt64(first, 10);
  const Hard = written ?? Soft;
  const refuse = (why: string) => new Error(`ulimit soft limit must be less than or equal to hard limit: ${why}`);
  if (Hard !== -1 && Soft === -1) throw refuse(`soft: -1 (unlimited), hard: ${Hard}`);
  if (Hard !== -1 && Soft > Hard) throw refuse(`${Soft} > ${Hard}`);
  return { Name: name, Hard, Soft };
}

/** The last of each type, by name. */
export function sortUlimits(ulimits: readonly Ulimit[]): Ulimit[] {
  const last = new Map(ulimits.map((ulimit) => [ulimit.Name, ulimit]));
  return [...last.values()].sort((a, b) => (a.Name < b.Name ? -1 : 1));
}
