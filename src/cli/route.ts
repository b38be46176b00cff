/** From argv behind the global options to a command, a group's help, or an error. */
import { Cancelled, FlagError, StatusError, UserError } from "../errors.js";
import { type Entry, type ProgramCtx, shownPath } from "./command-table.js";
import { helpFlag } from "./globals.js";
import { groups, isForeign } from "./groups.js";
import { lookupOf, parseArgs } from "./pflag.js";
import type { Ended } from "./plugins/hooks.js";
import { refusedHelp, runCommand } from "./program.js";
import { checkSupport } from "./support.js";
import { withUsage } from "./usage.js";

type Endings = typeof import("./plugins/ended.js");

interface Target {
  /** What was understood of the words: "" is the program itself, else a group or a command. */
  path: string;
  entry?: Entry;
  /** The word that names nothing below `path`. */
  unknown?: string;
  rest: string[];
  help: boolean;
}

/** Walks down the groups. Options between the words may only ask for help (cobra's TraverseChildren). */
function walk(ctx: ProgramCtx, words: readonly string[], asked: boolean): Target {
  let path = "";
  let rest = [...words];
  let help = asked;
  for (;;) {
    const word = rest[0];
    if (word === undefined) return { path, rest, help };
    const next = path === "" ? word : `${path} ${word}`;
    const entry = ctx.commands.entryOf(next);
    if (entry) return { path: next, entry, rest: rest.slice(1), help };
    if (word === "" || !ctx.commands.isGroup(next) || isForeign(ctx.dialect, next)) return { path, unknown: word, rest, help };
    path = next;
    const ended = rest[1] === "--";
    rest = groupArgs(ctx, path, rest.slice(1), () => {
      help = true;
    });
    if (ended && rest.length > 0) return { path, unknown: rest[0], rest, help };
  }
}

function groupArgs(ctx: ProgramCtx, path: string, argv: readonly string[], asked: () => void): string[] {
  try {
    return parseArgs(argv, lookupOf([helpFlag]), false, asked);
  } catch (error) {
    if (!(error instanceof FlagError)) throw error;
    throw withUsage(error, `${ctx.name} ${path}`, `${ctx.name} ${path}`);
  }
}

/** Docker does not suggest similar names, so only the dockline dialect does. */
async function nearMisses(ctx: ProgramCtx, parent: string, word: string): Promise<string> {
  if (ctx.dialect === "docker") return "";
  const { suggest } = await import("./suggest.js");
  const names = ctx.commands.below(parent).map(({ name }) => `'${name}'`);
  const near = suggest(`'${word}'`, names);
  return near.length === 0 ? "" : `\n\nDid you mean ${near.join(" or ")}?`;
}

async function unknownCommand(ctx: ProgramCtx, parent: string, word: string): Promise<StatusError> {
  const path = parent === "" ? ctx.name : `${ctx.name} ${parent}`;
  const usage = parent === "" ? "" : `\n\nUsage:  ${path}`;
  const near = await nearMisses(ctx, parent, word);
  return new StatusError(`${ctx.name}: unknown command: ${path} ${word}${near}${usage}\n\nRun '${path} --help' for more information`, 1, {
    kind: "usage",
  });
}

/** Does an option behind a word that names nothing ask for help? The help page of the words that were understood is then printed. */
function asksHelp(words: readonly string[]): boolean {
  const end = words.indexOf("--");
  return (end < 0 ? words : words.slice(0, end)).some((word) => word === "--help" || word === "-h");
}

/** Is the first word a command or a group of ours, and no plugin's? */
function isOurs(ctx: ProgramCtx, word: string): boolean {
  return ctx.commands.entryOf(word) !== undefined || (ctx.commands.isGroup(word) && !isForeign(ctx.dialect, word));
}

/** Words that a builder plugin may be there for. */
function mayBuild([first, second]: readonly string[]): boolean {
  return first === "build" || first === "builder" || first === "bake" || (first === "image" && second === "build");
}

/** What plugins take: builds, words that name no command of ours. Undefined: it is for us. */
async function byPlugin(ctx: ProgramCtx, words: readonly string[]): Promise<number | undefined> {
  const { aliases } = ctx.config().values;
  if (aliases) (await import("./plugins/builder.js")).checkAliases(ctx, aliases);
  const [first = ""] = words;
  if (mayBuild(words)) return (await import("./plugins/builder.js")).runBuilder(ctx, words);
  if (first === "" || isOurs(ctx, first) || first === "help") return undefined;
  return (await import("./plugins/words.js")).runPluginWords(ctx, words);
}

