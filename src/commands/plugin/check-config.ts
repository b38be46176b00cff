/** Whether a plugin's config.json has the shape that the daemon reads, in the words of Docker's decoder. */
import { parseType } from "../../format/template/layout.js";
import { ANY, type GoType, isInt, isUint } from "../../format/template/types.js";
import { encodeJson } from "../../values/json/encode.js";
import { quote } from "../../values/quote.js";

/** Where a value stands: the struct it is a field of, and the way there from the top. */
interface Place {
  struct: string;
  path: readonly string[];
}

const INTERFACE_TYPE = "types.PluginInterfaceType";
/** Bits of Go's integers that a configuration holds. */
const UINT32_MAX = 0xffff_ffff;

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "array";
  return typeof value === "boolean" ? "bool" : typeof value;
}

function misfit(what: string, type: GoType, place: Place | undefined): never {
  const where = place ? `Go struct field ${place.struct}.${place.path.join(".")}` : "Go value";
  throw new Error(`json: cannot unmarshal ${what} into ${where} of type ${type.name}`);
}

/** The name without its package. */
const bare = (name: string) => name.slice(name.lastIndexOf(".") + 1);

function check(value: unknown, type: GoType, place: Place | undefined): void {
  if (value === null || value === undefined || type === ANY) return;
  const fits = (wanted: string) => kindOf(value) === wanted || misfit(kindOf(value), type, place);
  if (type.name === INTERFACE_TYPE) {
    if (typeof value !== "string") throw new Error(`${quote(encodeJson(value))} is not a plugin interface type`);
  } else if (type.kind === "pointer") check(value, type.elem as GoType, place);
  else if (type.kind === "string" || type.kind === "bool") fits(type.kind);
  else if (isInt(type.kind) || isUint(type.kind)) {
    fits("number");
    const whole = Number.isInteger(value) && (value as number) >= 0 && (value as number) <= UINT32_MAX;
    if (isUint(type.kind) && !whole) misfit(`number ${value}`, type, place);
  } else if (type.kind === "slice") {
    fits("array");
    for (const item of value as unknown[]) check(item, type.elem as GoType, place);
  } else if (type.kind === "struct") {
    fits("object");
    checkStruct(value as object, type, place);
  }
}

/** Members in the order of the file, as the decoder meets them; unknown ones are left alone. */
function checkStruct(value: object, type: GoType, place: Place | undefined): void {
  for (const [key, member] of Object.entries(value)) {
    const field = type.fields?.find(({ json }) => json.toLowerCase() === key.toLowerCase());
    if (field) check(member, field.type, { struct: bare(type.name), path: [...(place?.path ?? []), field.json] });
  }
}

/** Throws an Error with the decoder's text where `config`, decoded JSON, does not fit. */
export function checkPluginConfig(config: unknown): void {
  check(config, parseType("types.PluginConfig"), undefined);
}
