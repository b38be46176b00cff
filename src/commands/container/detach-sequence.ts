import type { Ctx } from "../../cli/context.js";
import { UserError } from "../../errors.js";
import { parseDetachKeys } from "../../values/detach-keys.js";

/** ctrl-p ctrl-q. */
const DEFAULT = Uint8Array.of(16, 17);

/**
 * The sequence that detaches: the flag, else the configuration's, else ctrl-p ctrl-q. `text` is what the daemon is told ("" lets it
 * take its own default). Throws for a sequence that makes no sense.
 */
export function detachKeysOf(ctx: Ctx, flag: string): { text: string; bytes: Uint8Array } {
  const text = flag || (ctx.config().values.detachKeys ?? "");
  if (text === "") return { text, bytes: DEFAULT };
  try {
    return { text, bytes: parseDetachKeys(text) };
  } catch (error) {
    // Docker finds out from the daemon, after it made the container: "unable to upgrade to tcp, received 400".
    throw new UserError(`invalid detach keys (${text}): ${(error as Error).message}`);
  }
}
