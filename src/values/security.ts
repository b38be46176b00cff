/** `--security-opt`: `key=value` (or `key:value`); a seccomp profile's file is sent as its contents. */
import { readFileText } from "./errno.js";
import { compactJson } from "./json/compact.js";
import { splitPair } from "./key-value.js";
import { quote } from "./quote.js";

/** Names of profiles that the daemon knows. */
const NAMED_PROFILES = ["unconfined", "builtin"];
const SYSTEM_PATHS = "systempaths=unconfined";

export interface SecurityOptions {
  options: string[];
  /** `systempaths=unconfined`: neither masked nor read-only paths. The client applies it. */
  unconfinedPaths: boolean;
}

function readProfile(path: string, readFile: (path: string) => Uint8Array): string {
  let bytes: Uint8Array;
  try {
    bytes = readFile(path);
  } catch (error) {
    throw new Error(`opening seccomp profile (${path}) failed: ${readFileText(path, error)}`);
  }
  try {
    return compactJson(bytes);
  } catch (error) {
    throw new Error(`compacting json for seccomp profile (${path}) failed: ${(error as Error).message}`);
  }
}

function parseOption(raw: string, readFile: (path: string) => Uint8Array): string {
  const [key, value] = splitPair(raw, raw.includes("=") ? "=" : ":");
  // The only one that needs no value.
  if (key === "no-new-privileges") return raw;
  if (!value) throw new Error(`Invalid --security-opt: ${quote(raw)}`);
  if (key !== "seccomp" || NAMED_PROFILES.includes(value)) return raw;
  return `seccomp=${readProfile(value, readFile)}`;
}

/** Throws Docker's texts. */
export function parseSecurityOptions(raws: readonly string[], readFile: (path: string) => Uint8Array): SecurityOptions {
  const options = raws.map((raw) => parseOption(raw, readFile));
  return { options: options.filter((option) => option !== SYSTEM_PATHS), unconfinedPaths: options.includes(SYSTEM_PATHS) };
}
