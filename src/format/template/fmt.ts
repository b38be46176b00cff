/** Go's fmt over template values: print, println and printf. */
import { argument, PLAIN } from "./print-value.js";
import { kindOf, Scalar, typeOf, type Val } from "./value.js";
import { Verb } from "./verb.js";

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
    if (close < 0 || this.format.length - this.#i < 3) {
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

  /** Digits of a width or precision; undefined when there are none. Too large a number ends the format. */
  #number(): number | undefined {
    let n: number | undefined;
    for (; this.#i < this.format.length; this.#i++) {
      const d = this.format.charCodeAt(this.#i) - 48;
      if (d < 0 || d > 9) break;
      if ((n ?? 0) > LIMIT) {
        this.#i = this.format.length;
        return undefined;
      }
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
