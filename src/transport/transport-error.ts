/** What goes wrong between two machines, and how Docker words it. */
import type { ConnectionReason } from "../errors/connection.js";
import { codeOf, errnoText } from "../values/errno.js";

export interface TransportErrorOptions extends ErrorOptions {
  /** No byte of a response had come. On a reused connection the other side had hung up before our request arrived. */
  unanswered?: boolean;
}

/** `text` is the innermost part of Docker's message; callers put the method, the URL and the address around it. */
export class TransportError extends Error {
  readonly unanswered: boolean;

  constructor(
    readonly reason: ConnectionReason,
    readonly text: string,
    options: TransportErrorOptions = {},
  ) {
    super(text, options);
    this.name = "TransportError";
    this.unanswered = options.unanswered ?? false;
  }
}

const NOT_RUNNING: ReadonlySet<ConnectionReason> = new Set(["no-socket", "socket", "refused", "no-answer"]);

/** Nobody serves the address. Docker says the same of all of these: "Is the docker daemon running?" */
export function isNotRunning(reason: ConnectionReason): boolean {
  return NOT_RUNNING.has(reason);
}

export function isPermission(error: unknown): boolean {
  return codeOf(error) === "EACCES" || codeOf(error) === "EPERM";
}

const PATH_REASON: Readonly<Record<string, ConnectionReason>> = {
  EACCES: "permission",
  ECONNREFUSED: "refused",
  ENOENT: "no-socket",
  EPERM: "permission",
  ETIMEDOUT: "no-answer",
};

/** A local socket that could not be opened. */
export function pathFailure(path: string, error: Error): TransportError {
  const text = `dial unix ${path}: connect: ${errnoText(error)}`;
  return new TransportError(PATH_REASON[codeOf(error)] ?? "socket", text, { unanswered: true, cause: error });
}
