/** Help in Docker's layout, in our own words. Loaded when help is asked for. */

import { quote } from "../values/quote.js";
import { compareVersions } from "../values/version.js";
import type { CommandTable, ProgramCtx } from "./command-table.js";
import type { Ctx } from "./context.js";
import { type Flag, type Flags, longName } from "./flags.js";
import { globalFlags } from "./globals.js";
import { common, groups, isForeign } from "./groups.js";
import { listPlugins } from "./plugins/plugin.js";
import type { AnyCommand } from "./spec.js";
import { usageLine } from "./usage.js";

const NARROW = 80;

interface Line {
  /** `  -a, --all bool` */
  left: string;
  right: string;
}

/** Breaks `text` at spaces so that no line passes `width`; a longer word stands alone. Line breaks in the text stay. */
export function wrapText(text: string, width: number): string[] {
  return text.split("\n").flatMap((paragraph) => {
    const lines: string[] = [];
    let line = "";
    for (const word of paragraph.split(" ")) {
      if (line !== "" && line.length + 1 + word.length > width) {
        lines.push(line);
        line = word;
      } else line = line === "" ? word : `${line} ${word}`;
    }
    return [...lines, line];
  });
}

/** The two columns of an options block. */
function columns(lines: readonly Line[], width: number): string {
  const indent = Math.max(...lines.map(({ left }) => left.length)) + 3;
  // A terminal too narrow for two columns: leave the lines to it.
  const room = width - indent < 24 ? Number.POSITIVE_INFINITY : width - indent;
  return lines.map(({ left, right }) => `${left.padEnd(indent)}${wrapText(right, room).join(`\n${" ".repeat(indent)}`)}\n`).join("");
}

const isZero = (value: unknown) =>
  value === "" || value === 0 || value === false || value === null || value === undefined || (Array.isArray(value) && value.length === 0);

function shownDefault(flag: Flag<unknown>): string {
  if (flag.shown !== undefined) return flag.shown;
  if (isZero(flag.def) || typeof flag.def === "object") return "";
  return typeof flag.def === "string" ? quote(flag.def) : String(flag.def);
}

/** The oldest API that daemons of today still speak (28 refuses less): what all of them have is not marked. */
const OLDEST_API = "1.24";

/** What the daemon must be for a flag or a command, in parentheses; "" if any daemon will do. */
export function needs({ api, os, experimental }: { api?: string; os?: string; experimental?: boolean }): string {
  const marks = [
    api && compareVersions(api, OLDEST_API) > 0 ? `API ${api} or newer` : "",
    os ? `daemons on ${os[0]?.toUpperCase()}${os.slice(1)}` : "",
    experimental ? "experimental daemons" : "",
  ].filter((mark) => mark !== "");
  return marks.length === 0 ? "" : ` (${marks.join(", ")})`;
}

/** An option of a command as help, man pages and docs show it. */
export interface ShownOption {
  long: string;
  short?: string;
  /** "" where it takes no value. */
  kind: string;
  /** With its default, and what it needs. */
  text: string;
}

/** The options of a command, sorted by name, hidden ones left out. */
export function shownOptions(flags: Flags): ShownOption[] {
  return Object.entries(flags)
    .filter(([, flag]) => !flag.hidden && !flag.deprecated)
    .map(([key, flag]) => ({ long: longName(key, flag), flag }))
    .sort((a, b) => (a.long < b.long ? -1 : 1))
    .map(({ long, flag }) => {
      const def = flag.summary.includes("(default ") ? "" : shownDefault(flag);
      const told = def || (flag.env ? `$${flag.env}` : "");
      const text = `${flag.summary}${told && ` (default ${told})`}${needs(flag)}`;
      return { long, short: flag.short, kind: flag.kind === "bool" ? "" : flag.kind, text };
    });
}

function optionLines(flags: Flags): Line[] {
  return shownOptions(flags).map(({ long, short, kind, text }) => ({
    left: `  ${short ? `-${short}, ` : "    "}--${long}${kind && ` ${kind}`}`,
    right: text,
  }));
}

/**
 * The line of an example: the program's name, then the words. "dockline" within them is the program once more, as in
 * `rm $(dockline ps -aq)`; a line that begins with another program (`eval "$(dockline …)"`) stands as it is.
 */
