import { describe, expect, it } from "vitest";
import { withProxies } from "../../../src/values/proxy.js";

describe("withProxies", () => {
  it("adds proxies in both spellings where they are not set", () => {
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
