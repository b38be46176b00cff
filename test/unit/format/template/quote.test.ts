import { describe, expect, test } from "vitest";
import { unquote } from "../../../../src/format/template/quote.js";
import { quote } from "../../../../src/values/quote.js";

describe("quote, unquote", () => {
  test("keep bytes that are not valid UTF-8", () => {
    expect(unquote('"\\xff\\xc3\\xa9"')).toBe("\udcffé");
    expect(quote("\udcffé")).toBe('"\\xffé"');
  });
});
