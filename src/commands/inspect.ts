import type { Ctx } from "../cli/context.js";
import { bool, str } from "../cli/flags.js";
import { objectFormat } from "../cli/inspection.js";
import { defineCommand } from "../cli/spec.js";
import type { Engine } from "../engine/engine.js";
import type { ObjectKind } from "../engine/objects.js";
import { inspectObject, kinds, NoSuchObject } from "../engine/objects.js";
import { ApiError, StatusError, UserError } from "../errors.js";
import { type Inspected, inspect } from "../format/inspect.js";
import { quote } from "../values/quote.js";

/** Throws UserError in Docker's words for a `--type` that there is none of. */
function candidates(type: string | undefined): readonly ObjectKind[] {
  if (type === undefined) return kinds;
  const named = kinds.filter((kind) => kind.name === type);
  if (named.length > 0) return named;
  const names = kinds.map((kind) => `"${kind.name}"`).sort();
  throw new UserError(`${type === "" ? "type is empty" : `unknown type: ${quote(type)}`}: must be one of ${names.join(", ")}`);
}

/** An error that only says that this kind has no such object (or that the name cannot be one of this kind). */
function isOtherKind(error: unknown): boolean {
  if (error instanceof NoSuchObject) return true;
  if (!(error instanceof StatusError)) return false;
  return (error instanceof ApiError && error.status === 404) || /not supported|invalid reference format/.test(error.message);
}

interface Asked {
  engine: Engine;
  kinds: readonly ObjectKind[];
  size: boolean;
  /** The kind was named with --type. */
  fixed: boolean;
  /** Is the daemon a swarm manager? Asked once; rejects with the reason if that is unknown. */
  isManager(): Promise<boolean>;
}

/** The first kind that has an object of that name. `warn` takes lines for stderr. */
async function find(name: string, asked: Asked, warn: (line: string) => void): Promise<Inspected> {
  let manages: boolean | undefined;
  for (const kind of asked.kinds) {
    if (kind.swarm && !asked.fixed) {
      manages ??= await asked.isManager().catch((error) => {
        if (!(error instanceof StatusError)) throw error;
        warn(error.message);
        return false;
      });
      if (!manages) continue;
    }
    try {
      const found = await inspectObject(asked.engine, kind, name, kind.name === "container" ? { size: asked.size } : {});
      if (asked.size && kind.name !== "container") warn(`WARNING: --size ignored for ${kind.name}`);
      return found;
    } catch (error) {
      if (asked.fixed || !isOtherKind(error)) throw error;
    }
  }
  throw new UserError(`Error: No such object: ${name}`, { kind: "not-found" });
}

/** Inspects all, and then says what there is to say of each, in the order of the names. */
async function inspectAll(ctx: Ctx, names: readonly string[], format: string, asked: Asked): Promise<void> {
  const notes = new Map<number, string[]>();
  let next = 0;
  const get = (name: string) => {
    const lines: string[] = [];
    notes.set(next++, lines);
    return find(name, asked, (line) => lines.push(line));
  };
  try {
    await inspect(names, format, get, (text) => ctx.stdout.write(text));
  } finally {
    for (const line of [...notes.values()].flat()) ctx.stderr.write(`${line}\n`);
  }
}

export default defineCommand({
  path: "inspect",
  summary: "Show detailed information about any object",
  usage: "[OPTIONS] NAME|ID [NAME|ID...]",
  args: { min: 1 },
  names: { kind: "any", which: "all" },
  flags: {
    format: objectFormat(),
    size: bool("Add the total file sizes of containers", { short: "s" }),
    type: str("Only inspect objects of this type: container, image, network, volume, ..."),
  },
  examples: [
    { say: "Show one value", run: "inspect -f '{{.State.ExitCode}}' web" },
    { say: "Inspect the volume, not the container of that name", run: "inspect --type volume data" },
  ],
  async run(ctx, names, f, changed) {
    const fixed = changed.has("type");
    const found = candidates(fixed ? f.type : undefined);
    const engine = await ctx.engine();
    let manager: Promise<boolean> | undefined;
    const isManager = () => {
      manager ??= engine
        .json<{ Swarm?: { ControlAvailable?: boolean } }>("GET", "/info")
        .then(({ Swarm }) => Swarm?.ControlAvailable === true);
      return manager;
    };
    await inspectAll(ctx, names, f.format, { engine, kinds: found, size: f.size, fixed, isManager });
  },
});
