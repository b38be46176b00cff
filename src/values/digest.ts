/** Content digests: `sha256:…` (opencontainers/go-digest). */
const LENGTHS: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 };
const SHAPE = /^[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[a-zA-Z0-9=_-]+$/;

/** Throws go-digest's texts. */
export function checkDigest(raw: string): string {
  const colon = raw.indexOf(":");
  const malformed = new Error("invalid checksum digest format");
  if (colon <= 0 || colon === raw.length - 1) throw malformed;
  const algorithm = raw.slice(0, colon);
  const length = Object.hasOwn(LENGTHS, algorithm) ? LENGTHS[algorithm] : undefined;
  if (length === undefined) throw SHAPE.test(raw) ? new Error("unsupported digest algorithm") : malformed;
  const encoded = raw.slice(colon + 1);
  if (encoded.length !== length) throw new Error("invalid checksum digest length");
  if (!/^[a-f0-9]+$/.test(encoded)) throw malformed;
  return raw;
}

export function isDigest(raw: string): boolean {
  try {
    checkDigest(raw);
    return true;
  } catch {
    return false;
  }
}
