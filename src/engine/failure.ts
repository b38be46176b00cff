/** A request that got no answer, in the whole of the reference's words. */
import { ConnectionError } from "../errors.js";
import type { Endpoint } from "../transport/endpoint.js";
import { WireError } from "../transport/transport-error.js";

/** `error` as the user is told of it. What is not the wire's (an abort, the caller's own iterable) passes as it is. */
export function explained(error: unknown, endpoint: Endpoint, method: string, url: string): unknown {
  if (!(error instanceof WireError)) return error;
  return new ConnectionError(message(error, endpoint, method, url), { cause: error });
}

function message(error: WireError, endpoint: Endpoint, method: string, url: string): string {
  if (error.failure === "refused") {
    const hint = "hint" in endpoint && endpoint.hint ? `\n${endpoint.hint}` : "";
    return `Cannot connect to the Docker daemon at ${endpoint.host}. Is the docker daemon running?${hint}`;
  }
  const request = `${method[0]}${method.slice(1).toLowerCase()} "${url}": ${error.text}`;
  if (error.failure === "permission") {
    return `permission denied while trying to connect to the Docker daemon socket at ${endpoint.host}: ${request}`;
  }
  const overTls = endpoint.kind === "tcp" && endpoint.tls !== undefined;
  if (!overTls && error.text.includes("malformed HTTP response")) {
    return `${request}.\n* Are you trying to connect to a TLS-enabled daemon without TLS?`;
  }
  if (overTls && error.text.includes("bad certificate")) {
    return `the server probably has client authentication (--tlsverify) enabled; check your TLS client certification settings: ${request}`;
  }
  return `error during connect: ${request}`;
}
