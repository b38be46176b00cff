import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Item } from "../../../../src/format/template/item.js";
import { Lexer } from "../../../../src/format/template/lex.js";

/** Items up to the end or the first error, both included. */
function items(text: string): Item[] {
  const lexer = new Lexer(text);
  const out: Item[] = [];
  for (let n = 0; n <= text.length + 2; n++) {
    const item = lexer.next();
    out.push(item);
    if (item.type === "eof" || item.type === "error") return out;
  }
  throw new Error("no end");
}

const short = (text: string) => items(text).map((i) => (i.type === "eof" || i.val === i.type ? i.type : `${i.type} ${i.val}`));

describe("lexed items", () => {
  test.each([
    ["", ["eof"]],
    ["a", ["text a", "eof"]],
    ["{{.}}", ["left {{", ".", "right }}", "eof"]],
    ["{{.a.b}}", ["left {{", "field .a", "field .b", "right }}", "eof"]],
    ["{{$x := 1}}", ["left {{", "variable $x", "space  ", "declare :=", "space  ", "number 1", "right }}", "eof"]],
    ["{{$ = nil}}", ["left {{", "variable $", "space  ", "assign =", "space  ", "nil", "right }}", "eof"]],
    ["a {{- .x -}} b", ["text a", "left {{", "field .x", "right }}", "text b", "eof"]],
    ["{{-3}}", ["left {{", "number -3", "right }}", "eof"]],
    ["{{- 3 -}}", ["left {{", "number 3", "right }}", "eof"]],
    ["x{{/* c */}}y", ["text x", "text y", "eof"]],
    ["x {{- /* c */ -}} y", ["text x", "text y", "eof"]],
    ["{{if true}}", ["left {{", "if", "space  ", "bool true", "right }}", "eof"]],
    ["{{print(`a`)|x}}", ["left {{", "identifier print", "(", "raw `a`", ")", "pipe |", "identifier x", "right }}", "eof"]],
    [
      "{{1+2i 'x' \"q\" ,}}",
      ["left {{", "complex 1+2i", "space  ", "rune 'x'", "space  ", 'string "q"', "space  ", "char ,", "right }}", "eof"],
    ],
    ["{{", ["left {{", "error unclosed action"]],
    ["{{(}}", ["left {{", "(", "error unclosed left paren"]],
    ["{{)}}", ["left {{", "error unexpected right paren"]],
    ["{{/* c", ["error unclosed comment"]],
    ["{{/* c */ }}", ["error comment ends before closing delimiter"]],
    ['{{"a', ["left {{", "error unterminated quoted string"]],
    ["{{`a", ["left {{", "error unterminated raw quoted string"]],
    ["{{'a", ["left {{", "error unterminated character constant"]],
    ["{{1x}}", ["left {{", 'error bad number syntax: "1x"']],
    ["{{.a-b}}", ["left {{", "error bad character U+002D '-'"]],
    ["{{\u2603}}", ["left {{", "error unrecognized character in action: U+2603 '☃'"]],
    ["{{:x}}", ["left {{", "error expected :="]],
  ])("are Go's for %j", (text, expected) => {
    expect(short(text)).toEqual(expected);
  });

  test("count lines from one, across comments, strings and trimmed space", () => {
    const lines = items("a\n{{/* \n */}}{{`x\ny`\n.z -}}\n\n {{.q}}").map((i) => [i.val, i.line]);
    expect(lines).toContainEqual(["`x\ny`", 3]);
    expect(lines).toContainEqual([".z", 5]);
    expect(lines).toContainEqual([".q", 7]);
  });
});

describe("the lexer", () => {
  const shard = fc.constantFrom(
    "{{",
    "}}",
    "{{- ",
    " -}}",
    "/*",
    "*/",
    '"',
    "`",
    "'",
    "\\",
    "(",
    ")",
    ".",
    "$",
    "|",
    ":=",
    "\n",
    " ",
    "é",
    "😀",
    "1",
    "e",
    "x",
    "if",
    "-",
  );
  const text = fc
    .array(fc.oneof({ weight: 3, arbitrary: shard }, fc.string({ unit: "grapheme", maxLength: 3 })), { maxLength: 40 })
    .map((parts) => parts.join(""));

  test("ends for every text, with at most one item a character", () => {
    fc.assert(
      fc.property(text, (t) => {
        expect(items(t).length).toBeLessThanOrEqual(t.length + 2);
      }),
      { numRuns: 3000 },
    );
  });

  test("gives pieces of the text, in order, that do not overlap", () => {
    fc.assert(
      fc.property(text, (t) => {
        let end = 0;
        for (const item of items(t)) {
          if (item.type === "eof" || item.type === "error") return;
          expect(item.pos).toBeGreaterThanOrEqual(end);
          expect(t.slice(item.pos, item.pos + item.val.length)).toBe(item.val);
          end = item.pos + item.val.length;
        }
      }),
      { numRuns: 3000 },
    );
  });

  test("gives one item for text without actions", () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }).filter((s) => !s.includes("{{")),
        (s) => {
          expect(items(s).map((i) => i.val)).toEqual([s, "EOF"]);
        },
      ),
    );
  });

  test("never counts lines back", () => {
    fc.assert(
      fc.property(text, (t) => {
        const lines = items(t)
          .filter((i) => i.type !== "error")
          .map((i) => i.line);
        expect(lines).toEqual([...lines].sort((a, b) => a - b));
      }),
      { numRuns: 2000 },
    );
  });
});
