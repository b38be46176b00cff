import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCsvRecord } from "../../../src/values/csv.js";

describe("readCsvRecord", () => {
  it.each([
    ["a,b", ["a", "b"]],
    ["a,,", ["a", "", ""]],
    ['"a,b",c', ["a,b", "c"]],
    ['"say ""hi""",x', ['say "hi"', "x"]],
    ['""', [""]],
    ["\n\r\na,b\nc", ["a", "b"]],
    ["a\r\n", ["a"]],
    ["a\r", ["a"]],
    ['"a\nb",c', ["a\nb", "c"]],
    ['"a\r\nb"', ["a\nb"]],
    [" a , b ", [" a ", " b "]],
  ])("reads %j", (text, fields) => expect(readCsvRecord(text)).toEqual(fields));

  it.each([
    ["", "the value is empty"],
    ["\n\n", "the value is empty"],
    ['a"b', 'parse error on line 1, column 2: bare " in non-quoted-field'],
    ['a,é"', 'parse error on line 1, column 5: bare " in non-quoted-field'],
    ['"a"b', 'parse error on line 1, column 3: extraneous or missing " in quoted-field'],
    ['"a', 'parse error on line 1, column 3: extraneous or missing " in quoted-field'],
    ['"a\nb"c', 'record on line 1; parse error on line 2, column 2: extraneous or missing " in quoted-field'],
    ['\na"', 'parse error on line 2, column 2: bare " in non-quoted-field'],
  ])("refuses %j", (text, message) => expect(() => readCsvRecord(text)).toThrow(new Error(message)));

  it("reads fields that were quoted", () => {
    const quoted = (fields: string[]) => fields.map((field) => `"${field.replaceAll('"', '""')}"`).join(",");
    const field = fc.string().map((text) => text.replaceAll("\r", ""));
    fc.assert(
      fc.property(fc.array(field, { minLength: 1 }), (fields) => {
        expect(readCsvRecord(quoted(fields))).toEqual(fields);
      }),
    );
  });
});
