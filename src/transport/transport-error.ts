/**
 * What goes wrong on the wire, in the reference's words. `text` is the innermost part of its message;
 * client.ts puts the method, the URL and the daemon's address around it.
 */

import { codeOf, errnoText } from "../values/errno.js";

/** refused: nobody answers there · permission: the socket may not be opened · talk: anything after that. */
export type WireFailure = "refused" | "permission" | "talk";

export class WireError extends Error {
  constructor(
    readonly failure: WireFailure,
    readonly text: string,
    /** Not one byte of an answer had come: on a reused connection this means that the engine had hung up before. */
    readonly unanswered = false,
    options?: ErrorOptions,
  ) {
    super(text, options);
    this.name = "WireError";
  }
}

export function isPermission(error: unknown): boolean {
  return codeOf(error) === "EACCES" || codeOf(error) === "EPERM";
}

/** A local socket that could not be opened: every reason but one means "not running" to the reference. */
export function pathFailure(path: string, error: Error): WireError {
  const failure = isPermission(error) ? "permission" : "refused";
  return new WireError(failure, `dial unix ${path}: connect: ${errnoText(error)}`, true, { cause: error });
}
