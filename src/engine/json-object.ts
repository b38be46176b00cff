/** Answers that are to be one JSON object. */
import { StatusError } from "../errors.js";
import type { Engine, RequestOptions } from "./engine.js";

/** `value`, which `what` came to. Throws StatusError for null, a list or a bare value: a broken proxy, or no engine at all. */
export function asObject<T extends object>(value: T, what: string): T {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  const shown = JSON.stringify(value);
  throw new StatusError(`unexpected answer of the daemon to ${what}: ${shown.length > 40 ? `${shown.slice(0, 40)}…` : shown}`);
}

/** `engine.json` of an object. */
export async function jsonObject<T extends object>(engine: Engine, method: string, path: string, options?: RequestOptions): Promise<T> {
  return asObject(await engine.json<T>(method, path, options), `${method} ${path}`);
}
