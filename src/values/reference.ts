/** Image references: `[domain/]path[:tag][@digest]`, with Docker Hub's familiar short names (distribution/reference). */
import { checkDigest, isDigest } from "./digest.js";

export interface Reference {
  /** "docker.io" for Docker Hub. */
  domain: string;
  /** Below the domain: "library/busybox". */
  path: string;
  tag?: string;
  digest?: string;
}

const HUB = "docker.io";
const OLD_HUB = "index.docker.io";
const OFFICIAL = "library/";
const LONGEST_NAME = 255;

const INVALID = "invalid reference format";
const IDENTIFIER = /^[a-f0-9]{64}$/;
const WORD = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
const HOST_PART = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
const DOMAIN = `(?:${HOST_PART}(?:\\.${HOST_PART})*|\\[(?:[a-fA-F0-9:]+)\\])(?::[0-9]+)?`;
const PATH = `${WORD}(?:/${WORD})*`;
const TAG = "\\w[\\w.-]{0,127}";
const DIGEST = "[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}";
const WHOLE = new RegExp(`^(?:(${DOMAIN})/)?(${PATH})(?::(${TAG}))?(?:@(${DIGEST}))?$`);
const TAG_ALONE = new RegExp(`^${TAG}$`);

/** Is the word before the first slash a registry's host, or the first part of a Hub name? */
function isDomain(word: string): boolean {
  return /[.:]/.test(word) || word === "localhost" || word.toLowerCase() !== word;
}

function splitDomain(raw: string): [domain: string, rest: string] {
  const slash = raw.indexOf("/");
  const first = raw.slice(0, Math.max(slash, 0));
  const named = slash >= 0 && isDomain(first);
  const domain = named && first !== OLD_HUB ? first : HUB;
  const rest = named ? raw.slice(slash + 1) : raw;
  return [domain, domain === HUB && !rest.includes("/") ? OFFICIAL + rest : rest];
}

/** An image's name, tag and digest, normalised ("busybox" is docker.io/library/busybox). Throws Error with Docker's text. */
export function parseReference(raw: string): Reference {
  if (IDENTIFIER.test(raw)) throw new Error(`invalid repository name (${raw}), cannot specify 64-byte hexadecimal strings`);
  const [domain, rest] = splitDomain(raw);
  const remote = rest.split(":")[0] as string;
  if (remote.toLowerCase() !== remote) throw new Error(`${INVALID}: repository name (${remote}) must be lowercase`);
  const match = WHOLE.exec(`${domain}/${rest}`);
  const path = match?.[2];
  if (!match || path === undefined) throw new Error(INVALID);
  if (path.length > LONGEST_NAME) throw new Error(`repository name must not be more than ${LONGEST_NAME} characters`);
  const [, host = "", , tag, digest] = match;
  if (digest !== undefined) checkDigest(digest);
  return { domain: host, path, ...(tag !== undefined && { tag }), ...(digest !== undefined && { digest }) };
}

/** The same, or undefined where `raw` is an image's id or digest rather than a name. */
export function parseAnyReference(raw: string): Reference | undefined {
  return IDENTIFIER.test(raw) || isDigest(raw) ? undefined : parseReference(raw);
}

/** `domain/path`. */
export const fullName = ({ domain, path }: Reference) => `${domain}/${path}`;

/** As people write it: without Docker Hub's domain and "library/". */
export function familiarName(reference: Reference): string {
  if (reference.domain !== HUB) return fullName(reference);
  const short = reference.path.startsWith(OFFICIAL) ? reference.path.slice(OFFICIAL.length) : reference.path;
  return short.includes("/") ? reference.path : short;
}

const suffix = ({ tag, digest }: Reference) => `${tag === undefined ? "" : `:${tag}`}${digest === undefined ? "" : `@${digest}`}`;

/** Familiar name, tag and digest. */
export const familiarString = (reference: Reference) => familiarName(reference) + suffix(reference);

/** Full name, tag and digest. */
export const fullString = (reference: Reference) => fullName(reference) + suffix(reference);

/** Adds the tag "latest" where there is neither tag nor digest. */
export function withDefaultTag(reference: Reference): Reference {
  return reference.tag === undefined && reference.digest === undefined ? { ...reference, tag: "latest" } : reference;
}

/** Without tag and digest. */
export const nameOnly = ({ domain, path }: Reference): Reference => ({ domain, path });

export const isTag = (text: string) => TAG_ALONE.test(text);
