/** Docker's words for a response that refuses (status >= 400). */
import { ApiError, type StatusError } from "../errors.js";
import type { HttpResponse } from "../transport/http/client.js";
import { decodeJsonText } from "../values/json/decode.js";

/** The longest body in bytes that is read. */
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

async function readLimited(response: HttpResponse): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for (let chunk = await response.read(); chunk; chunk = await response.read()) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= BODY_LIMIT) {
      response.cancel();
      return undefined;
    }
  }
  return Buffer.concat(chunks);
}

/** The error that a response means. `url` is named if the body says nothing. Throws EarlyEndError for a body that is cut short. */
export async function apiError(response: HttpResponse, url: string): Promise<StatusError> {
  const { status, statusLine, headers } = response.head;
  const body = await readLimited(response);
  const route = `for API route and version ${url}, check if the server supports the requested API version`;
  if (!body) return new ApiError(`request returned ${statusLine} with a message (> ${BODY_LIMIT} bytes) ${route}`, status);
  if (body.length === 0) return new ApiError(`request returned ${statusLine} ${route}`, status);
  const text = body.toString();
  if (headers["content-type"] !== "application/json") return fromDaemon(text.trim(), status);
  return jsonRefusal(text, status);
}

function fromDaemon(detail: string, status: number): ApiError {
  return new ApiError(`Error response from daemon: ${detail}`, status, detail);
}

function jsonRefusal(text: string, status: number): StatusError {
  let value: unknown;
  try {
    value = decodeJsonText(text, "whole");
  } catch (error) {
    return new ApiError(`Error reading JSON: ${(error as Error).message}`, status);
  }
  const message = (value as { message?: unknown } | null)?.message;
  if (typeof message === "string" && message !== "") return fromDaemon(message.trim(), status);
  return fromDaemon(`API returned a ${status} (${STATUS_TEXT[status] ?? ""}) but provided no error-message`, status);
}
