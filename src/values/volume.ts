/** `--volume`: `target`, `source:target` or `source:target:options`, where either side may begin with a Windows drive. */
export interface VolumeSpec {
  /** A path or a volume's name; absent for an anonymous volume. */
  source?: string;
  target: string;
  /** The source is a path on the host. */
  bind: boolean;
}

const DRIVE = /^\p{L}$/u;

/** Sections between colons; the colon of a drive (`c:\`) separates nothing. */
function sectionsOf(raw: string): string[] {
  const sections = [""];
  for (const char of raw) {
    const section = sections.at(-1) as string;
    if (char === ":" && !DRIVE.test(section)) sections.push("");
    else sections[sections.length - 1] = section + char;
  }
  return sections;
}

function isPath(source: string): boolean {
  if (/^[./~]/.test(source) || source.startsWith("\\\\")) return true;
  return /^\p{L}:/u.test(source);
}

/** Throws Docker's texts. The daemon validates the options (third section). */
export function parseVolume(raw: string): VolumeSpec {
  if (raw === "") throw new Error("invalid empty volume spec");
  if (Buffer.byteLength(raw) <= 2) return { target: raw, bind: false };
  const sections = sectionsOf(raw);
  const invalid = (why: string) => new Error(`invalid spec: ${raw}: ${why}`);
  for (const [i, section] of sections.entries()) {
    if (section === "") throw invalid("empty section between colons");
    if (i === 2 && sections.length > 3) throw invalid("too many colons");
  }
  const [source = "", target] = sections;
  return target === undefined ? { target: source, bind: false } : { source, target, bind: isPath(source) };
}

/** The spec as the daemon takes it: a relative path of the host (`./a`) is resolved with `absolute`. */
export function toBind(raw: string, spec: VolumeSpec, absolute: (path: string) => string): string {
  if (!spec.bind || !raw.startsWith(".")) return raw;
  const colon = raw.indexOf(":");
  return absolute(raw.slice(0, colon)) + raw.slice(colon);
}
