/** Asks a registry whether it knows a user: through the daemon, or directly if no daemon answers. */
import type { Ctx } from "../../cli/context.js";
import { authJson } from "../../config/credentials.js";
import type { AuthEntry } from "../../config/values.js";
import { ConnectionError } from "../../errors/connection.js";
import type { Accepted } from "./direct-login.js";

/** Throws ApiError where the registry refuses, ConnectionError if there is no daemon. */
export async function checkByEngine(ctx: Ctx, entry: AuthEntry): Promise<Accepted> {
  const engine = await ctx.engine();
  const body = Buffer.from(`${authJson(entry)}\n`);
  const headers = { "Content-Type": "application/json" };
  const answer = await engine.json<{ Status?: string; IdentityToken?: string }>("POST", "/auth", { body, headers });
  return { status: answer.Status ?? "", token: answer.IdentityToken ?? "" };
}

/** The same, without a daemon if need be. Throws StatusError where the registry refuses or cannot be reached. */
export async function checkLogin(ctx: Ctx, entry: AuthEntry): Promise<Accepted> {
  try {
    return await checkByEngine(ctx, entry);
  } catch (error) {
    if (!(error instanceof ConnectionError)) throw error;
    const { loginDirectly } = await import("./direct-login.js");
    return loginDirectly(ctx, entry);
  }
}
