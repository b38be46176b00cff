/** The engine client: versions, requests, errors in the reference's words, hijacks, and dockerode over the same wire. */
import { ApiError, ConnectionError } from "../errors.js";
import { dial } from "../transport/connect.js";
import type { Endpoint } from "../transport/endpoint.js";
import { type Answer, openWire, type Wire, type WireRequest } from "../transport/http/client.js";
import { WireError } from "../transport/transport-error.js";
import { codeOf } from "../values/errno.js";
import { encodeJson } from "../values/json/encode.js";
import { apiError } from "./api-error.js";
import { basePath, baseUrl, hostHeader } from "./endpoint/address.js";
import type { Engine, Ping, RequestOptions } from "./engine.js";
import { explained } from "./failure.js";
import { hijackedStream } from "./hijack.js";
import { type Pulse, takePulse } from "./pulse.js";
import { encodeQuery } from "./query.js";
import { engineResponse } from "./response.js";
import { MAX_API, negotiated, parsePing, pinned } from "./version.js";

export interface EngineOptions {
  endpoint: Endpoint;
  /** DOCKLINE_PATIENCE: seconds that an engine may take to say that it is still there; 0 never asks. */
  env: { readonly DOCKER_API_VERSION?: string | undefined; readonly DOCKLINE_PATIENCE?: string | undefined };
  /** Sent with every request (HttpHeaders of the configuration). */
  headers?: Readonly<Record<string, string>> | undefined;
  /** "Docker-Client/28.2.2 (linux)". */
  userAgent: string;
  platform: string;
  /** Milliseconds since the epoch; names the time in messages about certificates. */
  now?: () => number;
  /** How long an engine that took the connection may keep `_ping` waiting. */
  pingTimeoutMs?: number;
}

/** How the engine says that nothing had to be done: started already, stopped already. */
const NOT_MODIFIED = 304;
/** An engine under load may take its time; twice this is long enough for one that its socket has just started. */
const PATIENCE_MS = 30_000;

export function createEngine({
  endpoint,
  env,
  headers = {},
  userAgent,
  platform,
  now,
  pingTimeoutMs = 2 * (patienceOf(env.DOCKLINE_PATIENCE) || PATIENCE_MS),
}: EngineOptions): Engine {
  const connect = (signal: AbortSignal | undefined, exactEnd: boolean) => dial(endpoint, { signal, exactEnd, now, platform });
  const pulse = pulseOf();
  const wire = openWire(async (signal, exactEnd) => {
    const stream = await connect(signal, exactEnd);
    pulse?.watch(stream);
    return stream;
  });
  const base = basePath(endpoint);
  const shown = baseUrl(endpoint);
  const ownFields = Object.entries(headers).filter(([name]) => name.toLowerCase() !== "user-agent" && name.toLowerCase() !== "host");
  const stalled = new ConnectionError(`Cannot connect to the Docker daemon at ${endpoint.host}. Is the docker daemon running?`);
  let asked: Promise<Ping> | undefined;
  let docker: ReturnType<Engine["docker"]> | undefined;

  /** None over ssh: each question would be a login, with a passphrase to type perhaps, and ssh can watch its connection itself. */
  function pulseOf(): Pulse | undefined {
    const patienceMs = patienceOf(env.DOCKLINE_PATIENCE);
    if (endpoint.kind === "ssh" || patienceMs === 0) return undefined;
    const lost = new ConnectionError(`the Docker daemon at ${endpoint.host} has stopped answering`);
    return takePulse({ patienceMs, lost, ask: (signal) => isThere(openWire(connect), wireRequest("HEAD", `${base}/_ping`, { signal })) });
  }

  /** Of requests that bring nothing of their own. */
  let plainFields: WireRequest["fields"] | undefined;

  function wireRequest(method: string, target: string, options: RequestOptions): WireRequest {
    const { signal } = options;
    const isPlain = method === "GET" && options.body === undefined && options.headers === undefined;
    if (isPlain && plainFields) return { method, target, fields: plainFields, signal };
    const { body, fields: ofBody } = encodeBody(method, options);
    const fields = allFields(ofBody, options);
    if (isPlain) plainFields = fields;
    return { method, target, fields, body, signal };
  }

  function allFields(ofBody: [string, string][], options: RequestOptions): [string, string][] {
    const sent = new Map<string, [string, string | readonly string[]]>();
    const all = [
      ["Host", hostHeader(endpoint)],
      ["User-Agent", userAgent],
      ...ofBody,
      ...ownFields,
      ...Object.entries(options.headers ?? {}),
    ];
    for (const [name = "", value = ""] of all) sent.set(name.toLowerCase(), [name, value]);
    // A length given by the caller takes the place of chunks.
    if (sent.has("content-length")) sent.delete("transfer-encoding");
    return [...sent.values()].flatMap(fieldLines);
  }

  /** Sends; failures of the wire come out in the reference's words. */
  async function send(method: string, target: string, options: RequestOptions): Promise<Answer> {
    try {
      return await wire.send(wireRequest(method, target, options));
    } catch (error) {
      throw explained(error, endpoint, method, shown + target);
    }
  }

  async function refuse(answer: Answer, target: string): Promise<never> {
    throw await apiError(answer, shown + target);
  }

  async function askPing(): Promise<Ping> {
    const target = `${base}/_ping`;
    const patience = new AbortController();
    // Over ssh a human may be typing a passphrase, and ssh has a timeout of its own.
    const timer = endpoint.kind === "ssh" ? undefined : setTimeout(() => patience.abort(stalled), pingTimeoutMs);
    const options = { signal: patience.signal };
    const resume = pulse?.pause();
    try {
      let answer = await send("HEAD", target, options);
      // Proxies that let no HEAD through; a 500 of the engine itself has the headers nevertheless.
      if (answer.head.status !== 200 && answer.head.status !== 500) {
        answer.cancel();
        answer = await send("GET", target, options);
      }
      const { status, headers } = answer.head;
      if (status >= 400 && !headers["api-version"]) return await refuse(answer, target);
      while (await answer.read());
      return parsePing(headers);
    } finally {
      clearTimeout(timer);
      resume?.();
    }
  }

  function ping(): Promise<Ping> {
    asked ??= askPing().catch((error) => {
      // Who has waited that long does not wait as long again.
      if (error !== stalled) asked = undefined;
      throw error;
    });
    return asked;
  }

  /** Found out once; not kept where the engine did not tell. */
  let version = pinned(env.DOCKER_API_VERSION);

  async function apiVersion(): Promise<string> {
    if (version) return version;
    try {
      version = negotiated((await ping()).apiVersion);
      return version;
    } catch (error) {
      // As the reference: the request itself will tell what is wrong. Where nobody answers it would only wait once more.
      if (error === stalled || nobodyThere(error)) throw error;
      return MAX_API;
    }
  }

  async function targetOf(path: string, { query, unversioned, signal }: RequestOptions): Promise<string> {
    const prefix = unversioned ? "" : `/v${version ?? (await abortable(apiVersion(), signal))}`;
    return base + prefix + path + encodeQuery(query);
  }

  const engine: Engine = {
    endpoint,
    ping,
    apiVersion,
    async request(method, path, options = {}) {
      const target = await targetOf(path, options);
      const answer = await send(method, target, options);
      const { status } = answer.head;
      if (status >= 400) return refuse(answer, target);
      // An engine redirects paths with dots or double slashes in them: whatever was meant, it was not done. (A GET shows by its body.)
      if (status >= 300 && status !== NOT_MODIFIED && method !== "GET") {
        answer.cancel();
        throw new ApiError("Error response from daemon: page not found", status);
      }
      return engineResponse(answer);
    },
    async json<T>(method: string, path: string, options?: RequestOptions) {
      return (await engine.request(method, path, options)).json<T>();
    },
    async hijack(path, options = {}) {
      const target = await targetOf(path, options);
      // Without a body the reference still names a type; some engines want one with every POST.
      const type: Record<string, string> = options.body === undefined ? { "Content-Type": "text/plain" } : {};
      const headers = { ...type, Connection: "Upgrade", Upgrade: "tcp", ...options.headers };
      const request = wireRequest("POST", target, { ...options, headers });
      try {
        const { head, stream } = await wire.upgrade(request);
        if (head.status === 101 || head.status === 200) return hijackedStream(stream, head, options.signal);
        stream.destroy();
        throw new ApiError(`unable to upgrade to tcp, received ${head.status}`, head.status);
      } catch (error) {
        throw explainedHijack(error, endpoint, shown + target);
      }
    },
    docker() {
      docker ??= import("./dockerode/docker.js").then(({ openDocker }) => openDocker(engine));
      return docker;
    },
    close: () => wire.close(),
  };
  return engine;
}

