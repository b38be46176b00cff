/** Progress where nothing can be redrawn (a pipe, a file): a line per step, counts left out, no escape sequence. */
import { type ProgressMessage, prefixOf } from "./message.js";

/** What stands behind the prefix. Neither an old engine's progress text nor what a container wrote ends its line. */
function body({ progress, stream, status = "" }: ProgressMessage): string {
  if (progress) return `${status} ${progress}`;
  return stream || `${status}\n`;
}

/** What Docker prints for the message; "" for one that only counts. */
export function plainText(message: ProgressMessage): string {
  const { current = 0, total = 0 } = message.progressDetail ?? {};
  return current > 0 || total > 0 ? "" : prefixOf(message) + body(message);
}
