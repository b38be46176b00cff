/** `--dns-search`: a domain, or a dot for none. */
// Docker's pattern accepts colons before labels and dots, so this one does too.
const LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?";
const DOMAIN = new RegExp(`^(:{0,2}${LABEL}(?::?\\.:?${LABEL})*)\\.?[\\t\\n\\f\\r ]*$`);
const LONGEST = 254;

/** The domain without its trailing dot and surrounding white space. */
export function checkDnsSearch(raw: string): string {
  const text = raw.replace(/^ +| +$/g, "");
  if (text === ".") return text;
  const domain = /[a-zA-Z]/.test(text) ? DOMAIN.exec(text)?.[1] : undefined;
  if (domain === undefined || domain.length > LONGEST) throw new Error(`${text} is not a valid domain`);
  return domain;
}
