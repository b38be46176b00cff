/** Random templates from a seed: mostly well formed, some with pieces lost, doubled or swapped. */

/** A small generator of equal numbers for equal seeds (mulberry32): [0, 1). */
export function seeded(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const FIELDS = [
  ".s",
  ".n",
  ".f",
  ".b",
  ".nil",
  ".list",
  ".m",
  ".e",
  ".em",
  ".html",
  ".csv",
  ".nested.l",
  ".missing",
  ".neg",
  ".m.a",
  ".nested",
  ".s.x",
  ".nil.x",
  ".",
];
const LITERALS = [
  '"a"',
  '"héé"',
  "`raw`",
  "1",
  "-3",
  "0x1F",
  "1.5",
  "1e3",
  "'x'",
  "true",
  "false",
  "nil",
  "0",
  "2",
  '"%5d|%-5s|%v"',
  '"%q %x %t"',
  '"%08.3f %+d"',
  '"%#v %T"',
  '"%[2]*[1]d"',
  '"%c %U %e"',
  "1_000",
  "0b11",
  "1i",
  '""',
  '","',
  '"\\x41\\u00e9\\n"',
];
const FUNCTIONS = [
  "and",
  "or",
  "not",
  "len",
  "index",
  "slice",
  "print",
  "println",
  "printf",
  "html",
  "js",
  "urlquery",
  "eq",
  "ne",
  "lt",
  "le",
  "gt",
  "ge",
  "call",
  "json",
  "split",
  "join",
  "title",
  "lower",
  "upper",
  "pad",
  "truncate",
];
const VARIABLES = ["$", "$a", "$b", "$a.x", "$i"];
const TEXTS = ["x", " ", "\n", "\t y ", "é", "{", "}", "a\n\nb"];
const SHARDS = [
  "{{",
  "}}",
  "{{-",
  "-}}",
  "|",
  "(",
  ")",
  ":=",
  "=",
  ",",
  ".",
  "..",
  "$",
  '"',
  "`",
  "'",
  "\\",
  "end",
  "else",
  "if",
  "range",
  "/*",
  "*/",
  "@",
  "é",
  " ",
  "\n",
  "1",
  "x",
  "%",
  "[",
  "define",
  "block",
  "break",
];

/** Calls that work: s a string, n a small number, c a collection, l a list of strings, v anything. */
const CALLS = [
  "len c",
  "index c n",
  'index .m "a"',
  "slice s n",
  "slice s 0 n",
  "slice .list n",
  "print v v",
  "println v",
  'printf "%v|%10v|%-6v|" v v v',
  'printf "%q %x %X" s s s',
  'printf "%5d %+d %05d %x" n n n n',
  'printf "%.2f %8.3e %g" .5 1e3 2.5',
  'printf "%T %+v %#v" v v v',
  'printf "%s %d %t" v v v',
  "html v",
  "js s",
  "urlquery s",
  "eq s s",
  "ne n n",
  "lt n n",
  "ge s s",
  "and v v",
  "or v v",
  "not v",
  "json v",
  'split s ","',
  'join l "-"',
  "title s",
  "lower s",
  "upper s",
  "pad s n n",
  "truncate s n",
];
const STRINGS = [".s", ".csv", ".html", '"héé wörld"', "`a b`", '"<&>"', "(print .n)", "(upper .s)", '"x,y,z"'];
const NUMBERS = ["0", "1", "2", "3", "'\\x02'", "(len .e)"];

export class Generator {
  #depth = 0;
  constructor(private readonly random: () => number) {}

  #chance(p: number): boolean {
    return this.random() < p;
  }

  #pick(from: readonly string[]): string {
    return from[Math.floor(this.random() * from.length)] as string;
  }

  #operand(): string {
    const r = this.random();
    if (r < 0.4) return this.#pick(FIELDS);
    if (r < 0.75) return this.#pick(LITERALS);
    if (r < 0.85) return this.#pick(VARIABLES);
    if (r < 0.87) return this.#pick(FUNCTIONS);
    this.#depth++;
    const inner = this.#depth > 4 ? this.#pick(FIELDS) : this.#pipeline();
    this.#depth--;
    return `(${inner})${this.#chance(0.1) ? ".k" : ""}`;
  }

  #call(): string {
    const fill: Record<string, () => string> = {
      s: () => this.#pick(STRINGS),
      n: () => this.#pick(NUMBERS),
      c: () => this.#pick([".list", ".m", ".s", ".e", ".nested.l", "(split .csv `,`)"]),
      l: () => this.#pick(["(split .csv `,`)", "(split .s ` `)"]),
      v: () => (this.#chance(0.5) ? this.#pick(FIELDS) : this.#chance(0.8) ? this.#pick(LITERALS) : this.#operand()),
    };
    return this.#pick(CALLS).replace(/(?<= )[sncLlv](?= |$)/g, (kind) => fill[kind]?.() ?? kind);
  }

  #command(): string {
    if (this.#chance(0.3)) return this.#operand();
    if (this.#chance(0.75)) return this.#call();
    const n = Math.floor(this.random() * 4);
    return [this.#pick(FUNCTIONS), ...Array.from({ length: n }, () => this.#operand())].join(" ");
  }

  #pipeline(): string {
    const stages = this.#chance(0.75) ? 1 : 2;
    return Array.from({ length: stages }, () => this.#command()).join(this.#chance(0.9) ? " | " : "|");
  }

  #open(): string {
    return this.#chance(0.1) ? "{{- " : "{{";
  }

  #close(): string {
    return this.#chance(0.1) ? " -}}" : "}}";
  }

  #wrap(text: string): string {
    return this.#open() + text + this.#close();
  }

  #body(): string {
    this.#depth++;
    const out = this.#depth > 4 ? this.#pick(TEXTS) : this.#list();
    this.#depth--;
    return out;
  }

  #otherwise(): string {
    const r = this.random();
    if (r < 0.6) return "";
    return r < 0.8 ? `${this.#wrap("else")}${this.#body()}` : `${this.#wrap(`else if ${this.#pipeline()}`)}${this.#body()}`;
  }

  #statement(): string {
    const r = this.random();
    const end = () => this.#wrap("end");
    if (r < 0.15) return this.#pick(TEXTS);
    if (r < 0.55) return this.#wrap(this.#pipeline());
    if (r < 0.62) return this.#wrap(`${this.#pick(["$a", "$b"])} ${this.#chance(0.7) ? ":=" : "="} ${this.#pipeline()}`);
    if (r < 0.72) return this.#wrap(`if ${this.#pipeline()}`) + this.#body() + this.#otherwise() + end();
    if (r < 0.79)
      return (
        this.#wrap(`with ${this.#chance(0.3) ? "$a := " : ""}${this.#pipeline()}`) +
        this.#body() +
        (this.#chance(0.3) ? this.#wrap("else") + this.#body() : "") +
        end()
      );
    if (r < 0.9) {
      const vars = this.#pick(["", "", "$i := ", "$i, $a := ", "$a = "]);
      const jump = this.#chance(0.2) ? this.#wrap(this.#pick(["break", "continue"])) : "";
      return (
        this.#wrap(`range ${vars}${this.#pipeline()}`) +
        this.#body() +
        jump +
        (this.#chance(0.2) ? this.#wrap("else") + this.#body() : "") +
        end()
      );
    }
    if (r < 0.93) return `{{/* ${this.#pick(TEXTS)} */}}`;
    if (r < 0.96) return this.#wrap(`define "${this.#pick(["A", "B"])}"`) + this.#body() + end();
    if (r < 0.98) return this.#wrap(`template "${this.#pick(["A", "B", "C"])}" ${this.#chance(0.5) ? this.#pipeline() : ""}`);
    return this.#wrap(`block "D" ${this.#pipeline()}`) + this.#body() + end();
  }

  #list(): string {
    return Array.from({ length: 1 + Math.floor(this.random() * 3) }, () => this.#statement()).join("");
  }

  /** One template; a third of them are damaged. */
  template(): string {
    this.#depth = 0;
    let text = this.#list();
    if (this.#chance(0.66)) return text;
    for (let n = 1 + Math.floor(this.random() * 3); n > 0; n--) {
      const at = Math.floor(this.random() * (text.length + 1));
      const r = this.random();
      if (r < 0.4) text = text.slice(0, at) + text.slice(at + 1 + Math.floor(this.random() * 3));
      else if (r < 0.8) text = text.slice(0, at) + this.#pick(SHARDS) + text.slice(at);
      else text = text.slice(0, at);
    }
    return text;
  }
}
