// As the reference (28.2.2) fills the environment of `docker create`.
import { describe, expect, it } from "vitest";
import { proxyVariables } from "../../../src/config/proxies.js";

const proxies = {
  default: { httpProxy: "h", httpsProxy: "s", noProxy: "n", ftpProxy: "f", allProxy: "a" },
  "unix:///x.sock": { ftpProxy: "only" },
};

describe("proxyVariables", () => {
  it.each([
    ["no proxies", {}, "unix:///y", [], []],
    ["no default", { proxies: { "unix:///x.sock": { ftpProxy: "f" } } }, "unix:///y", [], []],
    ["empty values", { proxies: { default: { httpProxy: "" } } }, "unix:///y", [], []],
    [
      "this daemon's alone",
      { proxies },
      "unix:///x.sock",
      [],
      [
        ["FTP_PROXY", "only"],
        ["ftp_proxy", "only"],
      ],
    ],
    ["not a property of every object", { proxies: {} }, "toString", [], []],
    [
      "the default's, without what is taken in that case",
      { proxies },
      "unix:///y",
      ["http_proxy", "NO_PROXY", "ALL_PROXY", "all_proxy"],
      [
        ["HTTP_PROXY", "h"],
        ["HTTPS_PROXY", "s"],
        ["https_proxy", "s"],
        ["no_proxy", "n"],
        ["FTP_PROXY", "f"],
        ["ftp_proxy", "f"],
      ],
    ],
  ])("%s", (_, values, host, taken, expected) => {
    expect(proxyVariables(values, host, new Set(taken))).toEqual(expected);
  });
});
