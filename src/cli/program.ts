/** commander for the one routed command, with pflag's grammar in place of its own. */
import { Command as Commander, Option } from "commander";
import { FlagError, StatusError } from "../errors.js";
import { checkArity } from "./arity.js";
import type { Ctx } from "./context.js";
import { helpFlag } from "./globals.js";
import { type FlagName, invalidArgument, lookupOf, parseArgs } from "./pflag.js";
import { type AnyCommand, type Flag, type Flags, longName } from "./spec.js";
import { checkSupport } from "./support.js";
import { nearFlag, usageLine, withUsage } from "./usage.js";

/** An option of commander that carries a flag of ours: its key is the spec's, and `--no-trunc` is no negation. */
class FlagOption extends Option {
  constructor(
    readonly key: string,
    readonly flag: Flag<unknown>,
  ) {
    const long = longName(key, flag);
    const value = flag.bare === undefined ? ` <${flag.kind}>` : flag.bare === "true" ? "" : ` [${flag.kind}]`;
    super(`${flag.short ? `-${flag.short}, ` : ""}--${long}${value}`, flag.summary);
    this.negate = false;
    this.default(flag.def);
    this.argParser((raw, previous) => flag.parse(previous as undefined, raw));
    if (flag.hidden || flag.deprecated) this.hideHelp();
  }

  override attributeName(): string {
    return this.key;
  }
}

interface Known extends FlagName {
  option?: FlagOption;
}

export interface Outcome {
  args: string[];
  values: Record<string, unknown>;
  changed: Set<string>;
  help: boolean;
  /** "Flag --x has been deprecated, …" lines, in the order of argv. */
  notices: string[];
  /** What is wrong, without the usage lines; the rest is what was read until then. */
  failure?: FlagError;
}

/** One command as commander sees it. `parseOptions` is commander's tokenizer: ours follows pflag. */
class PflagCommand extends Commander {
  readonly changed = new Set<string>();
  readonly notices: string[] = [];
  help_ = false;

  constructor(
    name: string,
    private readonly spec: AnyCommand,
  ) {
    super(name);
    this.helpOption(false).allowExcessArguments().argument("[args...]");
    for (const [key, flag] of Object.entries(spec.flags as Flags)) this.addOption(new FlagOption(key, flag));
  }

  override parseOptions(argv: string[]): { operands: string[]; unknown: string[] } {
    const known: Known[] = this.options.map((option) => {
      const { key, flag } = option as FlagOption;
      return { long: longName(key, flag), short: flag.short, bare: flag.bare, option: option as FlagOption };
    });
    // A command may use -h for itself (run: --hostname); --help it always has.
    const taken = known.some((flag) => flag.short === helpFlag.short);
    const lookup = lookupOf([...known, taken ? { ...helpFlag, short: undefined } : helpFlag]);
    const operands = parseArgs(argv, lookup, this.spec.interspersed ?? true, (flag: Known, raw) => this.take(flag, raw, argv));
    return { operands, unknown: [] };
  }

  private take(known: Known, raw: string, argv: readonly string[]): void {
    if (!known.option) {
      this.help_ = raw === "true";
      if (!argv.includes("--help")) this.notices.push("Flag shorthand -h has been deprecated, use --help");
      return;
    }
    const { key, flag } = known.option;
    const previous = this.changed.has(key) ? this.getOptionValue(key) : undefined;
    try {
      this.setOptionValueWithSource(key, flag.parse(previous, raw), "cli");
    } catch (error) {
      if (error instanceof StatusError) throw error;
      throw invalidArgument(known, raw, (error as Error).message);
    }
    this.changed.add(key);
    if (flag.deprecated) this.notices.push(`Flag --${known.long} has been deprecated, ${flag.deprecated}`);
  }
}

/** Parses without running. */
export function parseCommand(spec: AnyCommand, argv: readonly string[]): Outcome {
  const program = new PflagCommand(spec.path, spec);
  let args: string[] = [];
  let failure: FlagError | undefined;
  try {
    args = program.parseOptions([...argv]).operands;
  } catch (error) {
    if (!(error instanceof FlagError)) throw error;
    failure = error;
  }
  const { changed, help_: help, notices } = program;
  return { args, values: program.opts(), changed, help, notices, ...(failure && { failure }) };
}

/** What may be suggested. */
function visibleFlags(spec: AnyCommand): FlagName[] {
  const shown = Object.entries(spec.flags as Flags).filter(([, flag]) => !flag.hidden && !flag.deprecated);
  return shown.map(([key, flag]) => ({ long: longName(key, flag), short: flag.short, bare: flag.bare }));
}

/** Writes why an engine without experiments has no such command, where a page of help was asked for. */
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
  const outcome = parseCommand(spec, argv);
  if (outcome.failure) {
    // A flag that the engine is too old for is the earlier mistake.
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
  // What the engine does not have at all is said before what is wrong with the arguments.
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
