/** The result of a completion, and how it is reported to shells: cobra's protocol, which wrappers and plugins speak too. */

export interface Candidate {
  /** The whole word; of `--flag=VALUE` the value alone. */
  value: string;
  /** Shown beside it by shells that can. */
  about?: string;
}

/** What the shell does with the candidates; the values add up. */
export const Directive = {
  /** Offer files where no candidate fits. */
  default: 0,
  error: 1,
  /** The word continues: no space is added after it. */
  noSpace: 2,
  noFiles: 4,
  /** The candidates are extensions of files. */
  extensions: 8,
  /** Offer directories. */
  folders: 16,
  keepOrder: 32,
} as const;

const NAMES: readonly (readonly [bit: number, name: string])[] = [
  [Directive.error, "Error"],
  [Directive.noSpace, "NoSpace"],
  [Directive.noFiles, "NoFileComp"],
  [Directive.extensions, "FilterFileExt"],
  [Directive.folders, "FilterDirs"],
  [Directive.keepOrder, "KeepOrder"],
];

export interface Answer {
  candidates: readonly Candidate[];
  directive: number;
}

/** No candidates, and no files. */
export const NOTHING: Answer = { candidates: [], directive: Directive.noFiles };
export const FILES: Answer = { candidates: [], directive: Directive.default };
export const FOLDERS: Answer = { candidates: [], directive: Directive.folders };

/** These and no files. */
export function only(candidates: readonly (Candidate | string)[], directive: number = Directive.noFiles): Answer {
  return { candidates: candidates.map((one) => (typeof one === "string" ? { value: one } : one)), directive };
}

/** Names from daemons and contexts are untrusted: they must neither end the line nor reach the terminal as an escape sequence. */
function oneLine(text: string): string {
  return text.replace(/[\r\n].*$/s, "").replace(/[\u0000-\u001f\u007f-\u009f]/g, " ");
}

/** A line each, "VALUE\tABOUT", then ":DIRECTIVE". Words with control characters cannot be written in this form. */
export function printed({ candidates, directive }: Answer, described: boolean): string {
  const lines = candidates
    .filter(({ value }) => value !== "" && !/[\u0000-\u001f\u007f]/.test(value))
    .map(({ value, about = "" }) => (described && oneLine(about).trim() !== "" ? `${value}\t${oneLine(about).trim()}` : value));
  return [...lines, `:${directive}`, ""].join("\n");
}

/** The line for stderr. */
export function ending(directive: number): string {
  const names = NAMES.filter(([bit]) => (directive & bit) !== 0).map(([, name]) => `ShellCompDirective${name}`);
  return `Completion ended with directive: ${names.join(", ") || "ShellCompDirectiveDefault"}\n`;
}
