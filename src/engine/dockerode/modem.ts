/** The transport of dockerode (`new Docker({ modem })`): our engine client instead of docker-modem. */
import { createReadStream } from "node:fs";
import { ApiError } from "../../errors.js";
import type { Engine, EngineResponse, RequestOptions } from "../engine.js";
import { demuxInto, followProgress } from "./modem-follow.js";
import { answerReadable, hijackedDuplex } from "./modem-streams.js";

type ModemOptions = Record<string, unknown>;

/** What dockerode passes to `dial`. */
export interface ModemRequest {
  /** "/containers/json?": with a "?" at the end the options are the query, otherwise the body. */
  path: string;
  method: string;
  options?: ModemOptions | undefined;
  /** The body: the name of a file, bytes, or a stream. */
  file?: string | Uint8Array | AsyncIterable<Uint8Array> | undefined;
  headers?: Record<string, string> | undefined;
  authconfig?: (ModemOptions & { key?: string; base64?: string }) | undefined;
  registryconfig?: (ModemOptions & { base64?: string }) | undefined;
  abortSignal?: AbortSignal | undefined;
  /** Status -> true (success) or what it means. */
  statusCodes: Record<number, boolean | string>;
  /** Return the body as a stream instead of parsing it. */
  isStream?: boolean | undefined;
  hijack?: boolean | undefined;
  openStdin?: boolean | undefined;
  /** Send the body even if it is "{}". */
  allowEmpty?: boolean | undefined;
}

export type ModemCallback = (error: unknown, data?: unknown) => void;

export class EngineModem {
  /** Set by dockerode. */
  Promise: PromiseConstructor = Promise;
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  dial(request: ModemRequest, callback: ModemCallback): void {
    this.#dial(request).then(
      (data) => callback(null, data),
      (error) => callback(withReason(error, request), null),
    );
  }

  async #dial(request: ModemRequest): Promise<unknown> {
    const { path, options } = split(request);
    if (request.hijack || request.openStdin) return hijackedDuplex(await this.#engine.hijack(path, options));
    const answer = await this.#engine.request(request.method, path, options);
    if (request.statusCodes[answer.status] !== true) throw await unexpectedStatus(answer, request);
    if (request.isStream) return answerReadable(answer);
    return parsed(await answer.bytes());
  }

  demuxStream = demuxInto;
  followProgress = followProgress;
  buildQuerystring = queryString;
}

/** The path and the request options for a call of dockerode. */
function split(request: ModemRequest): { path: string; options: RequestOptions } {
  const { authconfig: _, abortSignal: __, ...opts } = request.options ?? {};
  const asQuery = request.path.endsWith("?");
  const bare = asQuery ? request.path.slice(0, -1) : request.path;
  // dockerode does not encode names in paths.
  const path = bare.replace(/[^!-~]/gu, encodeURIComponent);
  const query = asQuery && Object.keys(opts).length > 0 ? `?${queryString((opts._query ?? opts) as ModemOptions)}` : "";
  const headers: Record<string, string> = { ...request.headers };
  const auth = request.authconfig;
  if (auth) headers["X-Registry-Auth"] = auth.key || auth.base64 || base64Url(auth);
  const registries = request.registryconfig;
  if (registries) headers["X-Registry-Config"] = registries.base64 || Buffer.from(JSON.stringify(registries)).toString("base64");
  const body = bodyOf(request, opts);
  const type = request.file !== undefined ? "application/tar" : body !== undefined ? "application/json" : undefined;
  if (type && !Object.keys(headers).some((name) => name.toLowerCase() === "content-type")) headers["Content-Type"] = type;
  return {
    path: path + query,
    options: { headers, ...(body !== undefined && { body }), ...(request.abortSignal && { signal: request.abortSignal }) },
  };
}

function bodyOf(
  { file, method, options, allowEmpty }: ModemRequest,
  opts: ModemOptions,
): Uint8Array | AsyncIterable<Uint8Array> | undefined {
  if (typeof file === "string") return createReadStream(file);
  if (file !== undefined) return file;
  if (method !== "POST" || !options) return undefined;
  const json = JSON.stringify(opts._body ?? opts);
  return !allowEmpty && (json === "{}" || json === '""') ? undefined : Buffer.from(json);
}

function base64Url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64").replaceAll("+", "-").replaceAll("/", "_");
}

/** docker-modem's query: every value is sent, objects as JSON, arrays repeated. */
function queryString(opts: ModemOptions): string {
  const word = (value: unknown): string => encodeURIComponent(value === undefined || value === null ? "" : String(value));
  return Object.entries(opts)
    .flatMap(([key, value]) => {
      if (Array.isArray(value)) return value.map((one) => `${word(key)}=${word(one)}`);
      return [`${word(key)}=${value && typeof value === "object" ? word(JSON.stringify(value)) : word(value)}`];
    })
    .join("&");
}

/** The parsed JSON, or the bytes if it is no JSON: dockerode's convention. */
function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString()) || body;
  } catch {
    return body;
  }
}

/** A status below 400 that the call does not count as success (304: already started). */
async function unexpectedStatus(answer: EngineResponse, { statusCodes }: ModemRequest): Promise<Error> {
  const cause = (await answer.text()).trim();
  return new ApiError(`(HTTP code ${answer.status}) ${statusCodes[answer.status] || "unexpected"} - ${cause} `, answer.status);
}

/** Adds dockerode's own properties to a refusal. */
function withReason(error: unknown, { statusCodes }: ModemRequest): unknown {
  if (!(error instanceof ApiError)) return error;
  return Object.assign(error, { statusCode: error.status, reason: statusCodes[error.status], json: { message: error.detail } });
}
