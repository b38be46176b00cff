import type { Ctx } from "../../cli/context.js";
import { parseDetachKeys } from "../../values/detach-keys.js";

/** ctrl-p ctrl-q. */
const DEFAULT = Uint8Array.of(16, 17);

/**
 * The sequence that detaches: the flag, else the configuration's, else ctrl-p ctrl-q. `text` is what the engine is told ("" lets it
 * take its own default). Throws for a sequence that makes no sense.
 */
export function detachKeysOf(ctx: Ctx, flag: string): { text: string; bytes: Uint8Array } {
  const text = flag || (ctx.config().values.detachKeys ?? "");
  return { text, bytes: text === "" ? DEFAULT : parseDetachKeys(text) };
}
