/** Docker's words for a request that got no response. */
import { ConnectionError } from "../errors/connection.js";
import type { Endpoint } from "../transport/endpoint.js";
import { MalformedResponse } from "../transport/http/head.js";
import { isNotRunning, TransportError } from "../transport/transport-error.js";

/** The error that the user sees. Other errors than TransportError (an abort, the caller's own iterable) are returned as they are. */
export function connectionError(error: unknown, endpoint: Endpoint, method: string, url: string): unknown {
  if (!(error instanceof TransportError)) return error;
  const { host } = endpoint;
  const { reason } = error;
  if (!isNotRunning(reason)) return new ConnectionError(message(error, endpoint, method, url), reason, { host, cause: error });
  const hint = ("hint" in endpoint && endpoint.hint) || "";
  const text = `Cannot connect to the Docker daemon at ${host}. Is the docker daemon running?${hint && `\n${hint}`}`;
  return new ConnectionError(text, reason, { host, advised: hint !== "", cause: error });
}

function message({ reason, text }: TransportError, endpoint: Endpoint, method: string, url: string): string {
  const request = `${method[0]}${method.slice(1).toLowerCase()} "${url}": ${text}`;
  if (reason === "permission") {
    return `permission denied while trying to connect to the Docker daemon socket at ${endpoint.host}: ${request}`;
  }
  const overTls = endpoint.kind === "tcp" && endpoint.tls !== undefined;
  // Docker asks this whatever came instead of HTTP.
  if (!overTls && (reason === "needs-tls" || reason === "not-http")) {
    return `${request}.\n* Are you trying to connect to a TLS-enabled daemon without TLS?`;
  }
  if (overTls && reason === "bad-certificate") {
    return `the server probably has client authentication (--tlsverify) enabled; check your TLS client certification settings: ${request}`;
  }
  return `error during connect: ${request}`;
}

/** The error of an upgrade. Docker reads that response from the connection itself, and does not name the URL. */
export function hijackError(error: unknown, endpoint: Endpoint, url: string): unknown {
  const text = hijackText(error);
  if (text === undefined || !(error instanceof TransportError)) return connectionError(error, endpoint, "POST", url);
  return new ConnectionError(text, error.reason, { host: endpoint.host, cause: error });
}

function hijackText(error: unknown): string | undefined {
  if (error instanceof MalformedResponse) return error.detail;
  if (!(error instanceof TransportError)) return undefined;
  if (error.reason === "closed") return "unexpected EOF";
  return error.reason === "request" ? error.text : undefined;
}
