/** The `auth` of an entry: base64 of "user:password". Decoded as strictly as Docker does, with its error texts. */

const DIGIT = /[A-Za-z0-9+/]/;

/** User and password. Throws an Error with Docker's text. */
export function decodeAuth(auth: string): { username: string; password: string } {
  checkBase64(auth);
  const text = Buffer.from(auth, "base64").toString("utf8");
  const colon = text.indexOf(":");
  if (colon <= 0) throw new Error("Invalid auth configuration file");
  return { username: text.slice(0, colon), password: text.slice(colon + 1).replace(/^\0+|\0+$/g, "") };
}

/** Padded standard base64, line ends ignored; the error names the offending byte as Go's decoder counts it. */
function checkBase64(text: string): void {
  const bad = (at: number): never => {
    throw new Error(`illegal base64 data at input byte ${at}`);
  };
  const skipLineEnds = (at: number): number => {
    let next = at;
    while (text[next] === "\n" || text[next] === "\r") next++;
    return next;
  };
  let at = 0;
  for (;;) {
    at = skipLineEnds(at);
    if (at >= text.length) return;
    let digits = 0;
    while (digits < 4) {
      at = skipLineEnds(at);
      if (at >= text.length) bad(at - digits);
      const c = text.charAt(at);
      if (!DIGIT.test(c)) break;
      at++;
      digits++;
    }
    if (digits === 4) continue;
    if (text[at] !== "=" || digits < 2) bad(at);
    at++;
    if (digits === 2) {
      const second = skipLineEnds(at);
      if (second >= text.length) bad(text.length);
      if (text[second] !== "=") bad(second - 1);
      at = second + 1;
    }
    at = skipLineEnds(at);
    if (at < text.length) bad(at);
    return;
  }
}
