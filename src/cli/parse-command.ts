/** commander for the one routed command, with pflag's grammar in place of its own. */

import { Command as Commander, Option } from "commander";
import { FlagError, StatusError } from "../errors.js";
import { type Flag, type Flags, longName } from "./flags.js";
import { helpFlag } from "./globals.js";
import { type FlagName, invalidArgument, lookupOf, parseArgs } from "./pflag.js";
import type { AnyCommand } from "./spec.js";

/** The result of parsing the words after a command. */
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
