/** Go's fmt over template values: what print, printf and println give, and how a value prints by default. */
import { decode } from "./gostring.js";
import { RowValue } from "./row.js";
import { FLOAT64, type GoType, INT, isFloat, isInt, isUint } from "./types.js";
import { Dict, type GoValue, Iface, kindOf, List, Moment, Pointer, Scalar, Struct, typeOf, type Val } from "./value.js";
import { Verb } from "./verb.js";

const PLAIN = new Verb();

/** Values one after another, a space between two of which neither is a string (fmt.Sprint). Nil is `<nil>`. */
export function sprint(values: readonly Val[]): string {
  let out = "";
  let afterString = false;
  values.forEach((v, i) => {
    const isString = kindOf(v) === "string";
    if (i > 0 && !isString && !afterString) out += " ";
    out += argument(v, "v", PLAIN);
    afterString = isString;
  });
  return out;
}

/** Values with a space between each two, and a line end (fmt.Sprintln). */
export function sprintln(values: readonly Val[]): string {
  return `${values.map((v) => argument(v, "v", PLAIN)).join(" ")}\n`;
}

/** A value in an error text, where a string stands for itself (`%v` of a reflect.Value). */
export function valueText(v: Val): string {
  return v === undefined ? "<invalid reflect.Value>" : argument(v, "v", PLAIN);
}

/** The integer in a value, whatever its size. */
function integerOf(v: Val): bigint | undefined {
  if (typeof v === "bigint") return v;
  if (typeof v === "number") return Number.isInteger(v) ? BigInt(v) : undefined;
  return v instanceof Scalar && typeof v.v === "bigint" ? v.v : undefined;
}

/** The text that a value gives for itself, when its type has a String method. */
function stringOf(v: GoValue): string | undefined {
  const isPointer = v instanceof Pointer;
  const target = isPointer ? v.target : v;
  if (target === undefined || typeof target !== "object") return undefined;
  const methods = target.type.methods;
  const method = methods !== undefined && Object.hasOwn(methods, "String") ? methods.String : undefined;
  if (method === undefined || (method.onPointer && !isPointer)) return undefined;
  return method.call(target) as string;
}

function bad(v: Val, verb: string): string {
  if (v === undefined) return `%!${verb}(<nil>)`;
  return `%!${verb}(${typeOf(v).name}=${argument(v, "v", PLAIN, true)})`;
}

/** One argument of printf. `erroring` prints a value inside an error form, where String methods are not called. */
function argument(v: Val, verb: string, f: Verb, erroring = false): string {
  if (v === undefined) return verb === "T" || verb === "v" ? f.pad("<nil>") : bad(v, verb);
  if (verb === "T") return f.text(typeOf(v).name);
  if (verb === "p") return pointer(v, verb, f);
  return value(v, verb, f, 0, erroring);
}

function value(v: Val, verb: string, f: Verb, depth: number, erroring: boolean): string {
  switch (typeof v) {
    case "undefined":
      return verb === "v" ? "<nil>" : bad(v, verb);
    case "string":
      return text(v, verb, f) ?? bad(v, verb);
    case "boolean":
      return verb === "t" || verb === "v" ? f.pad(String(v)) : bad(v, verb);
    case "bigint":
      return integer(v, verb, f, true) ?? bad(v, verb);
    case "number":
      return (Number.isInteger(v) ? integer(BigInt(v), verb, f, true) : float(v, verb, f, false)) ?? bad(v, verb);
  }
  if (!erroring && verb === "w") return bad(v, verb);
  if (!erroring && !f.sharpV && "vsxXq".includes(verb)) {
    const own = stringOf(v);
    if (own !== undefined) return text(own, verb, f) as string;
  }
  if (v instanceof Iface) {
    if (v.inner !== undefined) return value(v.inner, verb, f, depth + 1, erroring);
    return f.sharpV ? `${v.type.name}(nil)` : "<nil>";
  }
  if (v instanceof Scalar) return scalar(v, verb, f) ?? bad(v, verb);
  if (v instanceof List) return list(v, verb, f, depth, erroring);
  if (v instanceof Dict) return dict(v, verb, f, depth, erroring);
  if (v instanceof Struct) return struct(v.type, v.values, verb, f, depth, erroring);
  if (v instanceof RowValue) {
    const cells = [...v.rowType.fields.values()].map((field) => field(v.row) as Val);
    return struct(v.type, cells, verb, f, depth, erroring);
  }
  if (v instanceof Pointer) {
    const nested = v.target instanceof List || v.target instanceof Dict || v.target instanceof Struct;
    if (depth === 0 && nested) return `&${value(v.target, verb, f, depth + 1, erroring)}`;
    return pointer(v, verb, f);
  }
  return v instanceof Moment ? String(v.nanos) : "";
}

