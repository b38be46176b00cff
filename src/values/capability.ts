/** Linux capabilities of `--cap-add` and `--cap-drop`. */
function normalize(name: string): string {
  const upper = name.toUpperCase();
  return upper === "ALL" || upper.startsWith("CAP_") ? upper : `CAP_${upper}`;
}

/** In capitals with CAP_, each once, sorted; `ALL` stays. */
export function normalizeCapabilities(names: readonly string[]): string[] {
  return [...new Set(names.map(normalize))].sort();
}
