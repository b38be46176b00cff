/** A terminal in miniature: what stands on it after escape sequences moved the cursor. Fails on sequences it does not know. */
export function emulate(width: number, height = 1000) {
  const rows: string[] = [""];
  let y = 0;
  let x = 0;
  /** Row of `rows` that is the window's first. */
  const top = () => Math.max(0, rows.length - height);
  const put = (c: string) => {
    if (x >= width) throw new Error(`wrapped: ${rows[y]}`);
    const line = (rows[y] ?? "").padEnd(x);
    rows[y] = line.slice(0, x) + c + line.slice(x + 1);
    x++;
  };
  const control = (kind: string, n: number) => {
    if (kind === "A") y = Math.max(top(), y - n);
    else if (kind === "B") y = Math.min(rows.length - 1, y + n);
    else if (kind === "K") rows[y] = "";
    else if (kind === "J") {
      rows.length = y + 1;
      rows[y] = (rows[y] ?? "").slice(0, x);
    } else throw new Error(`unknown sequence ${kind}`);
  };
  return {
    write(text: string) {
      for (const [token, n, kind] of text.matchAll(/\x1b\[(\d*)([A-Z])|[\s\S]/g)) {
        if (kind) control(kind, Number(n || 1));
        else if (token === "\r") x = 0;
        else if (token === "\n") {
          // The terminal's ONLCR: the cursor also goes to the first column.
          x = 0;
          y++;
          if (y === rows.length) rows.push("");
        } else put(token);
      }
    },
    text: () => rows.map((row) => row.trimEnd()).join("\n"),
    cursor: () => ({ x, y, bottom: rows.length - 1 }),
  };
}
