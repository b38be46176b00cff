/** `--add-host`: `name:address`, `name=address`, `name:[v6]`, `name:host-gateway`. */
import { checkIp } from "./ip.js";
import { splitPair } from "./key-value.js";
import { quote } from "./quote.js";

/** The form of the API: `name:address` without brackets. */
export function checkExtraHost(raw: string): string {
  const [name, address] = splitPair(raw, raw.includes("=") ? "=" : ":");
  if (address === undefined || name === "" || name.includes(":")) throw new Error(`bad format for add-host: ${quote(raw)}`);
  if (address === "host-gateway") return `${name}:${address}`;
  const plain = /^\[(.+)\]$/s.exec(address)?.[1] ?? address;
  try {
    checkIp(plain);
  } catch {
    throw new Error(`invalid IP address in add-host: ${quote(plain)}`);
  }
  return `${name}:${plain}`;
}
