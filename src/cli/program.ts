/** Runs the one command that was routed to: parses, helps, refuses what the daemon cannot. */

import { StatusError } from "../errors.js";
import { checkArity } from "./arity.js";
import type { Ctx } from "./context.js";
import { type Flags, longName } from "./flags.js";
import { outcomeOf } from "./outcome.js";
import type { FlagName } from "./pflag.js";
import type { AnyCommand } from "./spec.js";
import { checkSupport } from "./support.js";
import { nearFlag, usageLine, withUsage } from "./usage.js";

/** What may be suggested. */
function visibleFlags(spec: AnyCommand): FlagName[] {
  const shown = Object.entries(spec.flags as Flags).filter(([, flag]) => !flag.hidden && !flag.deprecated);
  return shown.map(([key, flag]) => ({ long: longName(key, flag), short: flag.short, bare: flag.bare }));
}

/** Writes why a daemon without experiments has no such command, where a page of help was asked for. */
export async function refusedHelp(ctx: Ctx, path: string): Promise<boolean> {
  try {
    await checkSupport(ctx, { experimental: true, flags: {} }, path, new Set());
    return false;
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    ctx.stdout.write(`${error.message}\n`);
    return true;
  }
}

/**
 * Parses and runs one command.
 * @param shown the spelling that messages show, without the program's name
 * @returns the exit code
 */
export async function runCommand(ctx: Ctx, spec: AnyCommand, shown: string, argv: readonly string[]): Promise<number> {
  const path = `${ctx.name} ${shown}`;
  const usage = usageLine(path, spec.usage);
  const outcome = await outcomeOf(spec, argv);
  if (outcome.failure) {
    // A flag that the daemon is too old for is reported first.
    await checkSupport(ctx, spec, path, outcome.changed);
    throw withUsage(await nearFlag(ctx.dialect, outcome.failure, path, () => visibleFlags(spec)), path, usage);
  }
  for (const notice of outcome.notices) ctx.stdout.write(`${notice}\n`);
  if (outcome.help) {
    if (spec.experimental && (await refusedHelp(ctx, path))) return 0;
    const { commandHelp } = await import("./help.js");
    ctx.stdout.write(commandHelp(ctx, spec, shown));
    return 0;
  }
  // A command that the daemon does not have is reported before errors in its arguments.
  if (spec.api || spec.experimental) await checkSupport(ctx, spec, path, new Set());
  checkArity(ctx.name, path, usage, spec.args, outcome.args.length);
  await checkSupport(ctx, spec, path, outcome.changed);
  const values = { ...outcome.values, ...fromEnvironment(ctx, spec, outcome.changed) };
  return (await spec.run({ ...ctx, invokedAs: shown }, outcome.args, values, outcome.changed)) ?? 0;
}

/** Values of the flags that were not written and that a variable of the environment stands for. */
function fromEnvironment({ env }: Ctx, spec: AnyCommand, changed: ReadonlySet<string>): Record<string, unknown> {
  const given = Object.entries(spec.flags as Flags).filter(([key, flag]) => flag.env && env[flag.env] && !changed.has(key));
  return Object.fromEntries(given.map(([key, flag]) => [key, flag.parse(undefined, env[flag.env as string] as string)]));
}
