/** Dockerfiles that only BuildKit can build: the classic builder refuses them ("requires BuildKit") or reads them as something else. */
import { instructionsOf } from "./dockerfile.js";

/** `# syntax=docker/dockerfile:1`, among the directives at the top of the file. */
const SYNTAX = /^(?:#\s*[A-Za-z][\w-]*\s*=.*\r?\n)*#\s*syntax\s*=/i;

/** Options of instructions that the classic builder does not have. */
const OPTIONS: Readonly<Record<string, RegExp>> = {
  RUN: /^RUN\s+(?:--\S+\s+)*--(?:mount|network|security)\b/i,
  COPY: /^COPY\s+(?:--\S+\s+)*--(?:chmod|link|parents|exclude)\b/i,
  ADD: /^ADD\s+(?:--\S+\s+)*--(?:chmod|link|exclude|checksum|keep-git-dir|unpack)\b/i,
};
const HEREDOC = /<<-?\s*["']?[A-Za-z0-9_.]+/;

/** Pure. Never throws. */
export function needsBuildKit(dockerfile: string): boolean {
  if (SYNTAX.test(dockerfile)) return true;
  return instructionsOf(dockerfile).some(
    ({ word, text, start, end }) => OPTIONS[word]?.test(text) || (Object.hasOwn(OPTIONS, word) && end > start && HEREDOC.test(text)),
  );
}
