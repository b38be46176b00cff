import type { Engine, RequestOptions } from "./engine.js";

/** A request whose response has nothing to read. Throws ApiError, ConnectionError. */
export async function send(engine: Engine, method: string, path: string, options?: RequestOptions): Promise<void> {
  const answer = await engine.request(method, path, options);
  await answer.bytes();
}
