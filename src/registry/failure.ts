/** Refusals of registries in Docker's words (errcode of distribution). */
import { kindOfStatus, StatusError } from "../errors.js";
import { quote } from "../values/quote.js";
import { parseBody } from "./json-body.js";
import type { RegistryResponse } from "./transport.js";

/** Codes with their standard messages, which say no more than the code. */
const KNOWN: Readonly<Record<string, string>> = {
  UNKNOWN: "unknown error",
  UNSUPPORTED: "The operation is unsupported.",
  UNAUTHORIZED: "authentication required",
  DENIED: "requested access to the resource is denied",
  UNAVAILABLE: "service unavailable",
  TOOMANYREQUESTS: "too many requests",
  DIGEST_INVALID: "provided digest did not match uploaded content",
  SIZE_INVALID: "provided length did not match content length",
  RANGE_INVALID: "invalid content range",
  NAME_INVALID: "invalid repository name",
  TAG_INVALID: "manifest tag did not match URI",
  NAME_UNKNOWN: "repository name not known to registry",
  MANIFEST_UNKNOWN: "manifest unknown",
  MANIFEST_INVALID: "manifest invalid",
  MANIFEST_UNVERIFIED: "manifest failed signature verification",
  MANIFEST_BLOB_UNKNOWN: "blob unknown to registry",
  BLOB_UNKNOWN: "blob unknown to registry",
  BLOB_UPLOAD_UNKNOWN: "blob upload unknown to registry",
  BLOB_UPLOAD_INVALID: "blob upload invalid",
  PAGINATION_NUMBER_INVALID: "invalid number of results requested",
};
/** Codes that mean "not here" to Docker if a text or a detail comes with them. */
const ABSENT = new Set(["UNAUTHORIZED", "MANIFEST_UNKNOWN", "NAME_UNKNOWN"]);

/** A registry refused a request. `absent`: what was asked for may not exist. */
export class RegistryError extends StatusError {
  constructor(
    message: string,
    status: number,
    readonly absent = false,
  ) {
    super(message, 1, { kind: kindOfStatus(status) });
    this.name = "RegistryError";
  }
}

interface Refusal {
  code?: unknown;
  message?: unknown;
  detail?: unknown;
}

const words = (code: string) => code.toLowerCase().replaceAll("_", " ");

function refusal({ code, message, detail }: Refusal): { text: string; absent: boolean } {
  const known = typeof code === "string" && Object.hasOwn(KNOWN, code) ? code : "UNKNOWN";
  const said = typeof message === "string" ? message : "";
  if ((detail ?? null) === null && (said === "" || said === KNOWN[known])) return { text: words(known), absent: false };
  return { text: `${words(known)}: ${said}`, absent: ABSENT.has(known) };
}

/** For a body that is no list of errors: the code follows from the status. */
function byStatus(status: number, text: string): RegistryError {
  const code = { 401: "UNAUTHORIZED", 403: "DENIED", 429: "TOOMANYREQUESTS" }[status] ?? "UNKNOWN";
  return new RegistryError(`${words(code)}: ${text}`, status, ABSENT.has(code));
}

/** To Docker, a body that cannot be understood means the same as something that does not exist. */
function unreadable(status: number, why: string, body: string): RegistryError {
  if (status === 401) return new RegistryError("unauthorized: authentication required", status, true);
  return new RegistryError(`error parsing HTTP ${status} response body: ${why}: ${quote(body)}`, status, true);
}

function fromJson(status: number, body: string): RegistryError {
  let parsed: { details?: unknown; errors?: unknown };
  try {
    parsed = parseBody(Buffer.from(body));
  } catch (error) {
    return unreadable(status, (error as Error).message, body);
  }
  if (typeof parsed.details === "string" && parsed.details !== "") return byStatus(status, parsed.details);
  const errors = Array.isArray(parsed.errors) ? (parsed.errors as Refusal[]) : [];
  if (errors.length === 0) return unreadable(status, "no error details found in HTTP response body", body);
  const refusals = errors.map((one) => refusal(one ?? {}));
  const [first] = refusals;
  if (first && refusals.length === 1) return new RegistryError(first.text, status, first.absent);
  return new RegistryError(`errors:\n${refusals.map(({ text }) => `${text}\n`).join("")}`, status, first?.absent);
}

/** The error for a response that is no success. */
export function responseError({ status, statusLine, headers, body }: RegistryResponse): RegistryError {
  if (status < 400 || status >= 500) return new RegistryError(`received unexpected HTTP status: ${statusLine}`, status);
  const type = headers["content-type"]?.split(";")[0]?.trim().toLowerCase() ?? "";
  const text = body.toString();
  return type === "application/json" || type === "application/vnd.api+json" ? fromJson(status, text) : byStatus(status, text);
}
