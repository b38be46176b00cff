/** IP addresses as Go's net.ParseIP takes them: no zones, no leading zeros. */

const OCTET = /^(0|[1-9]\d{0,2})$/;

function parseV4(text: string): number[] | undefined {
  const octets = text.split(".");
  if (octets.length !== 4 || !octets.every((octet) => OCTET.test(octet) && Number(octet) <= 255)) return undefined;
  return octets.map(Number);
}

/** Sixteen-bit groups of one side of `::`; a dotted tail counts as two. */
function groupsOf(text: string): number[] | undefined {
  if (text === "") return [];
  const groups: number[] = [];
  const words = text.split(":");
  for (const [i, word] of words.entries()) {
    if (word.includes(".")) {
      const octets = i === words.length - 1 ? parseV4(word) : undefined;
      if (!octets) return undefined;
      const [a = 0, b = 0, c = 0, d = 0] = octets;
      groups.push(a * 256 + b, c * 256 + d);
    } else {
      if (!/^[0-9a-fA-F]{1,4}$/.test(word)) return undefined;
      groups.push(Number.parseInt(word, 16));
    }
  }
  return groups;
}

function parseV6(text: string): number[] | undefined {
  const sides = text.split("::");
  if (sides.length > 2) return undefined;
  const [head, tail] = sides.map(groupsOf);
  if (!head) return undefined;
  if (sides.length === 1) return head.length === 8 ? head : undefined;
  if (!tail || head.length + tail.length > 7 || sides[0]?.includes(".")) return undefined;
  return [...head, ...new Array<number>(8 - head.length - tail.length).fill(0), ...tail];
}

/** The longest run of two or more zeros, the first of equals. */
function zeroRun(groups: readonly number[]): [start: number, length: number] {
  let best: [number, number] = [0, 1];
  for (let i = 0; i < groups.length; i++) {
    let length = 0;
    while (groups[i + length] === 0) length++;
    if (length > best[1]) best = [i, length];
    i += length;
  }
  return best;
}

function formatV6(groups: readonly number[]): string {
  const [start, length] = zeroRun(groups);
  const hex = groups.map((group) => group.toString(16));
  return length < 2 ? hex.join(":") : `${hex.slice(0, start).join(":")}::${hex.slice(start + length).join(":")}`;
}

/** The address in Go's normal form (`::ffff:1.2.3.4` is `1.2.3.4`), or undefined for any other text. */
export function normalizeIp(text: string): string | undefined {
  const v4 = parseV4(text);
  if (v4) return v4.join(".");
  const v6 = text.includes(":") ? parseV6(text) : undefined;
  if (!v6) return undefined;
  const mapped = v6.slice(0, 5).every((group) => group === 0) && v6[5] === 0xffff;
  if (!mapped) return formatV6(v6);
  const [high = 0, low = 0] = v6.slice(6);
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
}

/** opts.ValidateIPAddress: trims white space and returns the normal form. */
export function checkIp(raw: string): string {
  const address = normalizeIp(raw.trim());
  if (address === undefined) throw new Error(`IP address is not correctly formatted: ${raw}`);
  return address;
}

export function isLoopback(address: string): boolean {
  const normal = normalizeIp(address);
  return normal !== undefined && (normal.startsWith("127.") || normal === "::1");
}
