/**
 * HTTP to registries and their token services, over the same client as to daemons, with its TLS and its error texts. One client
 * for each host, whose connections stay open between requests.
 */
import { type ConnectionReason, kindOfReason } from "../errors/connection.js";
import { EarlyEndError, StatusError, type StatusErrorOptions } from "../errors.js";
import { dial } from "../transport/connect.js";
import { dialText } from "../transport/dial-text.js";
import { createHttpClient, type HttpClient } from "../transport/http/client.js";
import { proxyFor } from "../transport/proxy.js";
import { TransportError } from "../transport/transport-error.js";
import type { RegistryTls } from "./certificates.js";

export interface RegistryTransportOptions {
  userAgent: string;
  platform: string;
  /** With HTTP_PROXY, HTTPS_PROXY and NO_PROXY. */
  env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since the epoch. */
  now(): number;
  /** The certificates; read once, at the first TLS connection. */
  tls(): Promise<RegistryTls & { skipVerify: boolean }>;
}

export interface RegistryRequest {
  method: string;
  url: URL;
  headers?: Readonly<Record<string, string>>;
  body?: Uint8Array;
}

export interface RegistryResponse {
  status: number;
  /** "404 Not Found" */
  statusLine: string;
  /** Lower-case names. */
  headers: Readonly<Record<string, string>>;
  body: Buffer;
  /** The URL after all redirects. */
  url: URL;
}

export interface RegistryTransport {
  /** Follows redirects of GET and HEAD. Throws RegistryRequestError. */
  request(request: RegistryRequest): Promise<RegistryResponse>;
  close(): void;
}

/** There is no response. The text names the method and the URL, as Go's client does. */
export class RegistryRequestError extends StatusError {
  /** Absent if it was not the connection that failed. */
  readonly reason: ConnectionReason | undefined;

  constructor(method: string, url: URL, text: string, options: StatusErrorOptions & { reason?: ConnectionReason } = {}) {
    super(`${method[0]}${method.slice(1).toLowerCase()} "${url.href}": ${text}`, 1, options, "unreachable");
    this.name = "RegistryRequestError";
    this.reason = options.reason;
  }
}

/** Redirects have been followed already, so a 3xx is no failure. */
export const isSuccess = ({ status }: RegistryResponse) => status >= 200 && status <= 399;

const MAX_REDIRECTS = 10;
/** Milliseconds that a registry may take to respond. */
const TIMEOUT_MS = 60_000;
/** The longest body in bytes: manifests and image configurations are small. */
const MAX_BODY = 64 * 1024 * 1024;

const portOf = (url: URL) => Number(url.port || (url.protocol === "https:" ? 443 : 80));
const hostnameOf = (url: URL) => url.hostname.replace(/^\[|\]$/g, "");

export function openRegistryTransport(options: RegistryTransportOptions): RegistryTransport {
  const clients = new Map<string, HttpClient>();
  let certificates: ReturnType<RegistryTransportOptions["tls"]> | undefined;

  async function clientFor(url: URL): Promise<HttpClient> {
    const known = clients.get(url.origin);
    if (known) return known;
    certificates ??= url.protocol === "https:" ? options.tls() : undefined;
    const tls = url.protocol === "https:" ? await certificates : undefined;
    const { env, now, platform } = options;
    const [hostname, port] = [hostnameOf(url), portOf(url)];
    const proxy = proxyFor(env, { hostname, port, tls: tls !== undefined });
    const endpoint = { kind: "tcp", host: url.host, hostname, port, basePath: "", ...(tls && { tls }), ...(proxy && { proxy }) } as const;
    const client = createHttpClient((signal) => dial(endpoint, { signal, now, platform }));
    clients.set(url.origin, client);
    return client;
  }

  async function once({ method, url, headers = {}, body }: RegistryRequest): Promise<RegistryResponse> {
    const length = body ? body.length : method === "POST" || method === "PUT" ? 0 : undefined;
    const sent: [string, string][] = [
      ["Host", url.host],
      ["User-Agent", options.userAgent],
      ...(length === undefined ? [] : ([["Content-Length", String(length)]] as [string, string][])),
      ...Object.entries(headers),
    ];
    const client = await clientFor(url);
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const response = await client.send({ method, target: url.pathname + url.search, headers: sent, body, signal });
      const chunks: Buffer[] = [];
      let bytes = 0;
      for (let chunk = await response.read(); chunk; chunk = await response.read()) {
        bytes += chunk.length;
        if (bytes > MAX_BODY) {
          response.cancel();
          throw new TransportError("malformed", "http: response body too large");
        }
        chunks.push(chunk);
      }
      const { status, statusLine, headers } = response.head;
      return { status, statusLine, headers, body: Buffer.concat(chunks), url };
    } catch (error) {
      throw failure(error, method, url);
    }
  }

  return {
    async request(request) {
      let { url } = request;
      for (let hops = 0; ; hops++) {
        const response = await once({ ...request, url, headers: headersFor(request, url) });
        const { location } = response.headers;
        const moved = response.status >= 301 && response.status <= 308 && response.status !== 304 && response.status !== 305;
        if (!moved || !location || (request.method !== "GET" && request.method !== "HEAD")) return response;
        if (hops >= MAX_REDIRECTS) throw new RegistryRequestError(request.method, url, "stopped after 10 redirects", { kind: "refused" });
        url = nextUrl(location, url, request.method);
      }
    },
    close() {
      for (const client of clients.values()) client.close();
    },
  };
}

/** Credentials are for the host that asked for them, not for the one that it redirects to. */
function headersFor({ headers = {}, url }: RegistryRequest, at: URL): Readonly<Record<string, string>> {
  if (at.origin === url.origin) return headers;
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== "authorization"));
}

function nextUrl(location: string, from: URL, method: string): URL {
  try {
    const next = new URL(location, from);
    if (next.protocol === "http:" || next.protocol === "https:") return next;
    throw new Error(`unsupported protocol scheme "${next.protocol.slice(0, -1)}"`);
  } catch (error) {
    throw new RegistryRequestError(method, from, (error as Error).message, { kind: "refused", cause: error });
  }
}

function failure(error: unknown, method: string, url: URL): unknown {
  if (error instanceof TransportError) {
    const { reason } = error;
    const text = dialText(error, { hostname: hostnameOf(url), port: portOf(url) });
    return new RegistryRequestError(method, url, text, { reason, kind: kindOfReason(reason), cause: error });
  }
  if (error instanceof EarlyEndError) return new RegistryRequestError(method, url, error.message, { cause: error });
  const timedOut = error instanceof DOMException && error.name === "TimeoutError";
  return timedOut ? new RegistryRequestError(method, url, "i/o timeout", { kind: "timeout", cause: error }) : error;
}
