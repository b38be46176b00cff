/** The first 12 digits of an ID; what stands before a colon ("sha256:") is left out. */
export function shortId(id: string): string {
  const digits = id.slice(id.indexOf(":") + 1);
  return digits.slice(0, 12);
}
