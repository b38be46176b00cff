/** `--link`: `container` or `container:alias`. */
export function checkLink(raw: string): string {
  if (raw === "") throw new Error("empty string specified for links");
  if (raw.split(":").length > 2) throw new Error(`bad format for links: ${raw}`);
  return raw;
}
