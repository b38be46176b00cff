// LEGAL.txt: the licences of everything that a build holds. Which packages those are, the bundler's metafile says.
import fs from "node:fs";
import path from "node:path";

/** LICENSE, licence.md, LICENSE-MIT, COPYING, NOTICE.txt */
const LICENCE_FILE = /^(licen[cs]e|copying)([.-].*)?$/i;
const NOTICE_FILE = /^notice([.-].*)?$/i;
/** Comments that ask to be kept; a minifier drops them. */
const LEGAL_COMMENT = /\/\*(?:!|(?:(?!\*\/)[\s\S])*?@(?:license|preserve)\b)[\s\S]*?\*\//g;

const RULE = "=".repeat(80);

/**
 * The packages of a metafile's inputs, sorted: directory (below the project) to the input files in it. Files outside of
 * node_modules are not counted, nor what a plugin of the build made ("stub:ssh2").
 * @param {Iterable<string>} inputs paths with "/"
 * @returns {Map<string, string[]>}
 */
export function packagesOf(inputs) {
  const found = new Map();
  for (const file of [...inputs].sort()) {
    const [folder] = /^.*\bnode_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file) ?? [];
    if (folder) found.set(folder, [...(found.get(folder) ?? []), file]);
  }
  return found;
}

/**
 * The text of LEGAL.txt: our own licence, then each package's name, version, licence, notices and legal comments.
 * @param {Iterable<string>} inputs
 * @param {string[]} [more] sections for what else is in the build
 * @throws {Error} that names every package without a licence text
 */
export function legalText(inputs, more = []) {
  const sections = [];
  const missing = [];
  for (const [folder, files] of packagesOf(inputs)) {
    const texts = read(folder, LICENCE_FILE);
    if (texts.length === 0) missing.push(folder);
    sections.push([title(folder), ...texts, ...read(folder, NOTICE_FILE), ...legalComments(files)].join("\n\n"));
  }
  if (missing.length > 0) throw new Error(`no licence text, so it must not be in the bundle: ${missing.join(", ")}`);
  const head = "The licence of dockline, then those of the software that is built into it.";
  const own = [title("."), ...read(".", LICENCE_FILE)].join("\n\n");
  return `${[head, own, ...more, ...sections].join(`\n\n${RULE}\n`)}\n`;
}

/** Bun is linked into the single file, with libraries of its own. Its package has no licence text; its repository has. */
export function runtimeSection(version) {
  const source = `https://github.com/oven-sh/bun/blob/bun-v${version}/LICENSE.md`;
  return `Bun ${version} (MIT)

The single file contains the Bun runtime. Bun is under the MIT licence. It statically links JavaScriptCore and WebKit (LGPL 2),
TinyCC (LGPL 2.1) and other libraries under licences of their own. The complete list, where their source is, and how to link
Bun with changed libraries:

  ${source}

The source of dockline and \`npm run build:binary\` put the program into such a Bun.`;
}

/** "yaml 2.9.1 (ISC)" */
function title(folder) {
  const { name, version, license } = JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8"));
  return `${name} ${version} (${license})`;
}

function read(folder, pattern) {
  const names = fs.readdirSync(folder).filter((name) => pattern.test(name));
  const texts = names.sort().map((name) => fs.readFileSync(path.join(folder, name), "utf8").trim());
  return texts.filter((text) => text !== "");
}

function legalComments(files) {
  const comments = files.flatMap((file) => fs.readFileSync(file, "utf8").match(LEGAL_COMMENT) ?? []);
  return [...new Set(comments)];
}
