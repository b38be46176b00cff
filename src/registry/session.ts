/** Requests to one registry: over TLS or plain HTTP, pinged once, authorized for the scopes of each request. */
import type { AuthEntry } from "../config/values.js";
import { StatusError } from "../errors.js";
import { isNotRunning } from "../transport/transport-error.js";
import { type Authorizer, openAuthorizer } from "./authorize.js";
import { registryTls } from "./certificates.js";
import { type Challenge, parseChallenges } from "./challenge.js";
import { isLoopback } from "./repository.js";
import { openRegistryTransport, RegistryRequestError, type RegistryResponse, type RegistryTransport } from "./transport.js";

export interface RegistryOptions {
  env: Readonly<Record<string, string | undefined>>;
  platform: string;
  userAgent: string;
  /** Milliseconds since the epoch. */
  now(): number;
  /** --insecure: accept any certificate, and plain HTTP if there is no TLS. */
  insecure: boolean;
  /** Directory of the certificates of hosts; the default is /etc/docker/certs.d. */
  certsDir?: string;
}

export interface Session {
  /**
   * @param purpose decides about plain HTTP: a read only with --insecure, a write also to this machine
   * @throws StatusError if there is no response, or no authorization
   */
  request(purpose: "read" | "write", scopes: readonly string[], request: SessionRequest): Promise<RegistryResponse>;
  close(): void;
}

export interface SessionRequest {
  method: string;
  /** After /v2/, percent-encoded. */
  path: string;
  headers?: Readonly<Record<string, string>>;
  body?: Uint8Array;
}

/** A registry without TLS, which is not allowed here: Docker treats it as empty. */
export class PlainRegistryError extends StatusError {
  constructor() {
    super("", 1, { kind: "not-found" });
    this.name = "PlainRegistryError";
  }
}

/** The first request to a registry failed: no other one was sent. */
export class RegistryPingError extends StatusError {
  constructor(cause: StatusError) {
    super(`failed to configure transport: error pinging v2 registry: ${cause.message}`, 1, { cause });
    this.name = "RegistryPingError";
  }
}

/** What the ping found out. */
interface PingedRegistry {
  base: URL;
  challenges: readonly Challenge[];
}

/** @param host as in the name of an image, with the port */
export function openSession(host: string, auth: AuthEntry, options: RegistryOptions): Session {
  let loopback: Promise<boolean> | undefined;
  const local = () => {
    loopback ??= isLoopback(host);
    return loopback;
  };
  const tls = async () => {
    const skipVerify = options.insecure || (await local());
    return { ...(await registryTls(host, options.env, options.platform, options.certsDir)), skipVerify };
  };
  const transport: RegistryTransport = openRegistryTransport({ ...options, tls });
  const authorizer: Authorizer = openAuthorizer(transport, auth, options.now);
  const pinged: Partial<Record<"read" | "write", Promise<PingedRegistry>>> = {};

  async function ping(scheme: "https" | "http"): Promise<PingedRegistry> {
    const base = new URL(`${scheme}://${host}/v2/`);
    const { status, headers } = await transport.request({ method: "GET", url: base });
    return { base, challenges: status === 401 ? parseChallenges(headers["www-authenticate"]) : [] };
  }

  /** Always tries TLS first: a password must not be sent in the clear to a registry that supports TLS. */
  async function connect(purpose: "read" | "write"): Promise<PingedRegistry> {
    try {
      return await ping("https");
    } catch (error) {
      if (!(error instanceof RegistryRequestError)) throw error;
      const mayBePlain = options.insecure || (purpose === "write" && (await local()));
      const isPlain = error.reason === "no-tls";
      const isClosed = error.reason !== undefined && isNotRunning(error.reason);
      if (mayBePlain && (isPlain || (purpose === "write" && isClosed))) return ping("http").catch(unreachable);
      if (isPlain && purpose === "read") throw new PlainRegistryError();
      return unreachable(error);
    }
  }

  return {
    async request(purpose, scopes, { method, path, headers = {}, body }) {
      pinged[purpose] ??= connect(purpose);
      const { base, challenges } = await pinged[purpose];
      const url = new URL(path, base);
      const authorization = await authorizer.header(challenges, scopes).catch((error) => {
        throw error instanceof StatusError ? new RegistryRequestError(method, url, error.message, { cause: error }) : error;
      });
      return transport.request({
        method,
        url,
        headers: { ...headers, ...(authorization && { Authorization: authorization }) },
        ...(body && { body }),
      });
    },
    close: () => transport.close(),
  };
}

function unreachable(error: unknown): never {
  if (!(error instanceof StatusError)) throw error;
  throw new RegistryPingError(error);
}
