/** The two ways to write one end of a copy. */
import { isAbsolute } from "../../archive/copy/local-path.js";

export interface CopyArgument {
  /** "" where the path is a local one. */
  container: string;
  path: string;
}

/** "web:/etc" is in a container; "/a:b", "./a:b", "C:\x" (on Windows) and what has no colon are local. */
export function copyArgument(text: string): CopyArgument {
  const colon = text.indexOf(":");
  if (isAbsolute(text) || colon < 0 || text.slice(0, colon).startsWith(".")) return { container: "", path: text };
  return { container: text.slice(0, colon), path: text.slice(colon + 1) };
}
