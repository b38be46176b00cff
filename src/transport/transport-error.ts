/**
 * What goes wrong on the wire, in the reference's words. `text` is the innermost part of its message;
 * client.ts puts the method, the URL and the daemon's address around it.
 */

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

/** Go's names for the errno values that a socket gives. */
const ERRNO: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EADDRNOTAVAIL: "cannot assign requested address",
  ECONNABORTED: "software caused connection abort",
  ECONNREFUSED: "connection refused",
  ECONNRESET: "connection reset by peer",
  EHOSTDOWN: "host is down",
  EHOSTUNREACH: "no route to host",
  EMFILE: "too many open files",
  ENETDOWN: "network is down",
  ENETUNREACH: "network is unreachable",
  ENFILE: "too many open files in system",
  ENOENT: "no such file or directory",
  EPERM: "operation not permitted",
  EPIPE: "broken pipe",
  ETIMEDOUT: "connection timed out",
};

export function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === "string" ? code : "";
}

/** The errno in Go's words; the error's own message where it has no errno. */
export function errnoText(error: unknown): string {
  return ERRNO[codeOf(error)] ?? (error instanceof Error ? error.message : String(error));
}

export function isPermission(error: unknown): boolean {
  return codeOf(error) === "EACCES" || codeOf(error) === "EPERM";
}

/** A local socket that could not be opened: every reason but one means "not running" to the reference. */
export function pathFailure(path: string, error: Error): WireError {
  const failure = isPermission(error) ? "permission" : "refused";
  return new WireError(failure, `dial unix ${path}: connect: ${errnoText(error)}`, true, { cause: error });
}

/** Go's %q of what a server sent: printable ASCII as it is, the rest escaped. */
export function quoted(text: string): string {
  const named: Record<string, string> = {
    '"': '\\"',
    "\\": "\\\\",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\x07": "\\a",
    "\b": "\\b",
    "\f": "\\f",
    "\v": "\\v",
  };
  const escaped = text.replace(/["\\]|[^ -~]/g, (c) => named[c] ?? `\\x${c.charCodeAt(0).toString(16).padStart(2, "0")}`);
  return `"${escaped}"`;
}
