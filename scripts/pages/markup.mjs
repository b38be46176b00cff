// The little of Markdown that the hand-written parts use: headings, paragraphs, lists, indented code, `code`, *emphasis*.

/** Text to blocks: { kind: "heading" | "text" | "item" | "code", text } and { kind: "term", term, text }. */
export function parse(markdown) {
  return markdown
    .trim()
    .split(/\n{2,}/)
    .flatMap((chunk) => {
      if (chunk.startsWith("    ")) return [{ kind: "code", text: chunk.replace(/^ {4}/gm, "") }];
      if (chunk.startsWith("## ")) return [{ kind: "heading", text: chunk.slice(3) }];
      if (chunk.startsWith("- ")) return chunk.split(/\n(?=- )/).map(item);
      return [{ kind: "text", text: oneLine(chunk) }];
    });
}

const oneLine = (text) => text.replace(/\s*\n\s*/g, " ");

/** `- term: text` is an entry of a glossary where the term is code. */
function item(line) {
  const text = oneLine(line.slice(2));
  const [, term, rest] = text.match(/^(`[^`]+`(?:, `[^`]+`)*): (.*)$/) ?? [];
  return term ? { kind: "term", term, text: rest } : { kind: "item", text };
}

/** Inline spans: [{ style: "plain" | "code" | "emphasis", text }]. */
export function spans(text) {
  return text
    .split(/(`[^`]+`|\*[^*\s][^*]*\*)/)
    .filter((piece) => piece !== "")
    .map((piece) => {
      if (piece.startsWith("`") && piece.length > 1) return { style: "code", text: piece.slice(1, -1) };
      if (piece.startsWith("*") && piece.endsWith("*") && piece.length > 2) return { style: "emphasis", text: piece.slice(1, -1) };
      return { style: "plain", text: piece };
    });
}
