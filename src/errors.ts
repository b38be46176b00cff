/**
 * Errors are values: what a handler throws says how the client ends. `main` is the one place that prints them; an error
 * that is none of these is a bug and is reported as one.
 */

/**
 * What went wrong, in one word. The contract of `--errors json`: words may be added, none is renamed or removed, and no
 * decision in the client is taken by matching a message of our own where a kind says the same.
 *
 * - `usage`: the command line, or a value or file that it names, has to be corrected
 * - `not-found`: there is no such object, image or context (status 404)
 * - `conflict`: the object's state or name is in the way (409)
 * - `unauthorized`: no credentials, or credentials that are not accepted (401)
 * - `forbidden`: the credentials do not allow it (403), or the socket may not be opened
 * - `unsupported`: the daemon is too old for it or has it switched off (501)
 * - `refused`: the daemon, or a registry, refused the request for another reason
 * - `unreachable`: the daemon, or a registry, cannot be reached; the `reason` of ConnectionError says why
 * - `timeout`: the other side took too long (408, 504, a connection that is not answered)
 * - `broken-stream`: an answer ended early or cannot be read
 * - `interrupted`: the user stopped the command, declined it, or closed the terminal or the pipe it wrote to
 * - `failed`: everything else
 * - `bug`: no StatusError at all
 */
export type ErrorKind =
  | "usage"
  | "not-found"
  | "conflict"
  | "unauthorized"
  | "forbidden"
  | "unsupported"
  | "refused"
  | "unreachable"
  | "timeout"
  | "broken-stream"
  | "interrupted"
  | "failed"
  | "bug";

/** `kind`: the class's own unless given; an error that only adds words to `cause`, one of these, keeps the kind of that. */
export interface StatusErrorOptions extends ErrorOptions {
  kind?: Exclude<ErrorKind, "bug">;
}

/** Ends the client with a message (may be empty: nothing is printed then) and an exit code. */
export class StatusError extends Error {
  readonly kind: Exclude<ErrorKind, "bug">;

  constructor(
    message: string,
    readonly exitCode = 1,
    options: StatusErrorOptions = {},
    ownKind: Exclude<ErrorKind, "bug"> = "failed",
  ) {
    super(message, options);
    this.name = "StatusError";
    this.kind = options.kind ?? (options.cause instanceof StatusError ? options.cause.kind : ownKind);
  }
}

/** The kind of whatever was thrown. */
export function kindOf(error: unknown): ErrorKind {
  return error instanceof StatusError ? error.kind : "bug";
}

/** A flag as it was written that the command does not have. */
export type UnknownFlag = { long: string } | { letter: string; cluster: string };

/** A flag that does not parse: printed with the command's usage line, exit code 125. */
export class FlagError extends StatusError {
  /** Set where the command has no such flag. */
  readonly unknown: UnknownFlag | undefined;

  constructor(message: string, unknown?: UnknownFlag) {
    super(message, 125, {}, "usage");
    this.name = "FlagError";
    this.unknown = unknown;
  }
}

/** A value (of a flag, an argument, a file) that the user has to correct. Exit code 1 unless a command maps it. */
export class UserError extends StatusError {
  constructor(message: string, options?: StatusErrorOptions) {
    super(message, 1, options, "usage");
    this.name = "UserError";
  }
}

const STATUS_KIND: Readonly<Record<number, StatusError["kind"]>> = {
  401: "unauthorized",
  403: "forbidden",
  404: "not-found",
  408: "timeout",
  409: "conflict",
  501: "unsupported",
  504: "timeout",
};

/** The kind that a refusing HTTP status means. The only place that maps one to the other. */
export function kindOfStatus(status: number): StatusError["kind"] {
  return STATUS_KIND[status] ?? "refused";
}

/** A response of the daemon that refuses. `message` is the text to print, `detail` the daemon's own words in it. */
export class ApiError extends StatusError {
  constructor(
    message: string,
    readonly status: number,
    readonly detail = message,
  ) {
    super(message, 1, { kind: kindOfStatus(status) });
    this.name = "ApiError";
  }
}

/** A response ended before it was whole. */
export class EarlyEndError extends StatusError {
  constructor(message: string, options?: ErrorOptions) {
    super(message, 1, { ...options, kind: "broken-stream" });
    this.name = "EarlyEndError";
  }
}

/** The user stopped it (Ctrl-C at a prompt, a signal) or declined: `exitCode` says which. */
export class Cancelled extends StatusError {
  constructor(exitCode = 130) {
    super("", exitCode, { kind: "interrupted" });
    this.name = "Cancelled";
  }
}

/** The first error of a class in `error` and its causes, joined ones included. */
export function findCause<E>(error: unknown, type: abstract new (...given: never[]) => E): E | undefined {
  if (error instanceof type) return error;
  if (error instanceof AggregateError) {
    for (const one of error.errors) {
      const found = findCause(one, type);
      if (found) return found;
    }
  }
  return error instanceof Error && error.cause !== undefined ? findCause(error.cause, type) : undefined;
}
