/** The user's registry credentials as commands open them. */
import type { Output } from "../io/streams.js";
import { runHelper } from "./credential-helper.js";
import { type ChosenHelper, type CredentialStore, openStore } from "./credential-store.js";
import { type Credentials, HUB_KEY, openCredentials } from "./credentials.js";
import type { Config } from "./file.js";
import { registryHost } from "./registry-host.js";

/** What opening the user's credentials needs of the context. */
export interface CredentialHost {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly stderr: Pick<Output, "write">;
  config(): Config;
}

function around(host: CredentialHost) {
  return { env: host.env, platform: host.platform, run: runHelper, warn: (line: string) => host.stderr.write(`${line}\n`) };
}

/** To read, for requests that name a registry. */
export function credentialsOf(host: CredentialHost): Credentials {
  return openCredentials({ values: host.config().values, ...around(host) });
}

/** To read and write, for one registry. */
export function storeOf(host: CredentialHost, key: string, chosen?: ChosenHelper): CredentialStore {
  return openStore({ config: host.config(), ...around(host) }, key, chosen);
}

/** The key for the argument of `login`: Docker Hub's where there is nothing, or its name; else the host alone. */
export function loginKey(server: string): string {
  return server === "" || server === "docker.io" || server === HUB_KEY ? HUB_KEY : registryHost(server);
}
