import { describe, expect, it } from "vitest";
import { parseEnvFile, readEnvFile } from "../../../src/values/env-file.js";

const none = () => undefined;
const lines = (text: string, lookUp: (key: string) => string | undefined = none) => parseEnvFile(Buffer.from(text), lookUp);

describe("parseEnvFile, readEnvFile", () => {
  it("keeps what follows the first =, and trailing blanks", () => expect(lines("A=b=c \n\n  # no\n\tB=\n")).toEqual(["A=b=c ", "B="]));
  it("takes the value of a bare name from the environment", () =>
    expect(lines("HOME\nNONE\n", (key) => (key === "HOME" ? "/root" : undefined))).toEqual(["HOME=/root"]));
  it("reads lines of up to 64 KiB, as Docker does", () => {
    expect(lines(`A=${"x".repeat(65_533)}\nB=1`)).toHaveLength(2);
    expect(() => lines(`A=${"x".repeat(65_534)}\n`)).toThrow("bufio.Scanner: token too long");
  });
  it("drops a byte order mark in the first line only", () => expect(lines("\ufeffA=1\n\ufeffB=2")).toEqual(["A=1", "\ufeffB=2"]));
  it("names the file in its errors once, also in those of the system", () => {
    const fail = (code: string, text: string) => () => {
      throw Object.assign(new Error(`${code}: ${text}, open '/x'`), { code });
    };
    expect(() => readEnvFile("x", fail("EACCES", "permission denied"), none)).toThrow(new Error("open x: permission denied"));
    expect(() => readEnvFile("x", fail("EISDIR", "illegal"), none)).toThrow(new Error("invalid env file (x): read x: is a directory"));
    expect(() => readEnvFile("x", () => Buffer.from("=v"), none)).toThrow(new Error("invalid env file (x): no variable name on line '=v'"));
  });
});