export function exampleLine(name: string, run: string): string {
  const whole = /^(dockline|eval|source|gunzip|cat) /.test(run) ? run : `dockline ${run}`;
  return whole.replace(/\bdockline(?= )/g, name);
}

const helpWidth = (ctx: Ctx) => ctx.stdout.width() || NARROW;

/** `docker ps --help`. `shown` is the spelling without the program's name. */
export function commandHelp(ctx: Ctx, spec: AnyCommand, shown: string): string {
  const path = `${ctx.name} ${shown}`;
  const blocks = [`Usage:  ${usageLine(path, spec.usage)}\n`, `${spec.long ?? spec.summary}${needs(spec)}\n`];
  const spellings = [spec.path, ...(spec.aliases ?? [])];
  if (spellings.length > 1) blocks.push(`Aliases:\n  ${spellings.map((spelling) => `${ctx.name} ${spelling}`).join(", ")}\n`);
  if (spec.examples?.length) {
    blocks.push(`Examples:\n${spec.examples.map(({ say, run }) => `  # ${say}\n  ${exampleLine(ctx.name, run)}\n`).join("\n")}`);
  }
  const options = optionLines(spec.flags);
  if (options.length > 0) blocks.push(`Options:\n${columns(options, helpWidth(ctx))}`);
  return blocks.join("\n");
}

interface Named {
  name: string;
  summary: string;
}

function section(title: string, commands: readonly Named[]): string[] {
  if (commands.length === 0) return [];
  const width = Math.max(11, ...commands.map(({ name }) => name.length + 1));
  return [`${title}:\n${commands.map(({ name, summary }) => `  ${name.padEnd(width)} ${summary}\n`).join("")}`];
}

const visibleBelow = (commands: CommandTable, parent: string): Named[] =>
  commands
    .below(parent)
    .filter(({ entry }) => !entry.hidden)
    .map(({ name, entry }) => ({ name, summary: entry.summary }));

/** `docker container --help`. */
export function groupHelp(ctx: ProgramCtx, path: string): string {
  const title = `${ctx.name} ${path}`;
  return [
    `Usage:  ${title} COMMAND\n`,
    `${groups[path]?.summary ?? path}\n`,
    ...section("Commands", visibleBelow(ctx.commands, path)),
    `Run '${title} COMMAND --help' for more information on a command.\n`,
  ].join("\n");
}

/** `docker --help`: with the CLI plugins that are there, and why some cannot be used. */
export async function rootHelp(ctx: ProgramCtx, home: string): Promise<string> {
  const plugins = await listPlugins(ctx);
  const top = visibleBelow(ctx.commands, "");
  const usable = plugins
    .filter(({ Err }) => Err === undefined)
    .map(({ Name, ShortDescription }) => ({ name: `${Name}*`, summary: ShortDescription }));
  const invalid = plugins.flatMap(({ Name, Err }) => (Err === undefined ? [] : [{ name: Name, summary: Err }]));
  const managed = (swarm: boolean): Named[] =>
    Object.entries(groups)
      .filter(([name, group]) => (group.swarm ?? false) === swarm && !isForeign(ctx.dialect, name) && ctx.commands.below(name).length > 0)
      .map(([name, { summary }]) => ({ name, summary }))
      .concat(swarm ? [] : usable)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  const options = globalFlags.map(({ long, short, kind, summary, shown }) => ({
    left: `  ${short ? `-${short}, ` : "    "}--${long}${kind === "bool" ? "" : ` ${kind}`}`,
    right: shown ? `${summary} (default ${shown(home)})` : summary,
  }));
  return [
    `Usage:  ${ctx.name} [OPTIONS] COMMAND\n`,
    "Build, run and manage containers, on this machine or another\n",
    ...section(
      "Common Commands",
      common.flatMap((name) => {
        const entry = ctx.commands.entryOf(name);
        return entry ? [{ name, summary: entry.summary }] : [];
      }),
    ),
    ...section("Management Commands", managed(false)),
    ...section("Swarm Commands", managed(true)),
    ...section(
      "Commands",
      top.filter(({ name }) => !common.includes(name)),
    ),
    ...section("Invalid Plugins", invalid),
    `Global Options:\n${columns(options, helpWidth(ctx))}`,
    `Run '${ctx.name} COMMAND --help' for more information on a command.\n`,
  ].join("\n");
}
