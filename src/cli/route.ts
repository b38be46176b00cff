/** From argv behind the global options to a command, a group's help, or an error. */
import { FlagError, StatusError, UserError } from "../errors.js";
import type { Ctx } from "./context.js";
import { helpFlag } from "./globals.js";
import { commandsBelow, type Entry, entryOf, isGroup, shownPath } from "./manifest.js";
import { lookupOf, parseArgs } from "./pflag.js";
import { runCommand } from "./program.js";
import { withUsage } from "./usage.js";

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
function walk(ctx: Ctx, words: readonly string[], asked: boolean): Target {
  let path = "";
  let rest = [...words];
  let help = asked;
  for (;;) {
    const word = rest[0];
    if (word === undefined) return { path, rest, help };
    const next = path === "" ? word : `${path} ${word}`;
    const entry = entryOf(next);
    if (entry) return { path: next, entry, rest: rest.slice(1), help };
    if (word === "" || !isGroup(next)) return { path, unknown: word, rest, help };
    path = next;
    const ended = rest[1] === "--";
    rest = groupArgs(ctx, path, rest.slice(1), () => {
      help = true;
    });
    if (ended && rest.length > 0) return { path, unknown: rest[0], rest, help };
  }
}

function groupArgs(ctx: Ctx, path: string, argv: readonly string[], asked: () => void): string[] {
  try {
    return parseArgs(argv, lookupOf([helpFlag]), false, asked);
  } catch (error) {
    if (!(error instanceof FlagError)) throw error;
    throw withUsage(error, `${ctx.name} ${path}`, `${ctx.name} ${path}`);
  }
}

/** The reference says nothing of near misses, so only our own dialect does. */
async function nearMisses(ctx: Ctx, parent: string, word: string): Promise<string> {
  if (ctx.dialect === "docker") return "";
  const { suggest } = await import("./suggest.js");
  const names = commandsBelow(parent).map(({ name }) => `'${name}'`);
  const near = suggest(`'${word}'`, names);
  return near.length === 0 ? "" : `\n\nDid you mean ${near.join(" or ")}?`;
}

async function unknownCommand(ctx: Ctx, parent: string, word: string): Promise<StatusError> {
  const path = parent === "" ? ctx.name : `${ctx.name} ${parent}`;
  const usage = parent === "" ? "" : `\n\nUsage:  ${path}`;
  const near = await nearMisses(ctx, parent, word);
  return new StatusError(`${ctx.name}: unknown command: ${path} ${word}${near}${usage}\n\nRun '${path} --help' for more information`);
}

/** Runs what the words after the global options name; `help`: --help stood before them. Resolves to the exit code. */
export async function runWords(ctx: Ctx, words: readonly string[], help: boolean, home: string): Promise<number> {
  if (words[0] === "help") return helpCommand(ctx, words.slice(1), home);
  const target = walk(ctx, words, help);
  if (target.unknown !== undefined) throw await unknownCommand(ctx, target.path, target.unknown);
  if (!target.entry) {
    // Without a command the help is an answer to a mistake: it goes to stderr, as the reference's does, and the exit code is 0.
    const { groupHelp, rootHelp } = await import("./help.js");
    const out = target.help ? ctx.stdout : ctx.stderr;
    out.write(target.path === "" ? rootHelp(ctx, home) : groupHelp(ctx, target.path));
    return 0;
  }
  const { default: spec } = await target.entry.load();
  return runCommand(ctx, spec, shownPath(target.entry, target.path), target.help ? ["--help"] : target.rest);
}

/** `help [COMMAND...]`: the page that `COMMAND --help` prints. */
async function helpCommand(ctx: Ctx, argv: readonly string[], home: string): Promise<number> {
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
  const target = walk(ctx, words, true);
  const odd = target.unknown ?? (target.entry ? target.rest[0] : undefined);
  if (odd !== undefined) throw new UserError(`unknown help topic: ${words.length === 1 ? odd : words.at(-1)}`);
  return runWords(ctx, words, true, home);
}
