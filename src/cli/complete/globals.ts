/** Which engine a line that is being completed would talk to: the options before its command count as if it was run. */
import { StatusError } from "../../errors.js";
import { type ParsedGlobals, parseGlobals } from "../globals.js";

/**
 * @param ours the options that stand before `__complete`
 * @param words those behind it; the last is being typed and counts for nothing, nor does an option that waits for it
 */
export function globalsOfLine(ours: readonly string[], words: readonly string[]): ParsedGlobals["global"] {
  for (let end = Math.max(words.length - 1, 0); end > 0; end--) {
    try {
      return parseGlobals([...ours, ...words.slice(0, end)]).global;
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
    }
  }
  return parseGlobals(ours).global;
}
