/** What the argument of `build` names: a directory, standard input, a repository or a URL. */
import fs from "node:fs";
import { UserError } from "../../errors.js";
import { quote } from "../../values/quote.js";

export type ContextKind = "folder" | "stdin" | "git" | "http";

/** What tells a repository from a directory of the same spelling. */
const GIT_PREFIX = /^(git:\/\/|github\.com\/|git@)/;
const GIT_SUFFIX = /\.git(?:#.+)?$/;

export const isHttp = (text: string) => /^https?:\/\//.test(text);

/** A repository by its spelling alone: `git://…`, `git@…`, `github.com/…`, `http(s)://….git[#…]`. */
export function isGit(text: string): boolean {
  return GIT_PREFIX.test(text) || (isHttp(text) && GIT_SUFFIX.test(text));
}

function exists(path: string): boolean {
  try {
    fs.statSync(path);
    return true;
  } catch {
    return false;
  }
}

/**
 * A path that exists wins over a repository of the same spelling.
 * @param resolve makes a relative path absolute
 * @throws UserError where it is none of them
 */
export function contextKind(text: string, resolve: (path: string) => string): ContextKind {
  if (text === "-") return "stdin";
  if (text !== "" && exists(resolve(text))) return "folder";
  if (isGit(text)) return "git";
  if (isHttp(text)) return "http";
  throw new UserError(`unable to prepare context: path ${quote(text)} not found`);
}
