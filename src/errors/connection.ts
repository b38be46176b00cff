/** Errors on the way to a daemon, with the reason as a word. */
import { StatusError, type StatusErrorOptions, UserError } from "../errors.js";

/** What keeps a host, a context or certificates from becoming an endpoint. */
export type EndpointProblem = "no-context" | "several-hosts" | "certificates" | "address";

/** The daemon that the user named cannot be turned into an endpoint: no connection was tried. */
export class EndpointError extends UserError {
  constructor(
    message: string,
    readonly problem: EndpointProblem,
    options?: StatusErrorOptions,
  ) {
    super(message, options);
    this.name = "EndpointError";
  }
}

/**
 * What went wrong in a connection.
 *
 * - Nobody there: `no-socket` (the file is missing), `socket` (it cannot be opened), `refused`, `no-answer` (TCP timed out)
 * - On the way: `dns`, `port` (no such number), `network` (no route, ...), `proxy`, `ssh`, `no-ssh` (not installed)
 * - `permission`: the socket may not be opened
 * - TLS: `no-tls` (the server speaks plain HTTP), `unknown-authority`, `expired`, `wrong-name`, `certificate-required` and
 *   `bad-certificate` (the server's word about ours), `tls` (anything else)
 * - HTTP: `needs-tls` (the server speaks TLS, we did not), `not-http`, `malformed`, `request` (ours cannot be written)
 * - `closed` (before a response), `broken` (within one), `stalled` (it took the connection and stopped answering)
 */
export type ConnectionReason =
  | ("no-socket" | "socket" | "refused" | "no-answer")
  | ("dns" | "port" | "network" | "proxy" | "ssh" | "no-ssh")
  | "permission"
  | ("no-tls" | "unknown-authority" | "expired" | "wrong-name" | "certificate-required" | "bad-certificate" | "tls")
  | ("needs-tls" | "not-http" | "malformed" | "request")
  | ("closed" | "broken" | "stalled");

const REASON_KIND: Readonly<Partial<Record<ConnectionReason, StatusError["kind"]>>> = {
  permission: "forbidden",
  "certificate-required": "unauthorized",
  "bad-certificate": "unauthorized",
  "no-answer": "timeout",
  stalled: "timeout",
  malformed: "broken-stream",
  request: "usage",
  closed: "broken-stream",
  broken: "broken-stream",
};

/** The kind of a connection that failed; `unreachable` unless the reason says more. */
export function kindOfReason(reason: ConnectionReason): StatusError["kind"] {
  return REASON_KIND[reason] ?? "unreachable";
}

/** What is known of a connection that failed. */
export interface ConnectionErrorOptions extends ErrorOptions {
  /** The daemon as the user named it: "ssh://ops@build". */
  host?: string;
  /** The message says already what to do about it. */
  advised?: boolean;
}

/** The daemon could not be reached, or the connection broke before there was a response. */
export class ConnectionError extends StatusError {
  readonly host: string;
  readonly advised: boolean;

  constructor(
    message: string,
    readonly reason: ConnectionReason,
    { host = "", advised = false, cause }: ConnectionErrorOptions = {},
  ) {
    super(message, 1, { cause, kind: kindOfReason(reason) });
    this.name = "ConnectionError";
    this.host = host;
    this.advised = advised;
  }
}
