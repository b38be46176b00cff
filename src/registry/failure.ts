/** What registries refuse with, in the reference's words (distribution's errcode). */
import { StatusError } from "../errors.js";
import { quote } from "../values/quote.js";
import { parseBody } from "./json-body.js";

/** Codes to the message that says no more than the code. */
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
/** Codes that the reference takes for "not here", where a text or a detail comes with them. */
const ABSENT = new Set(["UNAUTHORIZED", "MANIFEST_UNKNOWN", "NAME_UNKNOWN"]);

/** An answer of a registry with a status of 400 or more. `absent`: what was asked for may not be there at all. */
export class RegistryError extends StatusError {
  constructor(
    message: string,
    readonly absent = false,
  ) {
    super(message, 1);
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

/** For bodies that are no list of errors: the status alone gives the code. */
function byStatus(status: number, text: string): RegistryError {
  const code = { 401: "UNAUTHORIZED", 403: "DENIED", 429: "TOOMANYREQUESTS" }[status] ?? "UNKNOWN";
  return new RegistryError(`${words(code)}: ${text}`, ABSENT.has(code));
}

/** As the reference tells it: a body without sense is no different from an absent thing. */
function senseless(status: number, why: string, body: string): RegistryError {
  if (status === 401) return new RegistryError("unauthorized: authentication required", true);
  return new RegistryError(`error parsing HTTP ${status} response body: ${why}: ${quote(body)}`, true);
}

function fromJson(status: number, body: string): RegistryError {
  let parsed: { details?: unknown; errors?: unknown };
  try {
    parsed = parseBody(Buffer.from(body));
  } catch (error) {
    return senseless(status, (error as Error).message, body);
  }
  if (typeof parsed.details === "string" && parsed.details !== "") return byStatus(status, parsed.details);
  const errors = Array.isArray(parsed.errors) ? (parsed.errors as Refusal[]) : [];
  if (errors.length === 0) return senseless(status, "no error details found in HTTP response body", body);
  const refusals = errors.map((one) => refusal(one ?? {}));
  const [first] = refusals;
  if (first && refusals.length === 1) return new RegistryError(first.text, first.absent);
  return new RegistryError(`errors:\n${refusals.map(({ text }) => `${text}\n`).join("")}`, first?.absent);
}

export interface RefusedAnswer {
  status: number;
  /** "404 Not Found" */
  statusLine: string;
  contentType: string | undefined;
  body: string;
}

/** The error that an answer stands for. */
export function registryError({ status, statusLine, contentType = "", body }: RefusedAnswer): RegistryError {
  if (status < 400 || status >= 500) return new RegistryError(`received unexpected HTTP status: ${statusLine}`);
  const type = contentType.split(";")[0]?.trim().toLowerCase() ?? "";
  return type === "application/json" || type === "application/vnd.api+json" ? fromJson(status, body) : byStatus(status, body);
}
