/** Networks as the registry part of `info` holds them: an address and a mask, both bytes. */
import { sliceOf, UINT8 } from "./types.js";
import { List, Scalar, type Struct, type Val } from "./value.js";

/** The numbers in a []uint8. */
export function bytesOf(v: Val): number[] {
  return v instanceof List ? ((v.items ?? []) as Scalar[]).map((b) => Number(b.v)) : [];
}

export function byteList(bytes: readonly number[], type = sliceOf(UINT8)): List {
  return new List(
    type,
    bytes.map((b) => new Scalar(UINT8, BigInt(b))),
  );
}

/** The bytes of an address: 4, or 16; undefined when it is none. */
export function parseAddress(text: string): number[] | undefined {
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) {
    const parts = text.split(".").map(Number);
    return parts.every((p) => p < 256) ? parts : undefined;
  }
  if (!/^[0-9a-fA-F:.]*:[0-9a-fA-F:.]*$/.test(text)) return undefined;
  const [head = "", tail] = text.split("::");
  const groups = (s: string) => (s === "" ? [] : s.split(":").flatMap((g) => (g.includes(".") ? pairs(g) : [Number.parseInt(g, 16)])));
  const front = groups(head);
  const back = tail === undefined ? [] : groups(tail);
  const gap = 8 - front.length - back.length;
  if (tail === undefined ? gap !== 0 : gap < 0) return undefined;
  return [...front, ...new Array(gap).fill(0), ...back].flatMap((g) => [g >> 8, g & 255]);
}

/** Two 16-bit groups of a dotted address. */
function pairs(dotted: string): number[] {
  const [a = 0, b = 0, c = 0, d = 0] = dotted.split(".").map(Number);
  return [(a << 8) | b, (c << 8) | d];
}

export function addressText(bytes: readonly number[]): string {
  if (bytes.length === 0) return "<nil>";
  if (bytes.length === 4) return bytes.join(".");
  const mapped = bytes.slice(0, 10).every((b) => b === 0) && bytes[10] === 255 && bytes[11] === 255;
  if (mapped) return bytes.slice(12).join(".");
  const groups = Array.from({ length: 8 }, (_, i) => (((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0)).toString(16));
  // The longest run of zeros, of two groups at least, is left out.
  const runs = [...groups.join(":").matchAll(/(?<![^:])0(?::0)+(?![^:])/g)].sort((a, b) => b[0].length - a[0].length || a.index - b.index);
  const run = runs[0];
  if (run === undefined) return groups.join(":");
  const joined = groups.join(":");
  return `${joined.slice(0, run.index).replace(/:$/, "")}::${joined.slice(run.index + run[0].length).replace(/^:/, "")}`;
}

/** `10.0.0.0/8` of a struct with the fields IP and Mask. */
export function networkText(v: Struct): string {
  const bits = bytesOf(v.at(1))
    .map((b) => b.toString(2).padStart(8, "0"))
    .join("");
  return `${addressText(bytesOf(v.at(0)))}/${bits.lastIndexOf("1") + 1}`;
}

/** Address and mask of `10.0.0.0/8`; undefined when it is no network. */
export function parseNetwork(text: string): { ip: number[]; mask: number[] } | undefined {
  const [address = "", bits] = text.split("/");
  const ip = parseAddress(address);
  if (ip === undefined || bits === undefined || !/^\d{1,3}$/.test(bits) || Number(bits) > ip.length * 8) return undefined;
  const mask = ip.map((_, i) => 255 & ~(255 >> Math.max(0, Math.min(8, Number(bits) - 8 * i))));
  return { ip: ip.map((b, i) => b & (mask[i] as number)), mask };
}
