/** Parses a Dockerfile as far as needed to find the lines of a step. */

export interface Instruction {
  /** Line numbers, from 1. */
  start: number;
  end: number;
  /** In upper case. */
  word: string;
  /** The whole instruction in one line, as BuildKit names a step. */
  text: string;
  /** Number of its stage, from 0; -1 before the first FROM. */
  stage: number;
  /** The number in its stage, as BuildKit counts: FROM is 1; 0 for an instruction that is no step. */
  step: number;
}

/** Instructions that are steps. */
const STEPS = new Set(["RUN", "COPY", "ADD", "WORKDIR"]);
const WITH_HEREDOC = new Set(["RUN", "COPY", "ADD"]);
const HEREDOC = /<<-?\s*(["']?)([A-Za-z0-9_.]+)\1/g;
const ESCAPE_DIRECTIVE = /^#\s*escape\s*=\s*([\\`])/i;
const DIRECTIVE = /^#\s*[A-Za-z][\w-]*\s*=/;

function escapeOf(lines: readonly string[]): string {
  for (const line of lines) {
    const found = ESCAPE_DIRECTIVE.exec(line);
    if (found) return found[1] as string;
    if (!DIRECTIVE.test(line)) break;
  }
  return "\\";
}

const isComment = (line: string) => /^\s*#/.test(line);

/** Never throws: any text has instructions of some kind. */
export function instructionsOf(text: string): Instruction[] {
  const lines = text.split("\n").map((line) => line.replace(/\r$/, ""));
  const continued = new RegExp(`\\${escapeOf(lines)}[ \\t]*$`);
  const found: Instruction[] = [];
  let [stage, step] = [-1, 0];
  for (let i = 0; i < lines.length; i++) {
    if (isComment(lines[i] as string) || (lines[i] as string).trim() === "") continue;
    const start = i;
    let whole = (lines[i] as string).trimStart();
    while (continued.test(whole) && i + 1 < lines.length) {
      const next = lines[++i] as string;
      const isNothing = isComment(next) || next.trim() === "";
      whole = isNothing ? whole : whole.replace(continued, "") + next;
    }
    const word = (/^\S+/.exec(whole)?.[0] ?? "").toUpperCase();
    if (WITH_HEREDOC.has(word)) {
      for (const [, , end] of whole.matchAll(HEREDOC)) {
        const last = lines.findIndex((line, at) => at > i && line.trim() === end);
        if (last > i) i = last;
      }
    }
    if (word === "FROM") [stage, step] = [stage + 1, 1];
    else if (STEPS.has(word)) step++;
    found.push({ start: start + 1, end: i + 1, word, text: whole.trimEnd(), stage, step: word === "FROM" || STEPS.has(word) ? step : 0 });
  }
  return found;
}

/** `FROM image AS name` -> "name" in lower case; "" if there is none. */
export function stageName({ text }: Instruction): string {
  return (/\sAS\s+(\S+)\s*$/i.exec(text)?.[1] ?? "").toLowerCase();
}

/** The image of a FROM, without its flags. */
export function imageOf({ text }: Instruction): string {
  return (
    text
      .split(/\s+/)
      .slice(1)
      .find((word) => !word.startsWith("--")) ?? ""
  );
}
