// man(7), plain enough for groff and mandoc alike.
import { spans } from "./markup.mjs";

const WIDTH = 78;
const SPECIAL = { "\\": "\\e", "^": "\\(ha", "~": "\\(ti", "`": "\\(ga" };

/** Prose: what roff would take for its own is escaped, everything beyond ASCII named by its number. */
export function prose(text) {
  return text
    .replace(/[\\^~`]/g, (c) => SPECIAL[c])
    .replace(/[^\n -~]/gu, (c) => `\\[u${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}]`);
}

/** What is typed: hyphens are minus signs, apostrophes straight. */
export const typed = (text) => prose(text).replace(/-/g, "\\-").replace(/'/g, "\\(aq");

/** Markup to fonts: code is bold, emphasis italic. A flag within prose is typed. */
export function inline(text) {
  return spans(text)
    .map((span) => {
      if (span.style === "code") return `\\fB${typed(span.text)}\\fR`;
      if (span.style === "emphasis") return `\\fI${prose(span.text)}\\fR`;
      return prose(span.text).replace(/(?<![\w-])--?(?=[a-z])/g, (dashes) => "\\-".repeat(dashes.length));
    })
    .join("");
}

/** A line that begins like a request is none. */
const guarded = (line) => (/^[.']/.test(line) ? `\\&${line}` : line);

/** Broken at spaces, a sentence on a line of its own, as roff wants it. */
export function filled(text, wrapText) {
  return wrapText(text.replace(/([a-z)`"]{2}[.?!]) (?=[A-Z\\])/g, "$1\n"), WIDTH)
    .map(guarded)
    .join("\n");
}

export const code = (text) => `.PP\n.RS 4\n.nf\n${typed(text).split("\n").map(guarded).join("\n")}\n.fi\n.RE`;

const quoted = (text) => `"${text.replace(/"/g, '""')}"`;

export const title = (name, section, { version, date }) =>
  `.TH ${name.toUpperCase().replace(/-/g, "\\-")} ${section} ${date} ${quoted(`dockline ${version}`)} ${quoted("dockline manual")}`;

/** `-f, --filter list` as an entry's tag. */
export function optionTag({ long, short, kind }) {
  const flags = [...(short ? [`-${short}`] : []), `--${long}`].map((flag) => `\\fB${typed(flag)}\\fR`).join(", ");
  return kind ? `${flags} \\fI${kind}\\fR` : flags;
}

/** Blocks of the markup. A heading becomes a section. */
export function blocks(parts, wrapText) {
  return parts.map((block) => {
    const text = filled(inline(block.text), wrapText);
    if (block.kind === "heading") return `.SH ${block.text.toUpperCase()}`;
    if (block.kind === "code") return code(block.text);
    if (block.kind === "item") return `.IP \\(bu 2\n${text}`;
    if (block.kind === "term") return `.TP\n${inline(block.term)}\n${text}`;
    return `.PP\n${text}`;
  });
}

/** Paragraphs directly below a heading need no .PP; mandoc says so. */
export const page = (lines) => `${lines.join("\n").replace(/^(\.SH .*)\n\.PP$/gm, "$1")}\n`;
