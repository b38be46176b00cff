/**
 * Errors are values: what a handler throws says how the client ends.
 * `main` is the one place that prints them; anything that is not one of these is a bug and is reported as such.
 */

/** Ends the client with a message (nothing is printed if it is empty) and an exit code. */
export class StatusError extends Error {
  constructor(
    message: string,
    readonly exitCode = 1,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = "StatusError";
  }
}

/** A flag that does not parse: printed with the command's usage line, exit code 125. */
export class FlagError extends StatusError {
  constructor(message: string) {
    super(message, 125);
    this.name = "FlagError";
  }
}

/** A value (of a flag, an argument, a file) that the user has to mend. Plain exit code 1 unless a command maps it. */
export class UserError extends StatusError {
  constructor(message: string, options?: ErrorOptions) {
    super(message, 1, options);
    this.name = "UserError";
  }
}

/** An answer of the daemon with a status >= 400. `message` is already the text to print. */
export class ApiError extends StatusError {
  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message, 1);
    this.name = "ApiError";
  }
}

/** The daemon could not be reached at all (no socket, refused, TLS, name look-up). */
export class ConnectionError extends StatusError {
  constructor(message: string, options?: ErrorOptions) {
    super(message, 1, options);
    this.name = "ConnectionError";
  }
}

/** The answer of the daemon ended before it was whole. */
export class EarlyEndError extends StatusError {
  constructor(message: string, options?: ErrorOptions) {
    super(message, 1, options);
    this.name = "EarlyEndError";
  }
}

/** The user stopped it (Ctrl-C at a prompt, a signal): `signal` decides the exit code. */
export class Cancelled extends StatusError {
  constructor(exitCode = 130) {
    super("", exitCode);
    this.name = "Cancelled";
  }
}
