// As Docker (28.2.2) sends them.
import { describe, expect, it } from "vitest";
import { customHeaders } from "../../../src/config/headers.js";

describe("customHeaders", () => {
  it.each([
    [{}, undefined, {}],
    [{ "X-Foo": "bar", "User-Agent": "zzz", host: "q" }, "", { "X-Foo": "bar" }],
    [{ "X-Foo": "bar" }, 'X-A=b,"X-B=c,d",x-foo=over', { "X-A": "b", "X-B": "c,d", "x-foo": "over" }],
    [{}, "x=", { x: "" }],
    [{}, " x =y=z", { x: "y=z" }],
    [{}, "a=b,a=c", { a: "c" }],
    [{}, "a=b\nc=d", { a: "b" }],
    [{}, "User-Agent=z,HOST=q", {}],
  ])("gives the headers of %j with %j", (HttpHeaders, variable, expected) => {
    expect(customHeaders({ HttpHeaders }, { DOCKER_CUSTOM_HEADERS: variable })).toEqual(expected);
  });

  it.each([
    ["x", `set custom headers from DOCKER_CUSTOM_HEADERS environment variable: missing "=" in key=value pair: 'x'`],
    ["=y", "set custom headers from DOCKER_CUSTOM_HEADERS environment variable: value contains a key=value pair with an empty key: '=y'"],
    [",", "set custom headers from DOCKER_CUSTOM_HEADERS environment variable: value contains a key=value pair with an empty key: ''"],
    [
      '"a',
      "parse custom headers from DOCKER_CUSTOM_HEADERS environment variable: value must be formatted as comma-separated key=value pairs",
    ],
    [
      'x=a"b',
      "parse custom headers from DOCKER_CUSTOM_HEADERS environment variable: value must be formatted as comma-separated key=value pairs",
    ],
  ])("refuses %j", (variable, text) => {
    expect(() => customHeaders({}, { DOCKER_CUSTOM_HEADERS: variable })).toThrow(
      expect.objectContaining({ message: `Failed to initialize: failed to ${text}`, exitCode: 1 }),
    );
  });
});
