import type { Ctx } from "../../cli/context.js";
import { runHelper } from "../../config/credential-helper.js";
import { openCredentials } from "../../config/credentials.js";
import { UserError } from "../../errors.js";
import { openRegistryClient, type RegistryClient } from "../../registry/client.js";
import { parseReference, type Reference, withDefaultTag } from "../../values/reference.js";
import { userAgent } from "../../version.js";

/** An image's name, with "latest" where it has neither tag nor digest. Throws UserError: `what`, and Docker's reason. */
export function manifestName(raw: string, what = ""): Reference {
  try {
    return withDefaultTag(parseReference(raw));
  } catch (error) {
    throw new UserError(`${what}${(error as Error).message}`, { cause: error });
  }
}

/** The registries, as the user: with the logins of the configuration, its helpers or DOCKER_AUTH_CONFIG. */
export function registryClient(ctx: Ctx, insecure: boolean): RegistryClient {
  const { env, platform, now } = ctx;
  const warn = (line: string) => ctx.stderr.write(`${line}\n`);
  return openRegistryClient({
    env,
    platform,
    now,
    insecure,
    userAgent: userAgent(platform === "win32" ? "windows" : platform),
    auth: (image) => openCredentials({ values: ctx.config().values, env, platform, run: runHelper, warn }).resolveAuth(image),
  });
}
