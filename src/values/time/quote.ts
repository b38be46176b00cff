/** How Go's time package quotes in its errors: everything but plain ASCII byte by byte. It does not use strconv.Quote. */
export function quoteTime(text: string): string {
  const hex = (char: string) => [...Buffer.from(char)].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("");
  return `"${text.replace(/["\\]/g, "\\$&").replace(/[^\x20-\x7f]/gu, hex)}"`;
}
