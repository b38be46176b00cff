/** --use-api-socket: the user's registry logins, put into the container as a configuration of its own. */
import { END, encodeHeader, padding } from "../../archive/tar/encode.js";
import type { TarEntry } from "../../archive/tar/entry.js";
import type { Ctx } from "../../cli/context.js";
import { encodeConfig } from "../../config/encode.js";
import { credentialsOf } from "../../config/user-credentials.js";
import type { AuthEntry } from "../../config/values.js";
import type { Engine } from "../../engine/engine.js";
import { segment } from "../../engine/query.js";
import { API_SOCKET_CONFIG } from "./create/request.js";

export type Logins = Record<string, AuthEntry>;

export function allLogins(ctx: Ctx): Promise<Logins> {
  return credentialsOf(ctx).all();
}

/** A tar archive of one config.json with nothing but `auths`, readable by its owner only. Docker sends the same bytes. Pure. */
export function packLogins(logins: Logins): Buffer {
  const bytes = Buffer.from(encodeConfig({ auths: logins }));
  const mtime = { seconds: 0, nanos: 0 };
  const name = Buffer.from(API_SOCKET_CONFIG);
  const entry: TarEntry = { name, type: "file", mode: 0o600, uid: 0, gid: 0, size: bytes.length, mtime };
  return Buffer.concat([encodeHeader(entry), bytes, padding(bytes.length), END]);
}

/** Copies them to where DOCKER_CONFIG of the container points. */
export async function copyLogins(engine: Engine, id: string, logins: Logins): Promise<void> {
  const answer = await engine.request("PUT", `/containers/${segment(id)}/archive`, {
    query: { path: "/", noOverwriteDirNonDir: "true" },
    body: packLogins(logins),
    headers: { "Content-Type": "application/x-tar" },
  });
  await answer.bytes();
}
