/** From a refusing answer (status >= 400) to the reference's text. */
import { ApiError, type StatusError } from "../errors.js";
import type { Answer } from "../transport/http/client.js";
import { decodeJsonText } from "../values/json/decode.js";

/** Bytes of a refusal that are read. */
const BODY_LIMIT = 1024 * 1024;

const STATUS_TEXT: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  406: "Not Acceptable",
  408: "Request Timeout",
  409: "Conflict",
  410: "Gone",
  411: "Length Required",
  412: "Precondition Failed",
  413: "Request Entity Too Large",
  415: "Unsupported Media Type",
  416: "Requested Range Not Satisfiable",
  422: "Unprocessable Entity",
  429: "Too Many Requests",
  431: "Request Header Fields Too Large",
  500: "Internal Server Error",
  501: "Not Implemented",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};

async function readLimited(answer: Answer): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for (let chunk = await answer.read(); chunk; chunk = await answer.read()) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= BODY_LIMIT) {
      answer.cancel();
      return undefined;
    }
  }
  return Buffer.concat(chunks);
}

/** Reads the answer's body and makes the error of it. `url` is named where the body says nothing. Throws EarlyEndError for half a body. */
export async function apiError(answer: Answer, url: string): Promise<StatusError> {
  const { status, statusLine, headers } = answer.head;
  const body = await readLimited(answer);
  const route = `for API route and version ${url}, check if the server supports the requested API version`;
  if (!body) return new ApiError(`request returned ${statusLine} with a message (> ${BODY_LIMIT} bytes) ${route}`, status);
  if (body.length === 0) return new ApiError(`request returned ${statusLine} ${route}`, status);
  const text = body.toString();
  if (headers["content-type"] !== "application/json") return new ApiError(`Error response from daemon: ${text.trim()}`, status);
  return jsonRefusal(text, status);
}

function jsonRefusal(text: string, status: number): StatusError {
  let value: unknown;
  try {
    value = decodeJsonText(text, "whole");
  } catch (error) {
    return new ApiError(`Error reading JSON: ${(error as Error).message}`, status);
  }
  const message = (value as { message?: unknown } | null)?.message;
  if (typeof message === "string" && message !== "") return new ApiError(`Error response from daemon: ${message.trim()}`, status);
  const nothing = `API returned a ${status} (${STATUS_TEXT[status] ?? ""}) but provided no error-message`;
  return new ApiError(`Error response from daemon: ${nothing}`, status);
}