/** Lets plugins say what may come next, where the configuration and the terminal are for it. Cancelled commands get no advice. */
async function hook(ctx: ProgramCtx, error: unknown, describe: (ended: Endings, message: string) => Ended): Promise<void> {
  if (!ctx.stdout.isTTY || ctx.config().values.plugins === undefined) return;
  if (error !== undefined && (!(error instanceof StatusError) || error instanceof Cancelled)) return;
  const { hooksEnabled, runHooks } = await import("./plugins/hooks.js");
  if (!hooksEnabled(ctx)) return;
  const message = error instanceof StatusError ? error.message : "";
  await runHooks(ctx, describe(await import("./plugins/ended.js"), message));
}

/** `run`, then the hooks for it. */
async function hooked(ctx: ProgramCtx, run: () => Promise<number>, describe: (ended: Endings, message: string) => Ended): Promise<number> {
  let code: number;
  try {
    code = await run();
  } catch (error) {
    await hook(ctx, error, describe);
    throw error;
  }
  await hook(ctx, undefined, describe);
  return code;
}

/** Runs what the words after the global options name; `help`: --help stood before them. Resolves to the exit code. */
export async function runWords(ctx: ProgramCtx, words: readonly string[], help: boolean, home: string): Promise<number> {
  // A shell's question. Its words are what is being completed: none of them is parsed before.
  if (/^__complete(NoDesc)?$/.test(words[0] ?? "")) return (await import("./complete/complete.js")).complete(ctx, words);
  const taken = await byPlugin(ctx, words);
  if (taken !== undefined) {
    if (taken === 0) await hook(ctx, undefined, (ended) => ended.endedPlugin(ctx.name, words));
    return taken;
  }
  if (words[0] === "help") return helpCommand(ctx, words.slice(1), home);
  return runOwn(ctx, words, help, home);
}

async function runOwn(ctx: ProgramCtx, words: readonly string[], help: boolean, home: string): Promise<number> {
  const target = walk(ctx, words, help);
  const { path, entry } = target;
  if (entry) {
    const { default: spec } = await entry.load();
    const shown = shownPath(entry, path);
    const argv = target.help ? ["--help"] : target.rest;
    return hooked(
      ctx,
      () => runCommand(ctx, spec, shown, argv),
      (ended, message) => ended.endedCommand(ctx.name, spec, shown, argv, message),
    );
  }
  const page = () => showPage(ctx, target, home);
  return path === "" ? page() : hooked(ctx, page, (ended, message) => ended.endedGroup(ctx.name, path, message));
}

/** The page of the program or of a group. Throws StatusError for a word that names nothing. */
async function showPage(ctx: ProgramCtx, { path, unknown, rest, help }: Target, home: string): Promise<number> {
  const asked = help || (unknown !== undefined && asksHelp(rest));
  if (groups[path]?.experimental) {
    if (asked && (await refusedHelp(ctx, `${ctx.name} ${path}`))) return 0;
    await checkSupport(ctx, { experimental: true, flags: {} }, `${ctx.name} ${path}`, new Set());
  }
  if (unknown !== undefined && !asked) throw await unknownCommand(ctx, path, unknown);
  // Without a command the help is an answer to a mistake: it goes to stderr, as Docker's does, and the exit code is 0.
  const { groupHelp, rootHelp } = await import("./help.js");
  const out = asked ? ctx.stdout : ctx.stderr;
  out.write(path === "" ? await rootHelp(ctx, home) : groupHelp(ctx, path));
  return 0;
}

/** `help [COMMAND...]`: the page that `COMMAND --help` prints. */
async function helpCommand(ctx: ProgramCtx, argv: readonly string[], home: string): Promise<number> {
  const path = `${ctx.name} help`;
  let own = false;
  let words: string[];
  try {
    words = parseArgs(argv, lookupOf([helpFlag]), true, () => {
      own = true;
    });
  } catch (error) {
    throw error instanceof FlagError ? withUsage(error, path, `${path} [command]`) : error;
  }
  if (own || (words[0] === "help" && words.length === 1)) {
    ctx.stdout.write(`Usage:  ${path} [command]\n\nHelp about the command\n`);
    return 0;
  }
  const [first = ""] = words;
  if (first !== "" && !isOurs(ctx, first)) {
    const code = await (await import("./plugins/words.js")).runPluginHelp(ctx, words);
    if (code !== undefined) return code;
  }
  const target = walk(ctx, words, true);
  const odd = target.unknown !== undefined || target.entry ? target.rest : [];
  if (odd.length > 0) throw new UserError(`unknown help topic: ${odd.join(" ")}`);
  return runOwn(ctx, words, true, home);
}
