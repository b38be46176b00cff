// Writes man/: a page a command and a group, a reference for every other spelling, dockline(1) and dockline-config(5).
// npm links what `man` of package.json lists (not `directories.man`), so that is written, too.
import fs from "node:fs";
import { fileURLToPath } from "node:url";
import * as roff from "./pages/roff.mjs";
import { edition, handWritten, walk, writeFolder } from "./pages/walk.mjs";

const pageName = (spelled) => `dockline-${spelled.replaceAll(" ", "-")}`;
const lowerFirst = (text) => (/^[A-Z][a-z]/.test(text) && !text.startsWith("Docker") ? text[0].toLowerCase() + text.slice(1) : text);

/** File name to text. */
export async function manPages() {
  const model = await walk();
  const about = edition();
  const files = new Map();
  for (const command of model.commands) {
    files.set(`${pageName(command.name)}.1`, commandPage(command, model, about));
    for (const spelled of command.spellings.filter((one) => one !== command.name)) {
      files.set(`${pageName(spelled)}.1`, `.so man1/${pageName(command.name)}.1\n`);
    }
  }
  for (const group of model.groups) files.set(`${pageName(group.name)}.1`, groupPage(group, model, about));
  files.set("dockline.1", programPage(model, about));
  files.set("dockline-config.5", settingsPage(model, about));
  return files;
}

function heading(name, section, summary, { wrapText }, about) {
  const line = `${roff.typed(name)} \\- ${roff.prose(lowerFirst(summary))}`;
  return [roff.title(name, section, about), ".SH NAME", roff.filled(line, wrapText)];
}

function synopsis(forms) {
  const lines = forms.map(([command, rest]) => [`.B ${roff.typed(command)}`, ...(rest ? [roff.prose(rest)] : [])].join("\n"));
  return [".SH SYNOPSIS", lines.join("\n.br\n")];
}

const options = (list, wrapText) =>
  list.flatMap((option) => [".TP", roff.optionTag(option), roff.filled(roff.inline(option.text), wrapText)]);

const seeAlso = (names) => [".SH SEE ALSO", names.map((name) => `.BR ${roff.typed(name.slice(0, -3))} ${name.slice(-3)}`).join(" ,\n")];

function commandPage(command, model, about) {
  const { wrapText } = model;
  const { name, spellings, text, usage, examples, parts } = command;
  const prefix = `dockline ${name}`;
  const paragraphs = text.split("\n\n").map((one) => one.replace(/\n/g, " ").replace(/(?<![.:])$/, "."));
  const group = command.path.includes(" ") ? [`${pageName(command.path.split(" ")[0])}(1)`] : [];
  return roff.page([
    ...heading(pageName(name), 1, command.summary, model, about),
    ...synopsis(usage.map((form) => [prefix, form.slice(prefix.length + 1)])),
    ".SH DESCRIPTION",
    ...paragraphs.flatMap((one) => [".PP", roff.filled(roff.inline(one), wrapText)]),
    ...(spellings.length > 1
      ? [
          ".PP",
          roff.filled(
            roff.inline(
              `Also: ${spellings
                .filter((one) => one !== name)
                .map((one) => `\`dockline ${one}\``)
                .join(", ")}.`,
            ),
            wrapText,
          ),
        ]
      : []),
    ...(command.options.length > 0 ? [".SH OPTIONS", ...options(command.options, wrapText)] : []),
    ...roff.blocks(parts, wrapText),
    ".SH EXAMPLES",
    ...examples.flatMap(({ say, line }) => [".PP", `${roff.prose(say)}:`, roff.code(line)]),
    ...seeAlso(["dockline(1)", ...group, "dockline-config(5)"]),
  ]);
}

function entries(commands) {
  return commands.flatMap(({ name, page, summary }) => [
    ".TP",
    `.BR ${roff.typed(name)} " (see " ${roff.typed(page)} (1))`,
    roff.prose(summary),
  ]);
}

function groupPage({ name, summary, commands }, model, about) {
  return roff.page([
    ...heading(pageName(name), 1, summary, model, about),
    ...synopsis([[`dockline ${name}`, "COMMAND"]]),
    ".SH COMMANDS",
    ...entries(commands.map(({ within, command }) => ({ name: within, page: pageName(command.name), summary: command.summary }))),
    ...seeAlso(["dockline(1)", "dockline-config(5)"]),
  ]);
}

function programPage(model, about) {
  const { commands, groups, globals, wrapText } = model;
  const parts = handWritten("dockline");
  const at = parts.findIndex(({ kind }) => kind === "heading");
  const top = commands.filter(({ name }) => !name.includes(" "));
  return roff.page([
    ...heading("dockline", 1, "Docker-compatible command-line client", model, about),
    ...synopsis([["dockline", "[OPTIONS] COMMAND [ARG...]"]]),
    ".SH DESCRIPTION",
    ...roff.blocks(parts.slice(0, at), wrapText),
    ".SH OPTIONS",
    ".PP",
    "They stand before the command.",
    ...options(globals, wrapText),
    ".SH COMMANDS",
    ...entries(top.map(({ name, summary }) => ({ name, page: pageName(name), summary }))),
    ".SH GROUPS",
    ...entries(groups.map(({ name, summary }) => ({ name, page: pageName(name), summary }))),
    ...roff.blocks(parts.slice(at), wrapText),
    ...seeAlso(["dockline-config(5)"]),
  ]);
}

function settingsPage(model, about) {
  return roff.page([
    ...heading("dockline-config", 5, "Configuration, environment and contexts of dockline", model, about),
    ".SH DESCRIPTION",
    ...roff.blocks(handWritten("dockline-config"), model.wrapText),
    ...seeAlso(["dockline(1)"]),
  ]);
}

/** `man` of package.json. */
export function manList(files) {
  return [...files.keys()].sort().map((file) => `man/${file}`);
}

function listInPackage(files) {
  const place = new URL("../package.json", import.meta.url);
  const description = JSON.parse(fs.readFileSync(place, "utf8"));
  fs.writeFileSync(place, `${JSON.stringify({ ...description, man: manList(files) }, null, 2)}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const files = await manPages();
  writeFolder("man", files);
  listInPackage(files);
}
