/**
 * HTTP to registries and their token services, over the client that talks to engines (its connections, its TLS, its words
 * for what fails): one wire a host, kept open between requests.
 */

import { EarlyEndError, StatusError } from "../errors.js";
import { dial } from "../transport/connect.js";
import { dialText } from "../transport/dial-text.js";
import { openWire, type Wire } from "../transport/http/client.js";
import { proxyFor } from "../transport/proxy.js";
import { WireError } from "../transport/transport-error.js";
import type { RegistryTls } from "./certificates.js";

export interface TransportOptions {
  userAgent: string;
  platform: string;
  /** Whose HTTP_PROXY, HTTPS_PROXY and NO_PROXY say which way to go. */
  env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Certificates for a host; asked once, when TLS is first spoken to any. */
  tls(): Promise<RegistryTls & { skipVerify: boolean }>;
}

export interface HttpRequest {
  method: string;
  url: URL;
  headers?: Readonly<Record<string, string>>;
  body?: Uint8Array;
}

export interface HttpAnswer {
  status: number;
  /** "404 Not Found" */
  statusLine: string;
  /** Lower-case names. */
  headers: Readonly<Record<string, string>>;
  body: Buffer;
  /** Where it came from in the end. */
  url: URL;
}

export interface Transport {
  /** Follows redirects of GET and HEAD. Throws HttpFailure. */
  request(request: HttpRequest): Promise<HttpAnswer>;
  close(): void;
}

/** No answer: the text names the method and the URL, as Go's client does. `reason` is the text without them. */
export class HttpFailure extends StatusError {
  constructor(
    method: string,
    url: URL,
    readonly reason: string,
    /** Nobody took the connection. */
    readonly refused = false,
    options?: ErrorOptions,
  ) {
    super(`${method[0]}${method.slice(1).toLowerCase()} "${url.href}": ${reason}`, 1, options);
    this.name = "HttpFailure";
  }

  /** The other side speaks HTTP without TLS. */
  get plain(): boolean {
    return this.reason.includes("server gave HTTP response to HTTPS client");
  }
}

const MAX_REDIRECTS = 10;
/** A registry that says nothing for so long is given up. */
const PATIENCE_MS = 60_000;
/** Manifests and configurations are small; more is no manifest. */
const LONGEST_BODY = 64 * 1024 * 1024;

const portOf = (url: URL) => Number(url.port || (url.protocol === "https:" ? 443 : 80));
const hostnameOf = (url: URL) => url.hostname.replace(/^\[|\]$/g, "");

export function openTransport(options: TransportOptions): Transport {
  const wires = new Map<string, Wire>();
  let certificates: ReturnType<TransportOptions["tls"]> | undefined;

  async function wireTo(url: URL): Promise<Wire> {
    const known = wires.get(url.origin);
    if (known) return known;
    certificates ??= url.protocol === "https:" ? options.tls() : undefined;
    const tls = url.protocol === "https:" ? await certificates : undefined;
    const { env, now, platform } = options;
    const [hostname, port] = [hostnameOf(url), portOf(url)];
    const proxy = proxyFor(env, { hostname, port, tls: tls !== undefined });
    const endpoint = { kind: "tcp", host: url.host, hostname, port, basePath: "", ...(tls && { tls }), ...(proxy && { proxy }) } as const;
    const wire = openWire((signal) => dial(endpoint, { signal, now, platform }));
    wires.set(url.origin, wire);
    return wire;
  }

  async function once({ method, url, headers = {}, body }: HttpRequest): Promise<HttpAnswer> {
    const length = body ? body.length : method === "POST" || method === "PUT" ? 0 : undefined;
    const fields: [string, string][] = [
      ["Host", url.host],
      ["User-Agent", options.userAgent],
      ...(length === undefined ? [] : ([["Content-Length", String(length)]] as [string, string][])),
      ...Object.entries(headers),
    ];
    const wire = await wireTo(url);
    try {
      const signal = AbortSignal.timeout(PATIENCE_MS);
      const answer = await wire.send({ method, target: url.pathname + url.search, fields, body, signal });
      const chunks: Buffer[] = [];
      let bytes = 0;
      for (let chunk = await answer.read(); chunk; chunk = await answer.read()) {
        bytes += chunk.length;
        if (bytes > LONGEST_BODY) {
          answer.cancel();
          throw new WireError("talk", "http: response body too large");
        }
        chunks.push(chunk);
      }
      const { status, statusLine, headers } = answer.head;
      return { status, statusLine, headers, body: Buffer.concat(chunks), url };
    } catch (error) {
      throw failure(error, method, url);
    }
  }

  return {
    async request(request) {
      let { url } = request;
      for (let hops = 0; ; hops++) {
        const answer = await once({ ...request, url, headers: headersFor(request, url) });
        const { location } = answer.headers;
        const moved = answer.status >= 301 && answer.status <= 308 && answer.status !== 304 && answer.status !== 305;
        if (!moved || !location || (request.method !== "GET" && request.method !== "HEAD")) return answer;
        if (hops >= MAX_REDIRECTS) throw new HttpFailure(request.method, url, "stopped after 10 redirects");
        url = nextUrl(location, url, request.method);
      }
    },
    close() {
      for (const wire of wires.values()) wire.close();
    },
  };
}

/** Credentials are for the host that asked for them, not for where it sends us. */
function headersFor({ headers = {}, url }: HttpRequest, at: URL): Readonly<Record<string, string>> {
  if (at.origin === url.origin) return headers;
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== "authorization"));
}

function nextUrl(location: string, from: URL, method: string): URL {
  try {
    const next = new URL(location, from);
    if (next.protocol === "http:" || next.protocol === "https:") return next;
    throw new Error(`unsupported protocol scheme "${next.protocol.slice(0, -1)}"`);
  } catch (error) {
    throw new HttpFailure(method, from, (error as Error).message, false, { cause: error });
  }
}

function failure(error: unknown, method: string, url: URL): unknown {
  const options = { cause: error };
  if (error instanceof WireError) {
    const reason = dialText(error, { hostname: hostnameOf(url), port: portOf(url) });
    return new HttpFailure(method, url, reason, error.failure === "refused", options);
  }
  if (error instanceof EarlyEndError) return new HttpFailure(method, url, error.message, false, options);
  if (error instanceof DOMException && error.name === "TimeoutError") return new HttpFailure(method, url, "i/o timeout", false, options);
  return error;
}
