/** The user's registry credentials as commands open them. */
import type { Ctx } from "../../cli/context.js";
import { runHelper } from "../../config/credential-helper.js";
import { type ChosenHelper, type CredentialStore, openStore } from "../../config/credential-store.js";
import { type Credentials, HUB_KEY, openCredentials } from "../../config/credentials.js";
import { registryHost } from "../../config/registry-host.js";

function around(ctx: Ctx) {
  return { env: ctx.env, platform: ctx.platform, run: runHelper, warn: (line: string) => ctx.stderr.write(`${line}\n`) };
}

/** To read, for requests that name a registry. */
export function credentialsOf(ctx: Ctx): Credentials {
  return openCredentials({ values: ctx.config().values, ...around(ctx) });
}

/** To read and write, for one registry. */
export function storeOf(ctx: Ctx, key: string, chosen?: ChosenHelper): CredentialStore {
  return openStore({ config: ctx.config(), ...around(ctx) }, key, chosen);
}

/** The key of what `login` was given: Docker Hub's where there is nothing, or its name; else the host alone. */
export function loginKey(server: string): string {
  return server === "" || server === "docker.io" || server === HUB_KEY ? HUB_KEY : registryHost(server);
}
