import type { Engine, RequestOptions } from "./engine.js";

/** A request whose answer says nothing but that it was done. Throws ApiError, ConnectionError. */
export async function send(engine: Engine, method: string, path: string, options?: RequestOptions): Promise<void> {
  const answer = await engine.request(method, path, options);
  await answer.bytes();
}
