/** Notes to people beside a command's output: ` Info -> …` in a pipe, a coloured chip on a terminal, as Docker draws them. */
import type { Output } from "../io/streams.js";

const RESET = "\x1b[0m";
const KINDS = {
  info: { word: "Info", letter: "i", chip: "106", text: "96" },
  warning: { word: "Warn", letter: "w", chip: "103", text: "93" },
};

export const underlined = (text: string) => `\x1b[4m${text}${RESET}`;

function header(kind: keyof typeof KINDS, fancy: boolean): string {
  const { word, letter, chip, text } = KINDS[kind];
  return fancy ? `\x1b[1m\x1b[${chip}m\x1b[30m${letter}${RESET}${RESET} \x1b[${text}m${word} → ${RESET}${RESET}` : ` ${word} -> `;
}

/** What follows the first line stands below its text. */
export function noteText(text: string, fancy: boolean, kind: keyof typeof KINDS = "info"): string {
  const lines = (fancy ? text.replaceAll("--platform", `\x1b[1m--platform${RESET}`) : text).split("\n");
  const shown = lines.map((line) => (fancy ? `\x1b[3m${line}${RESET}` : line));
  return `\n${header(kind, fancy)}${shown.join(`\n${" ".repeat(9)}`)}\n`;
}

export function writeNote(out: Output, text: string, kind?: keyof typeof KINDS): void {
  out.write(noteText(text, out.isTTY && out.colour, kind));
}