function scalar(v: Scalar, verb: string, f: Verb): string | undefined {
  const { kind } = v.type;
  if (typeof v.v === "string") return text(v.v, verb, f);
  if (typeof v.v === "boolean") return verb === "t" || verb === "v" ? f.pad(String(v.v)) : undefined;
  if (typeof v.v === "bigint") return integer(v.v, verb, f, !isUint(kind));
  if (typeof v.v === "number") return float(v.v, verb, f, kind === "float32");
  return complex(v.v, verb, f);
}

function text(s: string, verb: string, f: Verb): string | undefined {
  switch (verb) {
    case "v":
      return f.sharpV ? f.quoted(s) : f.text(s);
    case "s":
      return f.text(s);
    case "q":
      return f.quoted(s);
    case "x":
    case "X":
      return f.hex(s, verb === "X");
    default:
      return undefined;
  }
}

const BASES: Record<string, number> = { d: 10, v: 10, b: 2, o: 8, O: 8, x: 16, X: 16 };

function integer(n: bigint, verb: string, f: Verb, signed: boolean): string | undefined {
  if (verb === "v" && f.sharpV && !signed) return hex0x(n, f);
  const base = BASES[verb];
  if (base !== undefined) return f.integer(n, base, verb);
  if (verb === "c") return f.char(n);
  if (verb === "q") return f.quotedChar(n);
  return verb === "U" ? f.unicode(n) : undefined;
}

/** With `0x` before it, whatever the flag says. */
function hex0x(n: bigint, f: Verb, prefix = true): string {
  const { sharp } = f;
  f.sharp = prefix;
  const out = f.integer(n, 16, "v");
  f.sharp = sharp;
  return out;
}

function float(n: number, verb: string, f: Verb, single: boolean): string | undefined {
  switch (verb) {
    case "v":
      return f.float(n, "g", -1, single);
    case "b":
    case "g":
    case "G":
    case "x":
    case "X":
      return f.float(n, verb, -1, single);
    case "f":
    case "F":
      return f.float(n, "f", 6, single);
    case "e":
    case "E":
      return f.float(n, verb, 6, single);
    default:
      return undefined;
  }
}

function complex([re, im]: readonly [number, number], verb: string, f: Verb): string | undefined {
  const first = float(re, verb, f, false);
  if (first === undefined) return undefined;
  const { plus } = f;
  f.plus = true;
  const second = float(im, verb, f, false);
  f.plus = plus;
  return `(${first}${second}i)`;
}

function list(v: List, verb: string, f: Verb, depth: number, erroring: boolean): string {
  const isNil = v.items === null && v.type.kind === "slice";
  if ((v.type.elem as GoType).kind === "uint8") {
    const bytes = Uint8Array.from((v.items ?? []) as Scalar[], (b) => Number(b.v));
    if (verb === "x" || verb === "X") return f.hex(bytes, verb === "X");
    if (verb === "s" || verb === "q") return text(decode(bytes), verb, f) as string;
  }
  const items = Array.from({ length: v.length }, (_, i) => value(v.at(i), verb, f, depth + 1, erroring));
  if (!f.sharpV) return `[${items.join(" ")}]`;
  return isNil ? `${v.type.name}(nil)` : `${v.type.name}{${items.join(", ")}}`;
}

