/** Hardware addresses of 6, 8 or 20 bytes, in the three notations of Go's net.ParseMAC. */
const PAIRS = /^[0-9a-f]{2}(?:(:[0-9a-f]{2})+|(-[0-9a-f]{2})+)$/i;
const DOTTED = /^[0-9a-f]{4}(\.[0-9a-f]{4})+$/i;

/** Surrounding white space is allowed, as in Docker. */
export function isMac(raw: string): boolean {
  const text = raw.trim();
  if (!PAIRS.test(text) && !DOTTED.test(text)) return false;
  return [6, 8, 20].includes(text.replace(/[:.-]/g, "").length / 2);
}
