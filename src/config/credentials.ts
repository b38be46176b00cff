/**
 * The user's registry credentials: read side. Kept in config.json (`auths`), by helper programs
 * (`credsStore`, `credHelpers`), or given in DOCKER_AUTH_CONFIG, which wins.
 */

import { encodeJson } from "../values/json/encode.js";
import { decodeAuth } from "./base64.js";
import { environmentAuths } from "./credential-env.js";
import { askHelper, listHelper, type RunHelper } from "./credential-helper.js";
import { storeName } from "./default-helper.js";
import { registryHost } from "./registry-host.js";
import type { AuthEntry, ConfigValues } from "./values.js";

/** The key of Docker Hub's credentials. */
export const HUB_KEY = "https://index.docker.io/v1/";

export interface CredentialSources {
  values: Readonly<ConfigValues>;
  env: Readonly<Record<string, string | undefined>>;
  platform: NodeJS.Platform;
  run: RunHelper;
  /** Is given one line where a source cannot be used. */
  warn(line: string): void;
}

export interface Credentials {
  /** For a key of `auths`: a registry's host name, or HUB_KEY. An empty entry where there are none or a helper fails, as in Docker. */
  get(key: string): Promise<AuthEntry>;
  /** For the registry of an image: `resolveAuth("localhost:5000/a:b")`. */
  resolveAuth(image: string): Promise<AuthEntry>;
  /** All known entries by key, for builds. Throws where the store cannot list. */
  all(): Promise<Record<string, AuthEntry>>;
}

/** The entry as Docker's encoder writes it, the form that POST /auth accepts. An empty one is `{}`. */
export function authJson(entry: AuthEntry): string {
  const { username, password, auth, email, serveraddress, identitytoken, registrytoken } = entry;
  const fields = { username, password, auth, email, serveraddress, identitytoken, registrytoken };
  return encodeJson(Object.fromEntries(Object.entries(fields).filter(([, value]) => value)));
}

/** Value of X-Registry-Auth: base64url (padded) of the entry's JSON. */
export function encodeAuth(entry: AuthEntry): string {
  // Node's "base64url" drops the padding.
  return Buffer.from(authJson(entry)).toString("base64").replaceAll("+", "-").replaceAll("/", "_");
}

/** The key of an image's registry: the part before the first slash if it looks like a host, else Docker Hub's. */
export function registryKey(image: string): string {
  const slash = image.indexOf("/");
  const first = image.slice(0, Math.max(slash, 0));
  const isHost = /[.:]/.test(first) || first === "localhost" || first !== first.toLowerCase();
  return !isHost || first === "docker.io" || first === "index.docker.io" ? HUB_KEY : first;
}

export function openCredentials(sources: CredentialSources): Credentials {
  const { values, env, run, warn } = sources;
  const given = environmentAuths(env, warn);
  const stored = fileAuths(values);
  const store = storeName(values, sources);

  const fromHelper = (helper: string, key: string) => helperEntry(helper, key, stored, run);
  const get = async (key: string): Promise<AuthEntry> => {
    const entry = given?.[key];
    if (entry) return entry;
    const helper = values.credHelpers?.[key] ?? store;
    if (!helper) return fileEntry(stored, key);
    return fromHelper(helper, key).catch(() => fileEntry(stored, key));
  };
  return {
    get,
    resolveAuth: (image) => get(registryKey(image)),
    async all() {
      const found: Record<string, AuthEntry> = store ? {} : { ...stored };
      if (store) for (const key of Object.keys(await listHelper(store, run))) found[key] = await fromHelper(store, key);
      Object.assign(found, given);
      for (const [key, helper] of Object.entries(values.credHelpers ?? {})) {
        if (given?.[key]) continue;
        try {
          found[key] = helper ? await fromHelper(helper, key) : fileEntry(stored, key);
        } catch (error) {
          warn(`Failed to get credentials for registry: ${key}: ${(error as Error).message}`);
        }
      }
      return found;
    },
  };
}

/** The entry of a helper, with the e-mail address that only the file has. Throws where the helper fails. */
export async function helperEntry(
  helper: string,
  key: string,
  stored: Readonly<Record<string, AuthEntry>>,
  run: RunHelper,
): Promise<AuthEntry> {
  const found = await askHelper(helper, key, run);
  const { email } = fileEntry(stored, key);
  return { ...(email && { email }), ...(found && { ...found, serveraddress: key }) };
}

/** `auths` with users and passwords in the clear. Entries with invalid base64 are empty (the user was warned when the file was read). */
export function fileAuths(values: Readonly<ConfigValues>): Record<string, AuthEntry> {
  const decoded = ([key, { auth, ...entry }]: [string, AuthEntry]): [string, AuthEntry] => {
    if (!auth) return [key, { ...entry, serveraddress: key }];
    try {
      return [key, { ...entry, ...decodeAuth(auth), serveraddress: key }];
    } catch {
      return [key, {}];
    }
  };
  return Object.fromEntries(Object.entries(values.auths ?? {}).map(decoded));
}

/** The entry of that key, else the first whose key is a URL of that host (old files have "https://host/v1/"). */
export function fileEntry(stored: Readonly<Record<string, AuthEntry>>, key: string): AuthEntry {
  if (Object.hasOwn(stored, key)) return stored[key] ?? {};
  return Object.entries(stored).find(([address]) => registryHost(address) === key)?.[1] ?? {};
}
