/**
 * Addresses read as Go's net/url reads them, with its error texts: Docker shows those for a bad -H.
 * WHATWG URLs (Node's) accept, reject and rewrite other things.
 */
import { quote } from "./quote.js";

export interface ParsedUrl {
  scheme: string;
  username?: string;
  /** Absent where there is no colon; may be "". */
  password?: string;
  /** With brackets and port, percent-decoded. */
  host: string;
  /** Without brackets and port. */
  hostname: string;
  /** "" where there is none. */
  port: string;
  /** Percent-decoded. */
  path: string;
  query: string;
  fragment: string;
}

/** Throws an Error `parse "TEXT": REASON`. */
export function parseUrl(text: string): ParsedUrl {
  const [beforeFragment, fragment] = cut(text, "#");
  try {
    return { ...split(beforeFragment), fragment: decoded(fragment, "path") };
  } catch (error) {
    throw new Error(`parse ${quote(beforeFragment)}: ${(error as Error).message}`);
  }
}

function cut(text: string, at: string): [string, string] {
  const i = text.indexOf(at);
  return i < 0 ? [text, ""] : [text.slice(0, i), text.slice(i + 1)];
}

function split(text: string): Omit<ParsedUrl, "fragment"> {
  if (/[\x00-\x1f\x7f]/.test(text)) throw new Error("net/url: invalid control character in URL");
  const [scheme, afterScheme] = takeScheme(text);
  const [rest, query] = cut(afterScheme, "?");
  const none = { scheme, query, host: "", hostname: "", port: "" };
  if (!rest.startsWith("/")) {
    if (scheme !== "") return { ...none, path: "" };
    if (cut(rest, "/")[0].includes(":")) throw new Error("first path segment in URL cannot contain colon");
  }
  if (!rest.startsWith("//")) return { ...none, path: decoded(rest, "path") };
  const slash = rest.indexOf("/", 2);
  const authority = rest.slice(2, slash < 0 ? undefined : slash);
  return { ...none, ...takeAuthority(authority), path: slash < 0 ? "" : decoded(rest.slice(slash), "path") };
}

function takeScheme(text: string): [string, string] {
  if (text.startsWith(":")) throw new Error("missing protocol scheme");
  const [, scheme] = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(text) ?? [];
  return scheme === undefined ? ["", text] : [scheme.toLowerCase(), text.slice(scheme.length + 1)];
}

function takeAuthority(authority: string): Pick<ParsedUrl, "username" | "password" | "host" | "hostname" | "port"> {
  const at = authority.lastIndexOf("@");
  const host = takeHost(authority.slice(at + 1));
  if (at < 0) return host;
  const userinfo = authority.slice(0, at);
  if (!/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(userinfo)) throw new Error("net/url: invalid userinfo");
  const [username, password] = cut(userinfo, ":");
  return { ...host, username: decoded(username, "user"), ...(userinfo.includes(":") && { password: decoded(password, "user") }) };
}

function takeHost(raw: string): Pick<ParsedUrl, "host" | "hostname" | "port"> {
  const bracket = raw.startsWith("[") ? raw.lastIndexOf("]") : -1;
  if (raw.startsWith("[") && bracket < 0) throw new Error("missing ']' in host");
  const colon = raw.startsWith("[") ? bracket + 1 : raw.lastIndexOf(":");
  const tail = colon < 0 ? "" : raw.slice(colon);
  if (tail !== "" && !/^:[0-9]*$/.test(tail)) throw new Error(`invalid port ${quote(tail)} after host`);
  const host = raw.startsWith("[") ? unescapeZone(raw.slice(0, bracket + 1)) + tail : decoded(raw, "host");
  const end = host.length - tail.length;
  const name = host.slice(0, end);
  return { host, hostname: name.startsWith("[") ? name.slice(1, -1) : name, port: tail.slice(1) };
}

/** Only the zone of an IPv6 address may be escaped freely (RFC 6874). */
function unescapeZone(bracketed: string): string {
  const zone = bracketed.indexOf("%25");
  if (zone < 0) return decoded(bracketed, "host");
  return decoded(bracketed.slice(0, zone), "host") + decoded(bracketed.slice(zone), "zone");
}

const PLAIN = /^[\w./-]*$/;

type Part = "path" | "user" | "host" | "zone";

/** ASCII characters that are allowed unescaped in a host. */
const HOST_CHARACTER = /[A-Za-z0-9\-_.~!$&'()*+,;=:[\]<>"]/;

function decoded(text: string, part: Part): string {
  // Nothing to decode: the common case, on every start.
  if (PLAIN.test(text)) return text;
  const inHost = part === "host" || part === "zone";
  const bytes: Buffer[] = [];
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i);
    if (c !== "%") {
      if (inHost && c < "\x80" && !HOST_CHARACTER.test(c)) throw new Error(`invalid character ${quote(c)} in host name`);
      const point = String.fromCodePoint(text.codePointAt(i) ?? 0);
      bytes.push(Buffer.from(point));
      i += point.length - 1;
      continue;
    }
    const sequence = text.slice(i, i + 3);
    if (!/^%[0-9a-fA-F]{2}$/.test(sequence)) throw badEscape(sequence);
    const code = Number.parseInt(sequence.slice(1), 16);
    // In a host only non-ASCII may be escaped; the first escape of a zone is the percent sign itself.
    if (part === "host" && code < 0x80 && sequence !== "%25") throw badEscape(sequence);
    if (part === "zone" && sequence !== "%25" && code !== 0x20 && !HOST_CHARACTER.test(String.fromCharCode(code)))
      throw badEscape(sequence);
    bytes.push(Buffer.from([code]));
    i += 2;
  }
  return Buffer.concat(bytes).toString("utf8");
}

function badEscape(sequence: string): Error {
  return new Error(`invalid URL escape ${quote(sequence)}`);
}
