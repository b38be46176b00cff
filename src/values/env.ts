/** Environment variables of a container: `KEY=value`, `KEY=`, or `KEY` for the client's own. */
import { splitPair } from "./key-value.js";

export type Env = Readonly<Record<string, string | undefined>>;

/** Refuses a variable without a name. */
export function checkEnv(raw: string): string {
  if (splitPair(raw)[0] === "") throw new Error(`invalid environment variable: ${raw}`);
  return raw;
}

/** `KEY` becomes `KEY=value` where the client's environment has it; else it stays (and unsets the image's). */
export function withHostValue(variable: string, env: Env): string {
  const [key, value] = splitPair(variable);
  const own = Object.hasOwn(env, key) ? env[key] : undefined;
  return value === undefined && own !== undefined ? `${key}=${own}` : variable;
}
