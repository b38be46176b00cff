/** What the body depends on beside the flags. */
import { UserError } from "../../../errors.js";
import type { Env } from "../../../values/env.js";
import type { ProxySettings } from "../../../values/proxy.js";

export interface CreateInput {
  image: string;
  /** What follows the image: the command and its arguments. */
  args: readonly string[];
  /** The client's environment. */
  env: Env;
  /** Absolute; what relative paths of mounts and files are below. */
  cwd: string;
  /** Reads a file by its absolute path; throws Node's system errors. */
  readFile(path: string): Uint8Array;
  /** OS of the daemon ("linux", "windows"); "" where it did not answer. */
  osType: string;
  /** The endpoint as the user would write it ("unix:///var/run/docker.sock"): proxies are chosen by it. */
  host: string;
  /** config.json `proxies`. */
  proxies?: Readonly<Record<string, ProxySettings>>;
}

/** A value's parser throws a plain Error; past the flags that is the user's to mend. */
export function checked<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw error instanceof UserError ? error : new UserError((error as Error).message);
  }
}
