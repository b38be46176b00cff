/** The transport that dockerode asks for (`new Docker({ modem })`), over the engine's own wire instead of docker-modem. */
import { createReadStream } from "node:fs";
import { ApiError, type StatusError } from "../../errors.js";
import type { Engine, EngineResponse, RequestOptions } from "../engine.js";
import { demuxInto, followProgress } from "./modem-follow.js";
import { answerReadable, hijackedDuplex } from "./modem-streams.js";

type Bag = Record<string, unknown>;

/** What dockerode passes to `dial`. */
export interface ModemRequest {
  /** "/containers/json?": a "?" at the end says that the options are the query (else they are the body only). */
  path: string;
  method: string;
  options?: Bag | undefined;
  /** A file's name, bytes, or a stream: the body. */
  file?: string | Uint8Array | AsyncIterable<Uint8Array> | undefined;
  headers?: Record<string, string> | undefined;
  authconfig?: (Bag & { key?: string; base64?: string }) | undefined;
  registryconfig?: (Bag & { base64?: string }) | undefined;
  abortSignal?: AbortSignal | undefined;
  /** Status -> true (wanted) or what a refusal with it means. */
  statusCodes: Record<number, boolean | string>;
  /** Hand out the body as a stream instead of parsing it. */
  isStream?: boolean | undefined;
  hijack?: boolean | undefined;
  openStdin?: boolean | undefined;
  /** Send the body even where it is "{}". */
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
    if (request.statusCodes[answer.status] !== true) throw await unwanted(answer, request);
    if (request.isStream) return answerReadable(answer);
    return parsed(await answer.bytes());
  }

  demuxStream = demuxInto;
  followProgress = followProgress;
  buildQuerystring = queryString;
}

/** Path and request options of what dockerode asks for. */
function split(request: ModemRequest): { path: string; options: RequestOptions } {
  const { authconfig: _, abortSignal: __, ...opts } = request.options ?? {};
  const asQuery = request.path.endsWith("?");
  const bare = asQuery ? request.path.slice(0, -1) : request.path;
  // dockerode puts names into paths as they are.
  const path = bare.replace(/[^!-~]/gu, encodeURIComponent);
  const query = asQuery && Object.keys(opts).length > 0 ? `?${queryString((opts._query ?? opts) as Bag)}` : "";
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

function bodyOf({ file, method, options, allowEmpty }: ModemRequest, opts: Bag): Uint8Array | AsyncIterable<Uint8Array> | undefined {
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
function queryString(opts: Bag): string {
  const word = (value: unknown): string => encodeURIComponent(value === undefined || value === null ? "" : String(value));
  return Object.entries(opts)
    .flatMap(([key, value]) => {
      if (Array.isArray(value)) return value.map((one) => `${word(key)}=${word(one)}`);
      return [`${word(key)}=${value && typeof value === "object" ? word(JSON.stringify(value)) : word(value)}`];
    })
    .join("&");
}

/** JSON where it is JSON, the bytes where it is not: dockerode's convention. */
function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString()) || body;
  } catch {
    return body;
  }
}

/** An answer below 400 that the call does not count as success (304: already started). */
async function unwanted(answer: EngineResponse, { statusCodes }: ModemRequest): Promise<Error> {
  const cause = (await answer.text()).trim();
  return new ApiError(`(HTTP code ${answer.status}) ${statusCodes[answer.status] || "unexpected"} - ${cause} `, answer.status);
}

/** Refusals carry dockerode's own fields beside ours. */
function withReason(error: unknown, { statusCodes }: ModemRequest): unknown {
  if (!(error instanceof ApiError)) return error;
  return Object.assign(error, { statusCode: error.status, reason: statusCodes[error.status], json: { message: reasonText(error) } });
}

function reasonText(error: StatusError): string {
  return error.message.replace(/^Error response from daemon: /, "");
}
