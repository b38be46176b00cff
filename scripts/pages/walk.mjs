// What man pages and docs are made of: every command that is not hidden, the groups, the global options, and the parts written by hand.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { evaluate, loadSpecs } from "../gen-manifest.mjs";
import { parse } from "./markup.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const GRAMMAR = `
export { exampleLine, needs, shownOptions, wrapText } from "./src/cli/help.ts";
export { usageLine } from "./src/cli/usage.ts";
export { common, groups } from "./src/cli/groups.ts";
export { globalFlags } from "./src/cli/globals.ts";
`;

/** The spelling that a command's page has: its one word, if it has one. */
const nameOf = ({ path: canonical, aliases = [] }) => [canonical, ...aliases].find((spelled) => !spelled.includes(" ")) ?? canonical;

/** The part for a page from scripts/man, as blocks; none is an empty one. */
export function handWritten(name) {
  const file = path.join(root, "scripts/man", `${name.replaceAll(" ", "-")}.md`);
  return fs.existsSync(file) ? parse(fs.readFileSync(file, "utf8")) : [];
}

/** The version, and the day that the changelog gives it; until then the day on which the pages were begun. */
export function edition() {
  const { version } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8"));
  const heading = fs.readFileSync(path.join(root, "CHANGELOG.md"), "utf8").match(/^## .*?(\d{4}-\d{2}-\d{2})/m);
  return { version, date: heading?.[1] ?? "2026-11-21" };
}

/** One walk over the specs: { commands, groups, globals, common }, all sorted by name. */
export async function walk() {
  const [specs, grammar] = [await loadSpecs(), await evaluate(GRAMMAR)];
  const visible = specs.map(({ spec }) => spec).filter(({ hidden }) => !hidden);
  const commands = visible.map((spec) => {
    const name = nameOf(spec);
    return {
      name,
      path: spec.path,
      spellings: [spec.path, ...(spec.aliases ?? [])],
      summary: spec.summary,
      text: (spec.long ?? spec.summary) + grammar.needs(spec),
      usage: grammar.usageLine(`dockline ${name}`, spec.usage).split("\n\t"),
      options: grammar.shownOptions(spec.flags),
      examples: (spec.examples ?? []).map(({ say, run }) => ({ say, line: grammar.exampleLine("dockline", run) })),
      parts: handWritten(name),
    };
  });
  const byName = (a, b) => (a.name < b.name ? -1 : 1);
  const groups = Object.entries(grammar.groups)
    .map(([name, group]) => ({ ...group, name, commands: below(commands, name) }))
    .filter((group) => group.commands.length > 0);
  const globals = grammar.globalFlags.map(({ long, short, kind, summary, shown }) => ({
    long,
    short,
    kind: kind === "bool" ? "" : kind,
    text: summary + (shown ? ` (default ${shown("~")})` : ""),
  }));
  return { commands: commands.sort(byName), groups: groups.sort(byName), globals, common: grammar.common, wrapText: grammar.wrapText };
}

/** The commands of a group, under the name that they have in it. */
function below(commands, group) {
  const own = commands.flatMap((command) => {
    const spelled = command.spellings.find((spelling) => spelling.startsWith(`${group} `));
    return spelled ? [{ within: spelled.slice(group.length + 1), command }] : [];
  });
  return own.sort((a, b) => (a.within < b.within ? -1 : 1));
}

/** Makes `folder` hold exactly these files. */
export function writeFolder(folder, files) {
  const at = path.join(root, folder);
  fs.rmSync(at, { recursive: true, force: true });
  fs.mkdirSync(at, { recursive: true });
  for (const [name, text] of files) fs.writeFileSync(path.join(at, name), text);
}
