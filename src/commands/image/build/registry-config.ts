/** X-Registry-Config: every registry login that the user has, for base images that a build pulls. */
import type { Ctx } from "../../../cli/context.js";
import { credentialsOf } from "../../../config/user-credentials.js";
import { encodeJson } from "../../../values/json/encode.js";

/** base64url, padded, of the logins by registry. A store that cannot list gives none, as in Docker. */
export async function registryConfig(ctx: Ctx): Promise<string> {
  const logins = await credentialsOf(ctx)
    .all()
    .catch(() => ({}));
  return Buffer.from(encodeJson(logins)).toString("base64").replaceAll("+", "-").replaceAll("/", "_");
}
