import { expect, it } from "vitest";
import { quote, quoteLatin1, quoteRune } from "../../../src/values/quote.js";

// Go's results: printf "%q" and "%+q" of docker 28.2.2's templates. U+DCxx is a stray byte (utf8.ts).
it.each<[string, string, string]>([
  ["", '""', '""'],
  ["plain text ~", '"plain text ~"', '"plain text ~"'],
  ["it's", `"it's"`, `"it's"`],
  ['a"b\\c', '"a\\"b\\\\c"', '"a\\"b\\\\c"'],
  ["\x07\b\t\n\v\f\r", '"\\a\\b\\t\\n\\v\\f\\r"', '"\\a\\b\\t\\n\\v\\f\\r"'],
  ["\0\x1b\x7f", '"\\x00\\x1b\\x7f"', '"\\x00\\x1b\\x7f"'],
  ["é日本", '"é日本"', '"\\u00e9\\u65e5\\u672c"'],
  ["\u{1f600}", '"\u{1f600}"', '"\\U0001f600"'],
  ["\u0085\u00a0\u00ad\u200b", '"\\u0085\\u00a0\\u00ad\\u200b"', '"\\u0085\\u00a0\\u00ad\\u200b"'],
  ["\ufeff\u2028\ue000\ufffd", '"\\ufeff\\u2028\\ue000\ufffd"', '"\\ufeff\\u2028\\ue000\\ufffd"'],
  ["\u{10ffff}", '"\\U0010ffff"', '"\\U0010ffff"'],
  ["é\udcff", '"é\\xff"', '"\\u00e9\\xff"'],
  ["\udce2\udc82", '"\\xe2\\x82"', '"\\xe2\\x82"'],
])("quotes %j", (text, quoted, ascii) => {
  expect(quote(text)).toBe(quoted);
  expect(quote(text, true)).toBe(ascii);
});

it.each([
  ["HTTP/1.1 OK", '"HTTP/1.1 OK"'],
  ["\xc3\xa9\xe9\r", '"é\\xe9\\r"'],
])("reads %j as the bytes that it stands for", (text, quoted) => expect(quoteLatin1(text)).toBe(quoted));

it.each<[number, boolean, string]>([
  [39, false, "'\\''"],
  [34, false, "'\"'"],
  [233, false, "'é'"],
  [233, true, "'\\u00e9'"],
  [10, false, "'\\n'"],
  [0x110000, false, "'\ufffd'"],
  [0xd800, true, "'\\ufffd'"],
])("quotes the rune %i (ASCII only: %s)", (rune, ascii, quoted) => expect(quoteRune(rune, ascii)).toBe(quoted));
