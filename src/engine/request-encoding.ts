/** Requests as they are sent: the headers that all of them have, and how bodies are encoded. */
import type { Endpoint } from "../transport/endpoint.js";
import type { HttpRequest } from "../transport/http/client.js";
import { encodeJson } from "../values/json/encode.js";
import { hostHeader } from "./endpoint/address.js";
import type { RequestOptions } from "./engine.js";

export interface CommonHeaders {
  endpoint: Endpoint;
  /** Sent with every request (HttpHeaders of the configuration). */
  headers?: Readonly<Record<string, string>> | undefined;
  /** "Docker-Client/28.2.2 (linux)". */
  userAgent: string;
}

/** `target`: path and query, percent-encoded. */
export type RequestEncoder = (method: string, target: string, options: RequestOptions) => HttpRequest;

type Header = readonly [name: string, value: string];

export function createRequestEncoder({ endpoint, headers = {}, userAgent }: CommonHeaders): RequestEncoder {
  const first: Header[] = [
    ["Host", hostHeader(endpoint)],
    ["User-Agent", userAgent],
  ];
  const configured = Object.entries(headers).filter(([name]) => !first.some(([own]) => own.toLowerCase() === name.toLowerCase()));
  // The same array for all plain requests, so that their lines are written once.
  let plain: HttpRequest["headers"] | undefined;
  return (method, target, options) => {
    const { signal } = options;
    const isPlain = method === "GET" && options.body === undefined && options.headers === undefined;
    if (isPlain && plain) return { method, target, headers: plain, signal };
    const { body, headers: ofBody } = encodeBody(method, options.body);
    const all = mergeHeaders([...first, ...ofBody, ...configured, ...Object.entries(options.headers ?? {})]);
    if (isPlain) plain = all;
    return { method, target, headers: all, body, signal };
  };
}

/** A later header replaces an earlier one of the same name; a list becomes one header line for each value. */
function mergeHeaders(headers: Iterable<readonly [name: string, value: string | readonly string[]]>): Header[] {
  const merged = new Map([...headers].map((header) => [header[0].toLowerCase(), header]));
  // A length given by the caller replaces the chunked coding.
  if (merged.has("content-length")) merged.delete("transfer-encoding");
  return [...merged.values()].flatMap(([name, value]) => [value].flat().map((one): Header => [name, one]));
}

/** The bytes to send, and the headers that describe them. */
function encodeBody(method: string, body: RequestOptions["body"]): { body: HttpRequest["body"]; headers: Header[] } {
  if (body === undefined) {
    const bodyless = method === "GET" || method === "HEAD" || method === "DELETE";
    return { body: undefined, headers: bodyless ? [] : [["Content-Length", "0"]] };
  }
  if (Symbol.asyncIterator in body) return { body: body as AsyncIterable<Uint8Array>, headers: [["Transfer-Encoding", "chunked"]] };
  if (body instanceof Uint8Array) return { body, headers: [lengthOf(body)] };
  const json = Buffer.from(encodeJson(body));
  return { body: json, headers: [lengthOf(json), ["Content-Type", "application/json"]] };
}

const lengthOf = (bytes: Uint8Array): Header => ["Content-Length", String(bytes.length)];
