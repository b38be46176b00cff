/** Where an engine is and how to get there. `engine/endpoint` resolves it from flags, environment and contexts. */
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
  /** `hint`: what to do where nobody listens, in a sentence behind the error. */
  | { kind: "unix" | "npipe"; host: string; path: string; hint?: string }
  /** `basePath` is "" or begins with a slash and ends without one; percent-encoded. */
  | { kind: "tcp"; host: string; hostname: string; port: number; basePath: string; tls?: TlsFiles; proxy?: ProxyServer | ProxyError }
  /** `share`: commands may share a connection; `batch`: nobody is asked for a passphrase. */
  | { kind: "ssh"; host: string; user?: string; hostname: string; port?: number; socket?: string; share?: ShareOptions; batch?: boolean };

/** What a connection may be told beside where it goes. */
export interface DialOptions {
  signal?: AbortSignal | undefined;
  /** The stream's end will be believed (a hijack): over TLS, tell a cut from an end. */
  exactEnd?: boolean;
  /** Milliseconds since the epoch: messages about expired certificates name the time. */
  now?: (() => number) | undefined;
  platform?: string | undefined;
}
