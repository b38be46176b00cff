/** strconv.Quote (Go's `%q`): how error texts show a value. */
const NAMED: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  '"': '\\"',
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\x07": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\v": "\\v",
};

/** Made when a character beyond ASCII comes by: building it takes 4 ms, which every start would pay. */
let printable: RegExp | undefined;

function isPrintable(char: string): boolean {
  if (/^[ -~]$/.test(char)) return true;
  printable ??= /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u;
  return printable.test(char);
}

function escaped(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x20 || code === 0x7f) return `\\x${code.toString(16).padStart(2, "0")}`;
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
}

export function quote(text: string): string {
  let out = "";
  for (const char of text) out += NAMED[char] ?? (isPrintable(char) ? char : escaped(char));
  return `"${out}"`;
}
