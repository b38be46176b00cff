/** Sends requests to a daemon; every failure comes out in Docker's words. */
import { ConnectionError } from "../errors/connection.js";
import { dial } from "../transport/connect.js";
import { createHttpClient, type Dial, type HttpRequest, type HttpResponse } from "../transport/http/client.js";
import type { ResponseHead } from "../transport/http/head.js";
import type { ByteStream } from "../transport/stream.js";
import { TransportError } from "../transport/transport-error.js";
import { basePath, baseUrl } from "./endpoint/address.js";
import type { RequestOptions } from "./engine.js";
import { connectionError, hijackError } from "./failure.js";
import { createLivenessCheck, type LivenessCheck } from "./liveness.js";
import { type CommonHeaders, createRequestEncoder, type RequestEncoder } from "./request-encoding.js";

export interface SenderOptions extends CommonHeaders {
  platform: string;
  /** Milliseconds since the epoch; messages about expired certificates name the time. */
  now?: (() => number) | undefined;
  /** How long a daemon may take to say that it is still there, in milliseconds; 0 never asks. */
  patienceMs: number;
}

/** Targets begin with the base path. Both methods throw ConnectionError, or the reason of the signal. */
export interface Sender {
  send(method: string, target: string, options: RequestOptions): Promise<HttpResponse>;
  /** POST; the connection behind the response belongs to the caller. */
  upgrade(target: string, options: RequestOptions): Promise<{ head: ResponseHead; stream: ByteStream }>;
  /** Until the returned function is called, silence of the daemon is no failure. */
  pauseLivenessCheck(): () => void;
  /** The whole URL, as messages show it. */
  urlOf(target: string): string;
  close(): void;
}

export function createSender(options: SenderOptions): Sender {
  const { endpoint, now, platform } = options;
  const encode = createRequestEncoder(options);
  const connect: Dial = (signal, exactEnd) => dial(endpoint, { signal, exactEnd, now, platform });
  const liveness = livenessOf(options, connect, encode);
  const client = createHttpClient(async (signal, exactEnd) => {
    const stream = await connect(signal, exactEnd);
    liveness?.watch(stream);
    return stream;
  });
  const urlOf = (target: string) => baseUrl(endpoint) + target;
  return {
    urlOf,
    async send(method, target, request) {
      try {
        return await client.send(encode(method, target, request));
      } catch (error) {
        throw connectionError(error, endpoint, method, urlOf(target));
      }
    },
    async upgrade(target, request) {
      try {
        return await client.upgrade(encode("POST", target, request));
      } catch (error) {
        throw hijackError(error, endpoint, urlOf(target));
      }
    },
    pauseLivenessCheck: () => liveness?.pause() ?? (() => {}),
    close: () => client.close(),
  };
}

/** None over ssh: each check would be a login, perhaps with a passphrase, and ssh can check its connection itself. */
function livenessOf({ endpoint, patienceMs }: SenderOptions, connect: Dial, encode: RequestEncoder): LivenessCheck | undefined {
  if (endpoint.kind === "ssh" || patienceMs === 0) return undefined;
  const lost = new ConnectionError(`the Docker daemon at ${endpoint.host} has stopped answering`, "stalled", { host: endpoint.host });
  const ask = (signal: AbortSignal) => isAlive(connect, encode("HEAD", `${basePath(endpoint)}/_ping`, { signal }));
  return createLivenessCheck({ patienceMs, lost, ask });
}

/** Any response is a sign of life. So is a refused connection: if the daemon has ended, its connections show that themselves. */
async function isAlive(connect: Dial, question: HttpRequest): Promise<boolean> {
  const client = createHttpClient(connect);
  try {
    await client.send(question);
    return true;
  } catch (error) {
    return error instanceof TransportError && (error.reason === "refused" || error.reason === "no-socket");
  } finally {
    client.close();
  }
}
