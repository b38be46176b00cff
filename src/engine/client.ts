/** The client of a daemon: requests with a negotiated version, errors in Docker's words, hijacks, and dockerode on top. */
import { ApiError } from "../errors.js";
import type { HttpResponse } from "../transport/http/client.js";
import { apiError } from "./api-error.js";
import { basePath } from "./endpoint/address.js";
import type { Engine, HijackedStream, RequestOptions } from "./engine.js";
import { hijackError } from "./failure.js";
import { hijackedStream } from "./hijack.js";
import { encodeQuery } from "./query.js";
import type { CommonHeaders } from "./request-encoding.js";
import { engineResponse } from "./response.js";
import { createSender, type Sender } from "./sender.js";
import { createNegotiation } from "./version.js";

export interface EngineOptions extends CommonHeaders {
  /** DOCKLINE_PATIENCE: seconds that a daemon may take to say that it is still there; 0 never asks. */
  env: { readonly DOCKER_API_VERSION?: string | undefined; readonly DOCKLINE_PATIENCE?: string | undefined };
  platform: string;
  /** Milliseconds since the epoch; messages about expired certificates name the time. */
  now?: () => number;
  /** How long a daemon that accepted the connection may take to respond to `_ping`, in milliseconds. */
  pingTimeoutMs?: number;
}

/** How the daemon says that there was nothing to do: it is started already, or stopped already. */
const NOT_MODIFIED = 304;
/** A daemon under load may take its time; twice this is long enough for one that its socket has just started. */
const PATIENCE_MS = 30_000;

export function createEngine(options: EngineOptions): Engine {
  const { endpoint, env } = options;
  const patienceMs = patienceOf(env.DOCKLINE_PATIENCE);
  const { pingTimeoutMs = 2 * (patienceMs || PATIENCE_MS) } = options;
  const sender = createSender({ ...options, patienceMs });
  const { ping, apiVersion, prefix } = createNegotiation(sender, { endpoint, variable: env.DOCKER_API_VERSION, pingTimeoutMs });
  let docker: ReturnType<Engine["docker"]> | undefined;

  async function targetOf(path: string, { query, unversioned, signal }: RequestOptions): Promise<string> {
    return basePath(endpoint) + (unversioned ? "" : await prefix(signal)) + path + encodeQuery(query);
  }

  const engine: Engine = {
    endpoint,
    ping,
    apiVersion,
    async request(method, path, request = {}) {
      const target = await targetOf(path, request);
      const response = await sender.send(method, target, request);
      await checkStatus(response, method, sender.urlOf(target));
      return engineResponse(response);
    },
    async json<T>(method: string, path: string, request?: RequestOptions) {
      return (await engine.request(method, path, request)).json<T>();
    },
    hijack: async (path, request = {}) => hijack(options, sender, await targetOf(path, request), request),
    docker() {
      docker ??= import("./dockerode/docker.js").then(({ openDocker }) => openDocker(engine));
      return docker;
    },
    close: () => sender.close(),
  };
  return engine;
}

/** Milliseconds; the default if the text is not a number of seconds. */
function patienceOf(seconds = ""): number {
  const given = seconds === "" ? Number.NaN : Number(seconds) * 1000;
  return given >= 0 && given < 2 ** 31 ? given : PATIENCE_MS;
}

/** Throws ApiError for a response that refuses. `url` is named if the body says nothing. */
async function checkStatus(response: HttpResponse, method: string, url: string): Promise<void> {
  const { status } = response.head;
  if (status >= 400) throw await apiError(response, url);
  // A daemon redirects paths with dots or double slashes, and has then done nothing. (A GET shows that by its body.)
  if (status >= 300 && status !== NOT_MODIFIED && method !== "GET") {
    response.cancel();
    throw new ApiError("Error response from daemon: page not found", status, "page not found");
  }
}

async function hijack({ endpoint }: EngineOptions, sender: Sender, target: string, request: RequestOptions): Promise<HijackedStream> {
  // Docker names a type even without a body; some daemons require one with every POST.
  const type: Record<string, string> = request.body === undefined ? { "Content-Type": "text/plain" } : {};
  const headers = { ...type, Connection: "Upgrade", Upgrade: "tcp", ...request.headers };
  const { head, stream } = await sender.upgrade(target, { ...request, headers });
  try {
    if (head.status === 101 || head.status === 200) return hijackedStream(stream, head, request.signal);
    throw new ApiError(`unable to upgrade to tcp, received ${head.status}`, head.status);
  } catch (error) {
    stream.destroy();
    throw hijackError(error, endpoint, sender.urlOf(target));
  }
}
