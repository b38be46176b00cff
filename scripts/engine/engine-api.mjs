// @ts-check
/** Requests to an engine's unix socket: just enough for starting engines and filling them with images. */
import http from "node:http";

/**
 * @typedef {object} ApiAnswer
 * @property {number} status
 * @property {Buffer} body
 */

/** Bytes of a body that fits the socket's buffers. */
const LARGE = 32 * 1024;

/**
 * One request on a connection of its own. Throws when there is no connection or it ends early; a status is no error.
 * @param {string} socket path of the unix socket
 * @param {string} method
 * @param {string} path "/_ping", "/images/json?all=1"
 * @param {{ json?: unknown, body?: Buffer, type?: string, timeout?: number }} [options] timeout in milliseconds of silence
 * @returns {Promise<ApiAnswer>}
 */
export function apiRequest(socket, method, path, { json, body, type = "application/octet-stream", timeout = 60_000 } = {}) {
  const data = json === undefined ? body : Buffer.from(JSON.stringify(json));
  const patient = data !== undefined && data.length > LARGE;
  const length = data ? { "Content-Type": json === undefined ? type : "application/json", "Content-Length": data.length } : {};
  const headers = patient ? { ...length, Expect: "100-continue" } : length;
  return new Promise((resolve, reject) => {
    const request = http.request(
      { socketPath: socket, method, path, agent: false, timeout, headers: { Host: "docker", ...headers } },
      (response) => {
        /** @type {Buffer[]} */
        const chunks = [];
        response.on("data", (chunk) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks) }));
      },
    );
    request.on("timeout", () => request.destroy(new Error(`${method} ${path}: no answer in ${timeout} ms`)));
    request.on("error", reject);
    // An engine that refuses answers before it has read all, and hangs up; Node would then report the broken pipe in place of
    // the answer. So a large body waits until it is asked for.
    if (patient) request.once("continue", () => request.end(data)).flushHeaders();
    else request.end(data);
  });
}

/**
 * A request that must succeed; the answer's JSON (undefined when it is empty). Throws the engine's message otherwise.
 * @param {string} socket
 * @param {string} method
 * @param {string} path
 * @param {Parameters<typeof apiRequest>[3]} [options]
 * @returns {Promise<any>}
 */
export async function apiJson(socket, method, path, options) {
  const { status, body } = await apiRequest(socket, method, path, options);
  const text = body.toString();
  if (status >= 400) throw new Error(`${method} ${path}: ${status} ${text.trim()}`);
  return text.trim() === "" ? undefined : JSON.parse(text);
}
