/** Decoded JSON into values of Go types, as Go's encoding/json fills a struct. */
import { type Json, JsonNumber } from "../json.js";
import { byteList, parseAddress, parseNetwork } from "./netaddr.js";
import { parseTime } from "./time.js";
import { ANY, type Field, type GoType, INT, isFloat, isInt, isUint, STRING } from "./types.js";
import { Dict, fromAny, Iface, List, Pointer, Scalar, Struct, type Val, zero } from "./value.js";

/** The JSON does not fit the type. */
export class DecodeError extends Error {}

/** Throws DecodeError. Absent and null members are zero values; unknown ones are left out. */
export function decode(json: Json | undefined, type: GoType): Val {
  if (json === undefined || json === null) return zero(type);
  const special = SPECIAL[type.name];
  if (special !== undefined) return special(json, type);
  const { kind } = type;
  if (type === ANY || kind === "interface") return new Iface(fromAny(json));
  if (kind === "pointer") return new Pointer(type, decode(json, type.elem as GoType));
  if (kind === "string") return typeof json === "string" ? (type === STRING ? json : new Scalar(type, json)) : misfit(json, type);
  if (kind === "bool") return typeof json === "boolean" ? json : misfit(json, type);
  if (isInt(kind) || isUint(kind)) return integer(json, type);
  if (isFloat(kind)) return json instanceof JsonNumber ? new Scalar(type, Number(json.text)) : misfit(json, type);
  if (kind === "slice" || kind === "array") return list(json, type);
  if (kind === "map") return dict(json, type);
  if (kind === "struct") return json instanceof Map ? struct(json, type) : misfit(json, type);
  return misfit(json, type);
}

function misfit(json: Json, type: GoType): never {
  const what = json instanceof JsonNumber ? "number" : json instanceof Map ? "object" : Array.isArray(json) ? "array" : typeof json;
  throw new DecodeError(`json: cannot unmarshal ${what === "boolean" ? "bool" : what} into Go value of type ${type.name}`);
}

function integer(json: Json, type: GoType): Val {
  if (!(json instanceof JsonNumber) || !/^-?\d+$/.test(json.text)) return misfit(json, type);
  const n = BigInt(json.text);
  if (isUint(type.kind) && n < 0n) return misfit(json, type);
  if (type !== INT) return new Scalar(type, n);
  const small = Number(n);
  return Number.isSafeInteger(small) ? small : n;
}

function list(json: Json, type: GoType): Val {
  const elem = type.elem as GoType;
  if (typeof json === "string" && elem.kind === "uint8") return byteList([...Buffer.from(json, "base64")], type);
  if (!Array.isArray(json)) return misfit(json, type);
  const items = json.map((item) => (elem === ANY ? item : decode(item, elem)));
  if (type.kind === "array") {
    const length = type.length ?? 0;
    while (items.length < length) items.push(zero(elem));
    items.length = length;
  }
  return new List(type, items);
}

function dict(json: Json, type: GoType): Val {
  if (!(json instanceof Map)) return misfit(json, type);
  const elem = type.elem as GoType;
  if (elem === ANY) return new Dict(type, json);
  return new Dict(type, new Map([...json].map(([key, v]) => [key, decode(v, elem)])));
}

function struct(json: ReadonlyMap<string, Json>, type: GoType): Struct {
  let folded: Map<string, Json> | undefined;
  const member = (f: Field): Json | undefined => {
    // "-name" is read but never written.
    const key = f.json.replace(/^-(?=.)/, "");
    const exact = json.get(key);
    if (exact !== undefined) return exact;
    // Go also takes a key that differs in case only.
    folded ??= new Map([...json].map(([key, v]) => [key.toLowerCase(), v]));
    return folded.get(key.toLowerCase());
  };
  const values = (type.fields ?? []).map((f) => {
    if (f.json === "-") return zero(f.type);
    if (!f.embedded || f.json !== "") return decode(member(f), f.type);
    if (f.type.kind !== "pointer") return struct(json, f.type);
    const target = f.type.elem as GoType;
    const present = (target.fields ?? []).some((inner) => inner.json !== "" && member(inner) !== undefined);
    return new Pointer(f.type, present ? struct(json, target) : undefined);
  });
  return new Struct(type, values);
}

type Special = (json: Json, type: GoType) => Val;

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
