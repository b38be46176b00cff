/**
 * What the user may log in to registries with: read side. Kept in config.json (`auths`), by helper programs
 * (`credsStore`, `credHelpers`), or given in DOCKER_AUTH_CONFIG, which wins.
 */
import fs from "node:fs";
import path from "node:path";
import { decodeAuth } from "./base64.js";
import { environmentAuths } from "./credential-env.js";
import { askHelper, listHelper, type RunHelper } from "./credential-helper.js";
import { goJson } from "./encode.js";
import type { AuthEntry, ConfigValues } from "./file.js";

/** Under which Docker Hub's credentials are kept. */
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
  /** For a key of `auths`: a registry's host name, or HUB_KEY. An empty entry where there are none or a helper fails, as the reference has it. */
  get(key: string): Promise<AuthEntry>;
  /** For the registry of an image: `resolveAuth("localhost:5000/a:b")`. */
  resolveAuth(image: string): Promise<AuthEntry>;
  /** Every known one by its key, for builds. Throws where the store cannot list. */
  all(): Promise<Record<string, AuthEntry>>;
}

/** Value of X-Registry-Auth: base64url (padded) of the entry as the reference's encoder writes it. An empty entry is `{}`. */
export function encodeAuth(entry: AuthEntry): string {
  const { username, password, auth, email, serveraddress, identitytoken, registrytoken } = entry;
  const fields = { username, password, auth, email, serveraddress, identitytoken, registrytoken };
  const json = goJson(Object.fromEntries(Object.entries(fields).filter(([, value]) => value)));
  // Node's "base64url" drops the padding.
  return Buffer.from(json).toString("base64").replaceAll("+", "-").replaceAll("/", "_");
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
  const store = values.credsStore || (mentionsCredentials(values) ? "" : defaultHelper(sources));

  const fromHelper = async (helper: string, key: string): Promise<AuthEntry> => {
    const found = await askHelper(helper, key, run);
    const { email } = fileEntry(stored, key);
    return found ? { ...(email && { email }), ...found, serveraddress: key } : { ...(email && { email }) };
  };
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

/** `auths` with users and passwords in the clear. Entries whose base64 is bad are empty (the file was warned about when it was read). */
function fileAuths(values: Readonly<ConfigValues>): Record<string, AuthEntry> {
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
function fileEntry(stored: Readonly<Record<string, AuthEntry>>, key: string): AuthEntry {
  if (Object.hasOwn(stored, key)) return stored[key] ?? {};
  return Object.entries(stored).find(([address]) => hostOf(address) === key)?.[1] ?? {};
}

function hostOf(address: string): string {
  return address.replace(/^[A-Za-z][A-Za-z0-9+.-]*:\/\//, "").replace(/\/.*$/, "");
}

function mentionsCredentials({ credHelpers = {}, auths = {} }: Readonly<ConfigValues>): boolean {
  return Object.keys(credHelpers).length > 0 || Object.keys(auths).length > 0;
}

/** The system's own store, where its helper is installed and nothing else was configured. */
function defaultHelper({ platform, env }: CredentialSources): string {
  const has = (program: string) => isOnPath(program, env.PATH ?? "", platform);
  const names: Partial<Record<NodeJS.Platform, string>> = { darwin: "osxkeychain", win32: "wincred" };
  const name = names[platform] ?? (has("pass") ? "pass" : "secretservice");
  return has(`docker-credential-${name}`) ? name : "";
}

function isOnPath(program: string, searched: string, platform: NodeJS.Platform): boolean {
  const file = platform === "win32" ? `${program}.exe` : program;
  return searched.split(path.delimiter).some((dir) => {
    try {
      fs.accessSync(path.join(dir, file), fs.constants.X_OK);
      return dir !== "";
    } catch {
      return false;
    }
  });
}
