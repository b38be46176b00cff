/**
 * What commands know of the engine: requests below the negotiated version's prefix, streams, hijacks,
 * and dockerode's object model over the same wire. Knows nothing of io or format.
 */
import type Dockerode from "dockerode";
import type { Endpoint } from "../transport/endpoint.js";

/** Query values: undefined, "" and false and empty objects are left out; true is "1"; arrays repeat; objects are JSON. */
export type Query = Record<string, string | number | boolean | readonly string[] | object | undefined | null>;

export interface RequestOptions {
  query?: Query;
  /** A list is sent as one field line for each value. */
  headers?: Record<string, string | readonly string[]>;
  /** An object is sent as JSON; bytes with their length; an iterable chunked, at the pace the engine takes it. */
  body?: object | Uint8Array | AsyncIterable<Uint8Array>;
  signal?: AbortSignal;
  /** Leave the /v1.xx prefix out (`/_ping`). */
  unversioned?: boolean;
}

/** An answer whose body has not been read. Iterating it pulls from the socket; an early end throws EarlyEndError. */
export interface EngineResponse extends AsyncIterable<Buffer> {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** The whole body: for answers known to be small. */
  bytes(): Promise<Buffer>;
  text(): Promise<string>;
  json<T>(): Promise<T>;
  /** JSON values separated by white space, as they come (events, pull, stats). */
  jsonLines<T>(): AsyncIterable<T>;
  /** The body for those who are done with a chunk when they ask for the next, which may overwrite it: archives, without a copy. */
  lent(): AsyncIterable<Buffer>;
  /** Lets go of the connection without reading the rest. */
  cancel(): void;
}

/** A connection turned into a two-way byte stream (attach, exec, session). */
export interface HijackedStream extends AsyncIterable<Buffer> {
  /** Content-Type of the answer: "application/vnd.docker.raw-stream" or "...multiplexed-stream". */
  readonly contentType: string;
  /** Resolves when the bytes are accepted (backpressure). */
  write(chunk: Uint8Array): Promise<void>;
  /** Half-close: no more input; the answer goes on. */
  closeWrite(): void;
  destroy(): void;
}

export interface Ping {
  apiVersion: string;
  osType: string;
  experimental: boolean;
  builderVersion: string;
  swarm?: { nodeState: string; controlAvailable: boolean };
}

export interface Engine {
  readonly endpoint: Endpoint;
  /** HEAD /_ping (GET where HEAD fails), asked once. */
  ping(): Promise<Ping>;
  /** The version used in paths: DOCKER_API_VERSION, else the lower of ours and the engine's. */
  apiVersion(): Promise<string>;
  /** Sends and waits for the head of the answer. Throws ApiError for status >= 400, ConnectionError. `path` starts with "/" and is encoded already (see `segment`). */
  request(method: string, path: string, options?: RequestOptions): Promise<EngineResponse>;
  /** `request`, and the body as JSON. */
  json<T>(method: string, path: string, options?: RequestOptions): Promise<T>;
  /** POST with Upgrade: tcp. Throws ApiError when the engine refuses. */
  hijack(path: string, options?: RequestOptions): Promise<HijackedStream>;
  /** dockerode over this engine's wire; loaded when first asked for. */
  docker(): Promise<Dockerode>;
  /** Drops idle connections, so that the process can end. */
  close(): void;
}
