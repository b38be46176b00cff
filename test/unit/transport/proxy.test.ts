/** Which proxy, if any: Go's rules (the way itself is tried on real engines, test/engine/proxy.test.ts). */
import { describe, expect, test } from "vitest";
import { proxyFor } from "../../../src/transport/proxy.js";

const ask = (env: Record<string, string>, hostname = "far.example.com", port = 2375, tls = false) => {
  const proxy = proxyFor(env, { hostname, port, tls });
  if (!proxy) return "direct";
  if (proxy.kind === "error") return proxy.text;
  const { kind, username, password } = proxy;
  return `${kind} ${username === undefined ? "" : `${username}:${password}@`}${proxy.hostname}:${proxy.port}`;
};

test.each([
  ["http://p:3128", "http p:3128"],
  ["http://p", "http p:80"],
  ["p:3128", "http p:3128"],
  ["p", "http p:80"],
  ["https://p", "https p:443"],
  ["socks5://p", "socks5 p:1080"],
  ["socks5h://u:s%3a@p:1", "socks5 u:s:@p:1"],
  ["http://[::1]:8", "http ::1:8"],
  ["http://%zz", 'invalid proxy address "http://%zz"'],
])("%s", (address, proxy) => expect(ask({ HTTP_PROXY: address })).toBe(proxy));

describe("the variable", () => {
  test.each<[Record<string, string>, boolean, string]>([
    [{}, false, "direct"],
    [{ HTTP_PROXY: "a", http_proxy: "b" }, false, "http a:80"],
    [{ HTTP_PROXY: "", http_proxy: "b" }, false, "http b:80"],
    [{ HTTP_PROXY: "a" }, true, "direct"],
    [{ https_proxy: "b" }, true, "http b:80"],
    [{ HTTPS_PROXY: "b" }, false, "direct"],
  ])("%j, TLS %s", (env, tls, proxy) => expect(ask(env, undefined, undefined, tls)).toBe(proxy));
});

test.each(["localhost", "127.0.0.1", "127.9.9.9", "::1"])("this machine: %s", (hostname) => {
  expect(ask({ HTTP_PROXY: "p" }, hostname)).toBe("direct");
});

describe("NO_PROXY", () => {
  test.each<[list: string, hostname: string, direct: boolean]>([
    ["*", "any", true],
    ["far.example.com", "far.example.com", true],
    ["FAR.example.com", "far.Example.com", true],
    ["example.com", "far.example.com", true],
    ["example.com", "example.com", true],
    [".example.com", "far.example.com", true],
    [".example.com", "example.com", false],
    ["*.example.com", "far.example.com", true],
    ["*.example.com", "example.com", false],
    ["ample.com", "example.com", false],
    ["other, ,example.com", "example.com", true],
    ["example.com:2375", "example.com", true],
    ["example.com:1", "example.com", false],
    ["10.1.2.3", "10.1.2.3", true],
    ["10.1.2.3:2375", "10.1.2.3", true],
    ["10.1.2.3:9", "10.1.2.3", false],
    ["10.1.0.0/16", "10.1.2.3", true],
    ["10.1.0.0/24", "10.1.2.3", false],
    ["10.1.0.0/99", "10.1.2.3", false],
    ["3", "10.1.2.3", false],
    ["fd00::/8", "fd00::5", true],
    ["[fd00::5]:2375", "fd00::5", true],
    ["10.0.0.0/8", "ten.example.com", false],
    [",", "far", false],
  ])("%j and %s", (list, hostname, direct) => {
    expect(ask({ HTTP_PROXY: "p", NO_PROXY: list }, hostname) === "direct").toBe(direct);
    expect(ask({ HTTP_PROXY: "p", no_proxy: list }, hostname) === "direct").toBe(direct);
  });
});
