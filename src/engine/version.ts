/** Which version of the API to use (Docker's rules), and what `_ping` says about the daemon. */
import { ConnectionError } from "../errors/connection.js";
import { isNotRunning } from "../transport/transport-error.js";
import { compareVersions } from "../values/version.js";
import { apiError } from "./api-error.js";
import { basePath } from "./endpoint/address.js";
import type { Engine, Ping } from "./engine.js";
import type { Sender } from "./sender.js";

/** The newest version that we know. */
export const MAX_API = "1.50";
/** The version of a daemon that does not name one: versions before 1.24 had no header for it. */
export const SILENT_API = "1.24";

/** The lower of our version and the daemon's. */
export function negotiated(theirs: string): string {
  const version = theirs || SILENT_API;
  return compareVersions(version, MAX_API) < 0 ? version : MAX_API;
}

/** DOCKER_API_VERSION as Docker reads it: a leading "v" is dropped, the rest is not checked. */
export function pinned(variable: string | undefined): string | undefined {
  return variable?.replace(/^v/, "") || undefined;
}

/** The headers of a response to `_ping`. */
export function parsePing(headers: Readonly<Record<string, string>>): Ping {
  const swarm = headers.swarm;
  const [nodeState = "", role] = (swarm ?? "").split("/");
  return {
    apiVersion: headers["api-version"] ?? "",
    osType: headers.ostype ?? "",
    experimental: headers["docker-experimental"] === "true",
    builderVersion: headers["builder-version"] ?? "",
    ...(swarm && { swarm: { nodeState, controlAvailable: role === "manager" } }),
  };
}

export interface NegotiationOptions {
  endpoint: Engine["endpoint"];
  /** DOCKER_API_VERSION. */
  variable: string | undefined;
  /** How long a daemon that accepted the connection may take to respond to `_ping`, in milliseconds. */
  pingTimeoutMs: number;
}

export interface Negotiation extends Pick<Engine, "ping" | "apiVersion"> {
  /** `/v1.50`, the prefix of paths. Rejects with the reason of the signal if that comes first. */
  prefix(signal: AbortSignal | undefined): Promise<string>;
}

/** Asks the daemon for its version when it is first needed, and once. */
export function createNegotiation(sender: Sender, { endpoint, variable, pingTimeoutMs }: NegotiationOptions): Negotiation {
  const { host } = endpoint;
  const stalled = new ConnectionError(`Cannot connect to the Docker daemon at ${host}. Is the docker daemon running?`, "no-answer", {
    host,
  });
  let version = pinned(variable);
  let asked: Promise<Ping> | undefined;

  async function ask(): Promise<Ping> {
    const patience = new AbortController();
    // Over ssh somebody may be typing a passphrase, and ssh has a timeout of its own.
    const timer = endpoint.kind === "ssh" ? undefined : setTimeout(() => patience.abort(stalled), pingTimeoutMs);
    const resume = sender.pauseLivenessCheck();
    try {
      return await askPing(sender, `${basePath(endpoint)}/_ping`, patience.signal);
    } finally {
      clearTimeout(timer);
      resume();
    }
  }

  function ping(): Promise<Ping> {
    asked ??= ask().catch((error) => {
      // Nobody waits for the timeout twice.
      if (error !== stalled) asked = undefined;
      throw error;
    });
    return asked;
  }

  async function apiVersion(): Promise<string> {
    try {
      version ??= negotiated((await ping()).apiVersion);
      return version;
    } catch (error) {
      // As in Docker, the request itself will show what is wrong. If no daemon is running, it would only wait once more.
      if (error instanceof ConnectionError && isNotRunning(error.reason)) throw error;
      return MAX_API;
    }
  }

  return { ping, apiVersion, prefix: async (signal) => `/v${version ?? (await abortable(apiVersion(), signal))}` };
}

/** HEAD, and GET where a proxy does not let HEAD through. A daemon that fails (500) may name its version nevertheless. */
async function askPing(sender: Sender, target: string, signal: AbortSignal): Promise<Ping> {
  let response = await sender.send("HEAD", target, { signal });
  if (response.head.status !== 200 && response.head.status !== 500) {
    response.cancel();
    response = await sender.send("GET", target, { signal });
  }
  const { status, headers } = response.head;
  if (status >= 400 && !headers["api-version"]) throw await apiError(response, sender.urlOf(target));
  while (await response.read());
  return parsePing(headers);
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
