/** Requests about one plugin, which `enable`, `disable`, `rm`, `set` and `install` make. */
import type { Engine, RequestOptions } from "../../engine/engine.js";
import { checkedName, objectPath } from "../../engine/object-path.js";

/** Throws UserError for an empty name, ApiError. */
export async function pluginRequest(engine: Engine, method: string, name: string, verb: string, options?: RequestOptions): Promise<void> {
  const path = objectPath("plugins", checkedName("plugin", name));
  const answer = await engine.request(method, verb === "" ? path : `${path}/${verb}`, options);
  await answer.bytes();
}
