/** `ctrl-p,ctrl-q`: the keys that detach, as the bytes a terminal sends for them. */

/** Control characters beyond the letters. */
const CONTROLS: Readonly<Record<string, number>> = { "@": 0, "[": 27, "\\": 28, "]": 29, "^": 30, _: 31 };

/** A key is one ASCII character, `ctrl-` and one of a-z @ [ \ ] ^ _, or DEL (moby/term). Throws Docker's text for anything else. */
export function parseDetachKeys(text: string): Uint8Array {
  const codes = text.split(",").flatMap((key) => {
    if (Buffer.byteLength(key) === 1) return [key.charCodeAt(0)];
    if (key === "DEL") return [127];
    const letter = key.startsWith("ctrl-") ? key.slice(5) : "";
    if (/^[a-z]$/.test(letter)) return [letter.charCodeAt(0) - 96];
    const code = CONTROLS[letter];
    if (code === undefined) throw new Error(`Unknown character: '${key}'`);
    return [code];
  });
  return Uint8Array.from(codes);
}
