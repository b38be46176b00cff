/** The commands that print objects of one kind whole: `container inspect` and the like. */
import type { Query } from "../engine/engine.js";
import { inspectObject, kindNamed, type ObjectKindName } from "../engine/objects.js";
import { inspect } from "../format/inspect.js";
import type { Ctx } from "./context.js";
import { type Flag, type Flags, str, type Values } from "./flags.js";
import { type Command, type CommandBase, defineCommand } from "./spec.js";

/** `-f, --format` of a command that shows objects whole. `on` says what the template sees. */
export function objectFormat(on = ""): Flag<string> {
  return str(`Output format: json, yaml, or a Go template${on && ` on ${on}`}`, { short: "f" });
}

interface Inspection<F extends Flags> extends Omit<CommandBase<F>, "args" | "root" | "names"> {
  kind: ObjectKindName & CommandBase["root"];
  /** What flags add to the request. Throws UserError. */
  query?(ctx: Ctx, flags: Values<F>): Query;
  /** Docker prints this kind as its Go type has it, and forgets the daemon's text. */
  typedOnly?: boolean;
}

/** Inspects every named object; adds `--format`. */
export function defineInspection<const F extends Flags>(spec: Inspection<F>): Command<F> {
  const { kind, query, typedOnly, ...base } = spec;
  return defineCommand({
    ...base,
    args: { min: 1 },
    flags: { format: objectFormat(), ...base.flags } as F,
    names: { kind, which: "all" },
    root: kind,
    async run(ctx, names, flags) {
      const asked = query?.(ctx, flags) ?? {};
      const engine = await ctx.engine();
      const get = async (name: string) => ({
        ...(await inspectObject(engine, kindNamed(kind), name, asked)),
        ...(typedOnly && { typedOnly: true as const }),
      });
      await inspect(names, (flags as { format?: string }).format ?? "", get, (text) => ctx.stdout.write(text));
    },
  });
}
