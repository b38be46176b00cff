/** What a failed read of a connection means. */

import { codeOf, errnoText } from "../values/errno.js";
import type { ByteStream } from "./stream.js";
import { tlsFailure } from "./tls-text.js";
import { TransportError } from "./transport-error.js";

/**
 * A failed read in Go's words. Other errors (the reason of an abort, our own) are returned as they are.
 * @param unanswered no byte of a response had come
 */
export function readFailure(error: unknown, stream: ByteStream, unanswered = false): Error {
  if (error instanceof TransportError) return error;
  const options = { unanswered, cause: error };
  const code = codeOf(error);
  if (code === "TLS_TRUNCATED") {
    return unanswered ? new TransportError("closed", "EOF", options) : new TransportError("broken", "unexpected EOF", options);
  }
  // With TLS 1.3 a server refuses a client certificate after the handshake, which shows at the first read.
  const failure = tlsFailure(error);
  if (failure) return new TransportError(failure.reason, failure.text, { cause: error });
  if (!/^E[A-Z]+$/.test(code)) return error as Error;
  const kind = stream.ends.startsWith("@") ? "unix" : "tcp";
  return new TransportError("broken", `read ${kind} ${stream.ends}: read: ${errnoText(error)}`, options);
}
