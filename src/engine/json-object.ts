/** Responses that have to be a JSON object. */
import { StatusError } from "../errors.js";
import type { Engine, RequestOptions } from "./engine.js";

/** Returns `value`, the response to `what`. Throws StatusError for null, a list or a scalar: a broken proxy, or no daemon at all. */
export function asObject<T extends object>(value: T, what: string): T {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  const shown = JSON.stringify(value);
  const short = shown.length > 40 ? `${shown.slice(0, 40)}…` : shown;
  throw new StatusError(`unexpected answer of the daemon to ${what}: ${short}`, 1, { kind: "broken-stream" });
}

/** Like `engine.json`, for an object. */
export async function jsonObject<T extends object>(engine: Engine, method: string, path: string, options?: RequestOptions): Promise<T> {
  return asObject(await engine.json<T>(method, path, options), `${method} ${path}`);
}
