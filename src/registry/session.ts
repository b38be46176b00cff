/** Requests to one registry: found over TLS or without, greeted once, authorized for what each request needs. */
import type { AuthEntry } from "../config/values.js";
import { StatusError } from "../errors.js";
import { type Authorizer, openAuthorizer } from "./authorize.js";
import { registryTls } from "./certificates.js";
import { type Challenge, parseChallenges } from "./challenge.js";
import { isLoopback } from "./repository.js";
import { type HttpAnswer, HttpFailure, openTransport, type Transport } from "./transport.js";

export interface RegistryOptions {
  env: Readonly<Record<string, string | undefined>>;
  platform: string;
  userAgent: string;
  /** Milliseconds since the epoch. */
  now(): number;
  /** --insecure: any certificate will do, and HTTP where there is no TLS. */
  insecure: boolean;
  /** Folder of the hosts' certificates; /etc/docker/certs.d unless told. */
  certsDir?: string;
}

export interface Session {
  /**
   * @param purpose what may go without TLS: a read only with --insecure, a write to this machine as well
   * @param path behind /v2/, encoded
   * @throws StatusError where there is no answer, or no permission to ask
   */
  request(purpose: "read" | "write", scopes: readonly string[], request: SessionRequest): Promise<HttpAnswer>;
  close(): void;
}

export interface SessionRequest {
  method: string;
  path: string;
  headers?: Readonly<Record<string, string>>;
  body?: Uint8Array;
}

/** A registry that speaks HTTP only, and may not be talked to that way: the reference takes it for empty. */
export class PlainRegistryError extends StatusError {}

interface Greeted {
  base: URL;
  challenges: readonly Challenge[];
}

/** @param host as images name it, with its port */
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
  const transport: Transport = openTransport({ ...options, tls });
  const authorizer: Authorizer = openAuthorizer(transport, auth, options.now);
  const greeted: Partial<Record<"read" | "write", Promise<Greeted>>> = {};

  async function ping(scheme: "https" | "http"): Promise<Greeted> {
    const base = new URL(`${scheme}://${host}/v2/`);
    const { status, headers } = await transport.request({ method: "GET", url: base });
    return { base, challenges: status === 401 ? parseChallenges(headers["www-authenticate"]) : [] };
  }

  /** TLS first, whatever is allowed beside it: a password must not go in the clear to who could have taken it otherwise. */
  async function greet(purpose: "read" | "write"): Promise<Greeted> {
    try {
      return await ping("https");
    } catch (error) {
      if (!(error instanceof HttpFailure)) throw error;
      const mayBePlain = options.insecure || (purpose === "write" && (await local()));
      const instead = error.plain || (purpose === "write" && error.refused);
      if (mayBePlain && instead) return ping("http").catch(unreachable);
      if (error.plain && purpose === "read") throw new PlainRegistryError("");
      return unreachable(error);
    }
  }

  return {
    async request(purpose, scopes, { method, path, headers = {}, body }) {
      greeted[purpose] ??= greet(purpose);
      const { base, challenges } = await greeted[purpose];
      const url = new URL(path, base);
      const authorization = await authorizer.header(challenges, scopes).catch((error) => {
        throw error instanceof StatusError ? new HttpFailure(method, url, error.message, false, { cause: error }) : error;
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
  throw new StatusError(`failed to configure transport: error pinging v2 registry: ${error.message}`, 1, { cause: error });
}
