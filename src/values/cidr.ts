/** Networks in CIDR notation (`10.0.0.0/8`, `fd00::/64`), as Go's net package reads and matches them. */
import { normalizeIp } from "./ip.js";

/** Bytes are 4 or 16. */
interface Prefix {
  address: readonly number[];
  net: readonly number[];
  /** How many bits of `net` count. */
  bits: number;
}

const V4_IN_V6 = [...new Array<number>(10).fill(0), 255, 255];

/** The bytes of an address in normal form. */
function bytesOf(address: string): number[] {
  if (!address.includes(":")) return address.split(".").map(Number);
  const [head = [], tail = []] = address.split("::").map((side) => (side === "" ? [] : side.split(":")));
  const groups = [...head, ...new Array<string>(8 - head.length - tail.length).fill("0"), ...tail];
  return groups.flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 255];
  });
}

/** Throws Error with Go's text if `text` is not a network in CIDR notation. */
export function checkCidr(text: string): void {
  parsePrefix(text);
}

/** Throws Error with Go's text where `text` is not a network. */
function parsePrefix(text: string): Prefix {
  const invalid = new Error(`invalid CIDR address: ${text}`);
  const slash = text.indexOf("/");
  const written = text.slice(0, slash);
  const address = slash < 0 ? undefined : normalizeIp(written);
  const digits = text.slice(slash + 1);
  if (address === undefined || !/^\d{1,7}$/.test(digits)) throw invalid;
  const bits = Number(digits);
  if (bits > (written.includes(":") ? 128 : 32)) throw invalid;
  const bytes = bytesOf(address);
  if (bytes.length === 16 || !written.includes(":")) return { address: bytes, net: bytes, bits };
  // ::ffff:10.0.0.0/104 is 10.0.0.0/8; with fewer bits than 96 it is no longer IPv4.
  return bits < 96 ? { address: bytes, net: [...V4_IN_V6, ...bytes], bits } : { address: bytes, net: bytes, bits: bits - 96 };
}

/**
 * Is the address (or the first part of the network) `data` in `subnet`? Text that is not an address is in no subnet.
 * Throws "invalid subnet: …", and Go's text for `data` that has a slash and is not a network.
 */
export function subnetHolds(subnet: string, data: string): boolean {
  let prefix: Prefix;
  try {
    prefix = parsePrefix(subnet);
  } catch (error) {
    throw new Error(`invalid subnet: ${(error as Error).message}`);
  }
  const address = normalizeIp(data);
  const bytes = data.includes("/") ? parsePrefix(data).address : address === undefined ? [] : bytesOf(address);
  if (bytes.length !== prefix.net.length) return false;
  return bytes.every((byte, i) => {
    const kept = Math.min(8, Math.max(0, prefix.bits - i * 8));
    const mask = (0xff00 >> kept) & 0xff;
    return (byte & mask) === ((prefix.net[i] as number) & mask);
  });
}
