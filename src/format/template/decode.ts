/** Decoded JSON into values of Go types, as Go's encoding/json fills a struct. */

import { jsonOf, type Plain } from "../../values/json/plain.js";
import type { JsonNumber } from "../../values/json/tree.js";
import { isNumber, isObject, misfit } from "./decode-misfit.js";
import { type Decoder, structDecoder } from "./decode-struct.js";
import { byteList, parseAddress, parseNetwork } from "./netaddr.js";
import { parseTime } from "./time.js";
import { ANY, type GoType, INT, isFloat, isInt, isUint, STRING } from "./types.js";
import { Dict, fromAny, Iface, List, Pointer, Scalar, Struct, type Val, zero } from "./value.js";

export { DecodeError } from "./decode-misfit.js";

/**
 * Absent and null members are zero values; unknown ones are left out.
 * @throws DecodeError where the value does not fit; its fields throw it when they are asked for (see `settle`)
 */
export function decode(json: Plain | undefined, type: GoType): Val {
  return json === undefined || json === null ? zero(type) : decoderOf(type)(json);
}

const decoders = new Map<GoType, Decoder>();

/** What reads values of the type: made once, since two hundred containers have the same two hundred fields. */
function decoderOf(type: GoType): Decoder {
  let decoder = decoders.get(type);
  if (decoder === undefined) {
    decoder = makeDecoder(type);
    decoders.set(type, decoder);
  }
  return decoder;
}

function makeDecoder(type: GoType): Decoder {
  const special = SPECIAL[type.name];
  if (special !== undefined) return (json) => special(json, type);
  const { kind } = type;
  if (kind === "interface") return (json) => new Iface(fromAny(jsonOf(json)));
  if (kind === "pointer") return (json) => new Pointer(type, decoderOf(type.elem as GoType)(json));
  if (kind === "string") return (json) => (typeof json !== "string" ? misfit(json, type) : type === STRING ? json : new Scalar(type, json));
  if (kind === "bool") return (json) => (typeof json === "boolean" ? json : misfit(json, type));
  if (isInt(kind) || isUint(kind)) return (json) => integer(json, type);
  if (isFloat(kind)) return (json) => (isNumber(json) ? new Scalar(type, Number(digits(json))) : misfit(json, type));
  if (kind === "slice" || kind === "array") return (json) => list(json, type);
  if (kind === "map") return (json) => dict(json, type);
  if (kind === "struct") return structDecoder(type, decoderOf);
  return (json) => misfit(json, type);
}

function digits(json: number | JsonNumber): string {
  return typeof json === "number" ? String(json) : json.text;
}

function integer(json: Plain, type: GoType): Val {
  if (!isNumber(json) || !/^-?\d+$/.test(digits(json))) return misfit(json, type);
  const n = BigInt(digits(json));
  const bits = Number(/\d+$/.exec(type.kind)?.[0] ?? 64);
  if ((isUint(type.kind) ? BigInt.asUintN(bits, n) : BigInt.asIntN(bits, n)) !== n) return misfit(json, type);
  if (type !== INT) return new Scalar(type, n);
  const small = Number(n);
  return Number.isSafeInteger(small) ? small : n;
}

function list(json: Plain, type: GoType): Val {
  const elem = type.elem as GoType;
  if (typeof json === "string" && elem.kind === "uint8") return byteList([...Buffer.from(json, "base64")], type);
  if (!Array.isArray(json)) return misfit(json, type);
  const items: unknown[] = json.map((item) => (elem === ANY ? jsonOf(item) : decode(item, elem)));
  if (type.kind === "array") {
    const length = type.length ?? 0;
    while (items.length < length) items.push(zero(elem));
    items.length = length;
  }
  return new List(type, items);
}

function dict(json: Plain, type: GoType): Val {
  if (!isObject(json)) return misfit(json, type);
  const elem = type.elem as GoType;
  return new Dict(type, new Map(Object.entries(json).map(([key, v]) => [key, elem === ANY ? jsonOf(v) : decode(v, elem)])));
}

/** Asks for all that the value holds. Throws DecodeError where something does not fit. */
export function settle(value: unknown): void {
  if (value instanceof Struct) for (const field of value.values) settle(field);
  else if (value instanceof Pointer) settle(value.target);
  else if (value instanceof List) for (const item of value.items ?? []) settle(item);
  else if (value instanceof Dict) for (const item of value.entries?.values() ?? []) settle(item);
}

type Special = (json: Exclude<Plain, null>, type: GoType) => Val;

/** Types that read themselves. */
const SPECIAL: Record<string, Special> = {
  "time.Time": (json, type) => (typeof json === "string" ? parseTime(json) : undefined) ?? misfit(json, type),
  "net.IP": (json, type) => {
    if (json === "") return zero(type);
    const bytes = typeof json === "string" ? parseAddress(json) : undefined;
    return bytes === undefined ? misfit(json, type) : byteList(bytes, type);
  },
  "registry.NetIPNet": (json, type) => {
    const network = typeof json === "string" ? parseNetwork(json) : undefined;
    if (network === undefined) return misfit(json, type);
    const [ip, mask] = type.fields ?? [];
    return new Struct(type, [byteList(network.ip, ip?.type), byteList(network.mask, mask?.type)]);
  },
  // `docker.volumedriver/1.0`: prefix, capability, version.
  "types.PluginInterfaceType": (json, type) => {
    const m = typeof json === "string" ? /^(.*)\.(.*)\/(.*)$/.exec(json) : null;
    if (m === null) return misfit(json, type);
    const parts: Record<string, string | undefined> = { Prefix: m[1], Capability: m[2], Version: m[3] };
    return new Struct(
      type,
      (type.fields ?? []).map((f) => parts[f.name]),
    );
  },
  "strslice.StrSlice": (json, type) => (typeof json === "string" ? new List(type, [json]) : list(json, type)),
};
