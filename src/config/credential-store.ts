/** Reads, writes and erases a registry's credentials, in a helper program or in the configuration file. */

import { environmentAuths } from "./credential-env.js";
import { eraseFromHelper, storeInHelper } from "./credential-helper.js";
import { type CredentialSources, fileAuths, fileEntry, helperEntry } from "./credentials.js";
import { storeName } from "./default-helper.js";
import type { Config } from "./file.js";
import type { AuthEntry, ConfigValues } from "./values.js";

export interface CredentialStore {
  /** The helper that keeps the secret; "" is the file. */
  readonly helper: string;
  /** DOCKER_AUTH_CONFIG wins. An empty entry where there is none. Throws an Error where the helper fails. */
  get(): Promise<AuthEntry>;
  /**
   * Keeps the entry. With a helper, only what is not secret goes to the file, and only after the helper has stored the rest.
   * Resolves to whether a password was written to the file. Throws an Error where the helper fails, the system's error.
   */
  keep(entry: AuthEntry): Promise<boolean>;
  /** Does nothing where there is no entry. Throws an Error where the helper fails; the file is then as it was. */
  erase(): Promise<void>;
}

export interface StoreSources extends Omit<CredentialSources, "values"> {
  config: Config;
}

/** A helper instead of the configured one ("" is the file); `remember`: for this registry, from the next `keep` on. */
export interface ChosenHelper {
  helper: string;
  remember?: boolean;
}

/** @param key of `auths`: a registry's host name, or HUB_KEY */
export function openStore({ config, ...around }: StoreSources, key: string, chosen?: ChosenHelper): CredentialStore {
  const { values } = config;
  const { run, env, warn } = around;
  const stored = fileAuths(values);
  const fallback = storeName(values, around);
  const helper = chosen?.helper ?? values.credHelpers?.[key] ?? fallback;
  const update = (change: (fresh: ConfigValues) => void) =>
    config.update((fresh) => {
      // Remember the helper that was found, whatever is installed later.
      if (fallback !== "" && !fresh.credsStore) fresh.credsStore = fallback;
      if (chosen?.remember) fresh.credHelpers = { ...fresh.credHelpers, [key]: helper };
      change(fresh);
    });
  const inFile = (entry: AuthEntry) => {
    if (!chosen?.remember && Object.hasOwn(stored, key) && same(stored[key] ?? {}, entry)) return false;
    update((fresh) => {
      fresh.auths = { ...fresh.auths, [key]: entry };
    });
    return Boolean(entry.password);
  };
  return {
    helper,
    async get() {
      const given = environmentAuths(env, warn)?.[key];
      if (given) return given;
      return helper === "" ? fileEntry(stored, key) : helperEntry(helper, key, stored, run);
    },
    async keep(entry) {
      if (helper === "") return inFile(entry);
      await storeInHelper(helper, key, entry, run);
      const { username: _u, password: _p, identitytoken: _t, ...rest } = entry;
      return inFile(rest);
    },
    async erase() {
      if (helper !== "") await eraseFromHelper(helper, key, run);
      if (Object.hasOwn(stored, key))
        update((fresh) => {
          if (fresh.auths) delete fresh.auths[key];
        });
    },
  };
}

const FIELDS = ["username", "password", "email", "identitytoken", "registrytoken"] as const;

function same(a: AuthEntry, b: AuthEntry): boolean {
  return FIELDS.every((field) => (a[field] ?? "") === (b[field] ?? ""));
}
