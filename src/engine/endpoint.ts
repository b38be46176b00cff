/** Where the engine is and how to get there. */
export interface TlsFiles {
  ca?: Buffer;
  cert?: Buffer;
  key?: Buffer;
  /** Accept any server certificate (--tls without --tlsverify, context skip-tls-verify). */
  skipVerify: boolean;
}

export type Endpoint =
  | { kind: "unix" | "npipe"; host: string; path: string }
  | { kind: "tcp"; host: string; hostname: string; port: number; basePath: string; tls?: TlsFiles }
  | { kind: "ssh"; host: string; user?: string; hostname: string; port?: number; socket?: string };
