/** What a broken connection is called. */

import { codeOf, errnoText } from "../values/errno.js";
import type { ByteStream } from "./stream.js";
import { tlsText } from "./tls-text.js";
import { WireError } from "./transport-error.js";

/**
 * A failed read in Go's words. Errors of no transport (an abort's reason, our own) pass as they are.
 * `unanswered`: no byte of an answer had come.
 */
export function readFailure(error: unknown, stream: ByteStream, unanswered = false): Error {
  if (error instanceof WireError) return error;
  const options = { cause: error };
  const code = codeOf(error);
  if (code === "TLS_TRUNCATED") return new WireError("talk", unanswered ? "EOF" : "unexpected EOF", unanswered, options);
  // With TLS 1.3 a server refuses a client's certificate after the handshake: it shows at the first read.
  const alert = tlsText(error);
  if (alert) return new WireError("talk", alert, false, options);
  if (!/^E[A-Z]+$/.test(code)) return error as Error;
  const kind = stream.ends.startsWith("@") ? "unix" : "tcp";
  return new WireError("talk", `read ${kind} ${stream.ends}: read: ${errnoText(error)}`, unanswered, options);
}
