import { quote } from "./quote.js";

/** strconv.ParseBool with its error text. */
export function parseBool(raw: string): boolean {
  if (/^(1|t|T|TRUE|true|True)$/.test(raw)) return true;
  if (/^(0|f|F|FALSE|false|False)$/.test(raw)) return false;
  throw new Error(`strconv.ParseBool: parsing ${quote(raw)}: invalid syntax`);
}
