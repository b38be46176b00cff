/** WWW-Authenticate: how a registry wants requests to be authorized (RFC 9110, section 11.6.1). */
export interface Challenge {
  /** In lower case: "bearer", "basic". */
  scheme: string;
  /** Names in lower case. */
  parameters: Readonly<Record<string, string>>;
}

const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const PARAMETER = new RegExp(`^\\s*,?\\s*(${TOKEN})\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|(${TOKEN}))`);
const SCHEME = new RegExp(`^\\s*,?\\s*(${TOKEN})(?=\\s|,|$)`);

/** The challenges of the header. Several headers are joined with commas. What cannot be parsed is ignored. */
export function parseChallenges(header = ""): Challenge[] {
  const found: Challenge[] = [];
  for (let rest = header; rest.trim() !== ""; ) {
    const scheme = SCHEME.exec(rest);
    if (!scheme) break;
    rest = rest.slice(scheme[0].length);
    const parameters: Record<string, string> = {};
    for (let one = PARAMETER.exec(rest); one; one = PARAMETER.exec(rest)) {
      const [whole, name = "", quoted, bare = ""] = one;
      parameters[name.toLowerCase()] = quoted === undefined ? bare : quoted.replace(/\\(.)/g, "$1");
      rest = rest.slice(whole.length);
    }
    found.push({ scheme: (scheme[1] as string).toLowerCase(), parameters });
  }
  return found;
}
