/** Labels as one cell: `a=b,c=d`. Docker prints them in the random order of a Go map; ours are sorted. */
export function labelsText(labels: Readonly<Record<string, string>> | null | undefined): string {
  const pairs = Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`);
  return pairs.sort((a, b) => (a < b ? -1 : 1)).join(",");
}
