import { describe, expect, test } from "vitest";
import { jsonValues, parseValue } from "../../../src/engine/json-values.js";
import { EarlyEndError } from "../../../src/errors.js";
import { failure, pieces } from "../../support/scripted-server.js";

async function all(...chunks: (string | Uint8Array)[]): Promise<unknown[]> {
  const values: unknown[] = [];
  for await (const value of jsonValues(pieces(...chunks))) values.push(value);
  return values;
}

describe("jsonValues", () => {
  test.each<[string, string, unknown[]]>([
    ["lines", '{"a":1}\n{"a":2}\n', [{ a: 1 }, { a: 2 }]],
    ["no newline at the end", '{"a":1}\n{"a":2}', [{ a: 1 }, { a: 2 }]],
    ["CR LF and empty lines", '{"a":1}\r\n\r\n\n{"a":2}\r\n', [{ a: 1 }, { a: 2 }]],
    ["nothing between", '{"a":1}{"b":[1,2]}[3]', [{ a: 1 }, { b: [1, 2] }, [3]]],
    ["over several lines", '{\n  "a": {\n "b": 1 }\n}\n', [{ a: { b: 1 } }]],
    ["brackets and quotes in strings", '{"a":"}{][\\"\\\\"}\n{"b":"\\\\"}\n', [{ a: '}{]["\\' }, { b: "\\" }]],
    ["more than ASCII", '{"a":"größe 漢字 🐳"}\n{"b":"é"}', [{ a: "größe 漢字 🐳" }, { b: "é" }]],
    ["bare values", '1 "two" null\ntrue', [1, "two", null, true]],
    ["nothing", "", []],
    ["white space", " \n\r\n", []],
  ])("reads %s, split at every byte", async (_, text, values) => {
    const bytes = Buffer.from(text);
    for (let at = 0; at <= bytes.length; at++) expect(await all(bytes.subarray(0, at), bytes.subarray(at))).toEqual(values);
    expect(await all(...Array.from(bytes, (b) => Buffer.from([b])))).toEqual(values);
  });

  test("gives a value as soon as it is whole", async () => {
    let pulled = 0;
    async function* slow() {
      for (const chunk of ['{"a":1}', '{"b":2}']) {
        pulled++;
        yield Buffer.from(chunk);
      }
    }
    const values = jsonValues(slow());
    expect((await values.next()).value).toEqual({ a: 1 });
    expect(pulled).toBe(1);
  });

  test.each(['{"a":1}\n{"b":', '{"a', "[1,2", '"abc', "{"])("fails for an end within a value: %s", async (text) => {
    const error = await failure(all(text));
    expect(error).toBeInstanceOf(EarlyEndError);
    expect(error.message).toBe("unexpected EOF");
  });

  test("reports what is not JSON", async () => {
    expect((await failure(all("<html>\n"))).message).toBe("invalid character '<' looking for beginning of value");
    expect((await failure(all('{"a":oops}'))).message).toBe("invalid character 'o' looking for beginning of value");
  });

  test("reads many small chunks of one large value in linear time", async () => {
    const text = JSON.stringify({ big: "x".repeat(2_000_000) });
    const chunks = Array.from({ length: 2000 }, (_, i) => text.slice(i * 1001, (i + 1) * 1001));
    expect(await all(...chunks)).toEqual([JSON.parse(text)]);
  });
});

describe("parseValue", () => {
  test.each([
    ["", "EOF"],
    ["  \n", "EOF"],
    ["<html>", "invalid character '<' looking for beginning of value"],
    ['[{"Id":', "unexpected EOF"],
    ['{"a":"b', "unexpected EOF"],
    ["1.", "unexpected EOF"],
    ['{"a":1.}', "invalid character '}' after decimal point in numeric literal"],
    ["[".repeat(10_001), "invalid character '[' exceeded max depth"],
  ])("refuses %j in Docker's words", (text, message) => {
    expect(() => parseValue(text)).toThrow(message);
  });
});
