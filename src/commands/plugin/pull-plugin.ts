/** Downloading a plugin, after what it wants to be allowed was shown and granted: what `install` and `upgrade` share. */
import type { Ctx } from "../../cli/context.js";
import type { Engine, EngineResponse, Query } from "../../engine/engine.js";
import { UserError } from "../../errors.js";
import { confirm } from "../../io/prompt.js";
import { withLogin } from "../../registry/with-login.js";
import { quote } from "../../values/quote.js";
import { fullString, type Reference } from "../../values/reference.js";

interface Privilege {
  Name: string;
  Description: string;
  Value: string[] | null;
}

export interface PluginPull {
  remote: Reference;
  /** The repository as it was written, for the question. */
  written: string;
  /** --grant-all-permissions */
  granted: boolean;
  /** For the login prompt: "plugin install". */
  verb: string;
  /** POST to this path downloads. */
  path: string;
  query?: Query;
}

/** What is asked for, a line each. Pure. */
export function privilegesText(plugin: string, privileges: readonly Privilege[]): string {
  const lines = privileges.map(({ Name, Value }) => ` - ${Name}: [${(Value ?? []).join(" ")}]\n`);
  return `Plugin ${quote(plugin)} is requesting the following privileges:\n${lines.join("")}`;
}

async function grant(ctx: Ctx, { remote, written }: PluginPull, privileges: readonly Privilege[]): Promise<void> {
  ctx.stdout.write(privilegesText(written, privileges));
  if (await confirm(ctx, "Do you grant the above permissions?")) return;
  throw new UserError(`permission denied while installing plugin ${fullString(remote)}`);
}

/**
 * Starts the download; the answer is its progress.
 * @throws UserError where the privileges are not granted; ApiError
 */
export async function pullPlugin(ctx: Ctx, engine: Engine, pull: PluginPull): Promise<EngineResponse> {
  const query = { remote: fullString(pull.remote) };
  const ask = async (auth: string) => {
    const headers = { "X-Registry-Auth": auth };
    return { headers, privileges: (await engine.json<Privilege[] | null>("GET", "/plugins/privileges", { query, headers })) ?? [] };
  };
  const { headers, privileges } = await withLogin(ctx, query.remote, pull.verb, ask);
  if (!pull.granted && privileges.length > 0) await grant(ctx, pull, privileges);
  return engine.request("POST", pull.path, { query: { ...pull.query, ...query }, headers, body: privileges });
}
