/** Where a daemon is and how to connect to it. `engine/endpoint` makes one from flags, environment and contexts. */
import type { ProxyError, ProxyServer } from "./proxy.js";
import type { ShareOptions } from "./ssh-share.js";

export interface TlsFiles {
  ca?: Buffer;
  cert?: Buffer;
  key?: Buffer;
  /** Accept any server certificate (--tls without --tlsverify, context skip-tls-verify). */
  skipVerify: boolean;
}

export type Endpoint =
  /** `hint`: advice for the user if the daemon is not running, printed after the error. */
  | { kind: "unix" | "npipe"; host: string; path: string; hint?: string }
  /** `basePath` is "", or begins with a slash and does not end with one; percent-encoded. */
  | { kind: "tcp"; host: string; hostname: string; port: number; basePath: string; tls?: TlsFiles; proxy?: ProxyServer | ProxyError }
  /** `share`: commands may share a connection; `batch`: ssh must not ask for a passphrase. */
  | { kind: "ssh"; host: string; user?: string; hostname: string; port?: number; socket?: string; share?: ShareOptions; batch?: boolean };

/** Options of a connection. */
export interface DialOptions {
  signal?: AbortSignal | undefined;
  /** The caller relies on the end of the stream (a hijack): over TLS, a truncated stream must be an error. */
  exactEnd?: boolean;
  /** Milliseconds since the epoch, for messages about expired certificates. */
  now?: (() => number) | undefined;
  platform?: string | undefined;
}