function dict(v: Dict, verb: string, f: Verb, depth: number, erroring: boolean): string {
  const each = (key: string) => {
    const k = value(v.key(key), verb, f, depth + 1, erroring);
    return `${k}:${value(v.get(key), verb, f, depth + 1, erroring)}`;
  };
  if (!f.sharpV) return `map[${v.keys().map(each).join(" ")}]`;
  return v.entries === null ? `${v.type.name}(nil)` : `${v.type.name}{${v.keys().map(each).join(", ")}}`;
}

function struct(type: GoType, values: readonly Val[], verb: string, f: Verb, depth: number, erroring: boolean): string {
  const cells = values.map((cell, i) => {
    const shown = value(cell, verb, f, depth + 1, erroring);
    const name = f.plusV || f.sharpV ? type.fields?.[i]?.name : undefined;
    return name === undefined ? shown : `${name}:${shown}`;
  });
  return f.sharpV ? `${type.name}{${cells.join(", ")}}` : `{${cells.join(" ")}}`;
}

/** An address. There is none here; what is printed has the form of one and is the same for the same value. */
const ADDRESSES = new WeakMap<object, bigint>();
let nextAddress = 0xc000100000n;

function addressOf(v: Val): bigint {
  if (v instanceof Pointer && v.target === undefined) return 0n;
  if (v === undefined || typeof v !== "object") return 0n;
  let at = ADDRESSES.get(v);
  if (at === undefined) {
    at = nextAddress;
    nextAddress += 16n;
    ADDRESSES.set(v, at);
  }
  return at;
}

function pointer(v: Val, verb: string, f: Verb): string {
  if (!(v instanceof Pointer || v instanceof Dict || (v instanceof List && v.type.kind === "slice"))) return bad(v, verb);
  const address = addressOf(v);
  if (verb === "p") return hex0x(address, f, !f.sharp);
  if (verb === "v" && f.sharpV) return `(${v.type.name})(${address === 0n ? "nil" : hex0x(address, f)})`;
  if (verb === "v") return address === 0n ? f.pad("<nil>") : hex0x(address, f, !f.sharp);
  return ("bodxX".includes(verb) ? integer(address, verb, f, false) : undefined) ?? bad(v, verb);
}

const LIMIT = 1_000_000;

/** The state of one printf: the format, the arguments and how far both are used. */
class Format {
  #i = 0;
  #arg = 0;
  #reordered = false;
  #goodIndex = true;
  #afterIndex = false;
  #out = "";

  constructor(
    readonly format: string,
    readonly args: readonly Val[],
  ) {}

