import { describe, expect, it } from "vitest";
import { withHostValue } from "../../../src/values/env.js";
import { parseEnvFile, readEnvFile } from "../../../src/values/env-file.js";
import { compactJson } from "../../../src/values/json/compact.js";
import { withProxies } from "../../../src/values/proxy.js";
import { parseSecurityOptions } from "../../../src/values/security.js";

const none = () => undefined;
const lines = (text: string, lookUp: (key: string) => string | undefined = none) => parseEnvFile(Buffer.from(text), lookUp);

describe("files of variables", () => {
  it("keeps what follows the first =, and trailing blanks", () => expect(lines("A=b=c \n\n  # no\n\tB=\n")).toEqual(["A=b=c ", "B="]));
  it("looks bare names up", () => expect(lines("HOME\nNONE\n", (key) => (key === "HOME" ? "/root" : undefined))).toEqual(["HOME=/root"]));
  it("takes lines of up to 64 KiB, as the reference does", () => {
    expect(lines(`A=${"x".repeat(65_533)}\nB=1`)).toHaveLength(2);
    expect(() => lines(`A=${"x".repeat(65_534)}\n`)).toThrow("bufio.Scanner: token too long");
  });
  it("drops a byte-order mark of the first line only", () => expect(lines("\ufeffA=1\n\ufeffB=2")).toEqual(["A=1", "\ufeffB=2"]));
  it("names the file, but not in an error of the system", () => {
    const fail = (code: string, text: string) => () => {
      throw Object.assign(new Error(`${code}: ${text}, open '/x'`), { code });
    };
    expect(() => readEnvFile("x", fail("EACCES", "permission denied"), none)).toThrow(new Error("open x: permission denied"));
    expect(() => readEnvFile("x", fail("EISDIR", "illegal"), none)).toThrow(new Error("invalid env file (x): read x: is a directory"));
    expect(() => readEnvFile("x", () => Buffer.from("=v"), none)).toThrow(new Error("invalid env file (x): no variable name on line '=v'"));
  });
});

describe("variables of the client", () => {
  it("fill in those without a value", () => {
    expect(["A", "A=", "B", "toString"].map((variable) => withHostValue(variable, { A: "1" }))).toEqual(["A=1", "A=", "B", "toString"]);
  });
  it("proxies stand in both spellings, where nobody set them", () => {
    const proxies = { default: { httpProxy: "h", noProxy: "n" }, "tcp://a": { allProxy: "a" } };
    const written = new Map<string, string | undefined>([["http_proxy", undefined]]);
    expect([...withProxies(written, proxies, "tcp://b")]).toEqual([
      ["http_proxy", undefined],
      ["HTTP_PROXY", "h"],
      ["NO_PROXY", "n"],
      ["no_proxy", "n"],
    ]);
    expect([...withProxies(new Map(), proxies, "tcp://a").keys()]).toEqual(["ALL_PROXY", "all_proxy"]);
    expect(withProxies(new Map(), undefined, "x").size).toBe(0);
  });
});

describe("security options", () => {
  it("a profile is sent as its contents, paths are the client's", () => {
    const read = (file: string) => Buffer.from(`{ "file": "${file}" }`);
    expect(parseSecurityOptions(["seccomp=a.json", "systempaths=unconfined", "no-new-privileges"], read)).toEqual({
      options: ['seccomp={"file":"a.json"}', "no-new-privileges"],
      unconfinedPaths: true,
    });
  });
  it("JSON keeps every byte but the blanks", () => {
    expect(compactJson(Buffer.from(' { "a b" : [ 1.50 , -0e1, "\\u00e9\\" é" ] , "x":{} }\n'))).toBe(
      '{"a b":[1.50,-0e1,"\\u00e9\\" é"],"x":{}}',
    );
    const deep = "[".repeat(10_000) + "]".repeat(10_000);
    expect(compactJson(Buffer.from(deep))).toBe(deep);
  });
});
