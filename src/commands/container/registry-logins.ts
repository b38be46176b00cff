/** --use-api-socket: the user's registry logins, put into the container as a configuration of its own. */
import type { Ctx } from "../../cli/context.js";
import { credentialsOf } from "../../config/user-credentials.js";
import type { AuthEntry } from "../../config/values.js";
import type { Engine } from "../../engine/engine.js";
import { segment } from "../../engine/query.js";
import { API_SOCKET_CONFIG } from "./create/request.js";

export type Logins = Record<string, AuthEntry>;

export function allLogins(ctx: Ctx): Promise<Logins> {
  return credentialsOf(ctx).all();
}

/** Copies them to where DOCKER_CONFIG of the container points, readable by its owner only. */
export async function copyLogins(engine: Engine, id: string, logins: Logins): Promise<void> {
  const { pack } = await import("tar-stream");
  const archive = pack();
  archive.entry({ name: API_SOCKET_CONFIG.slice(1), mode: 0o600 }, JSON.stringify({ auths: logins }));
  archive.finalize();
  const headers = { "Content-Type": "application/x-tar" };
  const answer = await engine.request("PUT", `/containers/${segment(id)}/archive`, { query: { path: "/" }, body: archive, headers });
  await answer.bytes();
}