const fieldLines = ([name, value]: [string, string | readonly string[]]) => [value].flat().map((one): [string, string] => [name, one]);

/** Milliseconds; the usual ones where the text is no number of seconds. */
function patienceOf(seconds = ""): number {
  const given = seconds === "" ? Number.NaN : Number(seconds) * 1000;
  return given >= 0 && given < 2 ** 31 ? given : PATIENCE_MS;
}

/** Any answer is a sign of life. So is a refusal: then the engine's end, or that only its address is gone, shows on the connection. */
async function isThere(wire: Wire, question: WireRequest): Promise<boolean> {
  try {
    await wire.send(question);
    return true;
  } catch (error) {
    const code = error instanceof WireError ? codeOf(error.cause) : "";
    return code === "ECONNREFUSED" || code === "ENOENT";
  } finally {
    wire.close();
  }
}

function nobodyThere(error: unknown): boolean {
  const cause = error instanceof ConnectionError ? error.cause : undefined;
  return cause instanceof WireError && cause.failure === "refused";
}

/** `work`, unless the signal comes first. */
function abortable<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}

/** Behind the upgrade the reference reads the connection itself, and shows what it meets without the URL. */
function explainedHijack(error: unknown, endpoint: Endpoint, url: string): unknown {
  const met = error instanceof WireError && error.failure === "talk" && /^(EOF|net\/http: )/.test(error.text);
  if (!met) return explained(error, endpoint, "POST", url);
  const text = error.text.replace(/^net\/http: HTTP\/1\.x transport connection broken: /, "").replace(/^EOF$/, "unexpected EOF");
  return new ConnectionError(text, { cause: error });
}

/** The bytes to send and the fields that describe them. */
function encodeBody(method: string, { body }: RequestOptions): { body: WireRequest["body"]; fields: [string, string][] } {
  if (body === undefined) {
    const bodyless = method === "GET" || method === "HEAD" || method === "DELETE";
    return { body: undefined, fields: bodyless ? [] : [["Content-Length", "0"]] };
  }
  if (Symbol.asyncIterator in body) return { body: body as AsyncIterable<Uint8Array>, fields: [["Transfer-Encoding", "chunked"]] };
  if (body instanceof Uint8Array) return { body, fields: [["Content-Length", String(body.length)]] };
  const json = Buffer.from(encodeJson(body));
  return {
    body: json,
    fields: [
      ["Content-Length", String(json.length)],
      ["Content-Type", "application/json"],
    ],
  };
}
