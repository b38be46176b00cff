import path from "node:path";
import { checkedName } from "../../engine/object-path.js";
import { segment } from "../../engine/query.js";

/** `/containers/NAME/checkpoints[/ID]` as Go's path.Join makes it. */
export function checkpointPath(container: string, ...id: string[]): string {
  return path.posix.join("/containers", segment(container), "checkpoints", ...id.map(segment)).replace(/\/$/, "");
}

/** The same. Throws UserError for an empty container name, which Docker refuses where something is changed. */
export function checkedCheckpointPath(container: string, ...id: string[]): string {
  return checkpointPath(checkedName("container", container), ...id);
}