  run(): string {
    const { format } = this;
    while (this.#i < format.length) {
      const percent = format.indexOf("%", this.#i);
      if (percent < 0) {
        this.#out += format.slice(this.#i);
        break;
      }
      this.#out += format.slice(this.#i, percent);
      this.#i = percent + 1;
      if (!this.#directive()) break;
    }
    if (!this.#reordered && this.#arg < this.args.length) this.#extra();
    return this.#out;
  }

  #extra(): void {
    const rest = this.args.slice(this.#arg).map((v) => (v === undefined ? "<nil>" : `${typeOf(v).name}=${argument(v, "v", PLAIN)}`));
    this.#out += `%!(EXTRA ${rest.join(", ")})`;
  }

  /** One directive after its percent sign; false when the format ends inside it. */
  #directive(): boolean {
    const { format, args } = this;
    const f = new Verb();
    this.#goodIndex = true;
    this.#flags(f);
    const quick = format[this.#i];
    // A small letter right after the flags is the verb: indexes, width and precision are not looked for.
    if (quick !== undefined && quick >= "a" && quick <= "z" && this.#arg < args.length) {
      this.#i++;
      this.#print(quick, f);
      return true;
    }
    this.#afterIndex = false;
    this.#index();
    this.#width(f);
    if (this.#i + 1 < format.length && format[this.#i] === ".") this.#precision(f);
    if (!this.#afterIndex) this.#index();
    if (this.#i >= format.length) {
      this.#out += "%!(NOVERB)";
      return false;
    }
    const verb = String.fromCodePoint(format.codePointAt(this.#i) as number);
    this.#i += verb.length;
    if (verb === "%") this.#out += "%";
    else if (!this.#goodIndex) this.#out += `%!${verb}(BADINDEX)`;
    else if (this.#arg >= args.length) this.#out += `%!${verb}(MISSING)`;
    else this.#print(verb, f);
    return true;
  }

  #print(verb: string, f: Verb): void {
    if (verb === "v" || verb === "w") {
      f.sharpV = f.sharp;
      f.sharp = false;
      f.plusV = f.plus;
      f.plus = false;
    }
    this.#out += argument(this.args[this.#arg++], verb, f);
  }

  #flags(f: Verb): void {
    for (; this.#i < this.format.length; this.#i++) {
      const c = this.format[this.#i];
      if (c === "#") f.sharp = true;
      else if (c === "0") f.zero = true;
      else if (c === "+") f.plus = true;
      else if (c === "-") f.minus = true;
      else if (c === " ") f.space = true;
      else return;
    }
  }

  /** `[n]`: the argument to take next, counted from one. */
  #index(): void {
    this.#afterIndex = false;
    if (this.format[this.#i] !== "[") return;
    this.#reordered = true;
    const close = this.format.indexOf("]", this.#i);
    if (close < 0) {
      this.#i++;
      this.#goodIndex = false;
      return;
    }
    const digits = this.format.slice(this.#i + 1, close);
    const n = /^\d+$/.test(digits) ? Number(digits) : Number.NaN;
    this.#i = close + 1;
    this.#afterIndex = n <= LIMIT;
    if (n >= 1 && n <= this.args.length) this.#arg = n - 1;
    else this.#goodIndex = false;
  }

  /** Digits of a width or precision; none, or too large a number, is undefined. */
  #number(): number | undefined {
    let n: number | undefined;
    for (; this.#i < this.format.length; this.#i++) {
      const d = this.format.charCodeAt(this.#i) - 48;
      if (d < 0 || d > 9) break;
      if ((n ?? 0) > LIMIT) return undefined;
      n = (n ?? 0) * 10 + d;
    }
    return n;
  }

  /** A width or precision taken from an argument. */
  #star(): number | undefined {
    if (this.#arg >= this.args.length) return undefined;
    const n = integerOf(this.args[this.#arg++]);
    return n === undefined || n > LIMIT || n < -LIMIT ? undefined : Number(n);
  }

  #width(f: Verb): void {
    if (this.format[this.#i] !== "*") {
      f.width = this.#number();
      if (this.#afterIndex && f.width !== undefined) this.#goodIndex = false;
      return;
    }
    this.#i++;
    f.width = this.#star();
    if (f.width === undefined) this.#out += "%!(BADWIDTH)";
    else if (f.width < 0) {
      f.width = -f.width;
      f.minus = true;
      f.zero = false;
    }
    this.#afterIndex = false;
  }

  #precision(f: Verb): void {
    this.#i++;
    if (this.#afterIndex) this.#goodIndex = false;
    this.#index();
    if (this.format[this.#i] !== "*") {
      f.precision = this.#number() ?? 0;
      return;
    }
    this.#i++;
    f.precision = this.#star();
    if (f.precision !== undefined && f.precision < 0) f.precision = undefined;
    if (f.precision === undefined) this.#out += "%!(BADPREC)";
    this.#afterIndex = false;
  }
}

/** Go's fmt.Sprintf. Mistakes are in the text, never thrown: `%!d(string=x)`, `%!d(MISSING)`, `%!(EXTRA int=1)`. */
export function sprintf(format: string, args: readonly Val[]): string {
  return new Format(format, args).run();
}

/** Is the number type one whose values are exact integers, floats, ...: the family that comparison goes by. */
export function family(v: Val): "bool" | "int" | "uint" | "float" | "complex" | "string" | undefined {
  const kind = kindOf(v);
  if (kind === "bool" || kind === "string") return kind;
  if (kind === "invalid") return undefined;
  if (isInt(kind)) return "int";
  if (isUint(kind)) return "uint";
  if (isFloat(kind)) return "float";
  return kind === "complex128" ? "complex" : undefined;
}

void FLOAT64;
void INT;
