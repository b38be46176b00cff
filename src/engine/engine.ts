/**
 * The daemon as commands see it: requests below the prefix of the negotiated version, streams, hijacks, and dockerode's object
 * model over the same connections.
 */
import type Dockerode from "dockerode";
import type { Endpoint } from "../transport/endpoint.js";

/** Query values: undefined, "", false and empty objects are left out; true is "1"; an array repeats the key; objects are JSON. */
export type Query = Record<string, string | number | boolean | readonly string[] | object | undefined | null>;

export interface RequestOptions {
  query?: Query;
  /** A list is sent as one header line for each value. */
  headers?: Record<string, string | readonly string[]>;
  /** An object is sent as JSON, bytes with their length, an iterable in chunks as fast as the daemon takes them. */
  body?: object | Uint8Array | AsyncIterable<Uint8Array>;
  signal?: AbortSignal;
  /** Leave the /v1.xx prefix out (`/_ping`). */
  unversioned?: boolean;
}

/** A response whose body has not been read. Iterating it reads from the socket, and throws EarlyEndError if the body is cut short. */
export interface EngineResponse extends AsyncIterable<Buffer> {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** The whole body, for small responses. */
  bytes(): Promise<Buffer>;
  text(): Promise<string>;
  json<T>(): Promise<T>;
  /** JSON values separated by white space, as they are received (events, pull, stats). */
  jsonLines<T>(): AsyncIterable<T>;
  /** The body without a copy (archives): a chunk is valid until the next one is asked for. */
  borrowed(): AsyncIterable<Buffer>;
  /** Drops the connection without reading the rest. */
  cancel(): void;
}

/** A connection turned into a two-way byte stream (attach, exec, session). */
export interface HijackedStream extends AsyncIterable<Buffer> {
  /** Content-Type of the response: "application/vnd.docker.raw-stream" or "...multiplexed-stream". */
  readonly contentType: string;
  /** Resolves when the bytes are taken (backpressure). Throws ConnectionError. */
  write(chunk: Uint8Array): Promise<void>;
  /** Half-close: no more input; receiving goes on. */
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
  /** HEAD /_ping (GET if HEAD fails), sent once. */
  ping(): Promise<Ping>;
  /** The version in paths: DOCKER_API_VERSION, else the lower of our newest and the daemon's. */
  apiVersion(): Promise<string>;
  /**
   * Sends, and waits for the head of the response. Throws ApiError for a status of 400 or more, ConnectionError.
   * @param path begins with "/" and is percent-encoded (see `segment`)
   */
  request(method: string, path: string, options?: RequestOptions): Promise<EngineResponse>;
  /** Like `request`, and parses the body as JSON. */
  json<T>(method: string, path: string, options?: RequestOptions): Promise<T>;
  /** POST with Upgrade: tcp. Throws ApiError if the daemon refuses, ConnectionError. */
  hijack(path: string, options?: RequestOptions): Promise<HijackedStream>;
  /** dockerode over the same connections; loaded at the first call. */
  docker(): Promise<Dockerode>;
  /** Drops idle connections, so that the process can end. */
  close(): void;
}
