import { expect, it } from "vitest";
import { parseChallenges } from "../../../src/registry/challenge.js";

it.each([
  ["", []],
  ["Basic", [{ scheme: "basic", parameters: {} }]],
  ['Basic realm="x"', [{ scheme: "basic", parameters: { realm: "x" } }]],
  [
    'Bearer realm="https://auth.example.com/token",service="registry",scope="repository:a/b:pull,push"',
    [{ scheme: "bearer", parameters: { realm: "https://auth.example.com/token", service: "registry", scope: "repository:a/b:pull,push" } }],
  ],
  ["Bearer Realm = x , service=y", [{ scheme: "bearer", parameters: { realm: "x", service: "y" } }]],
  [
    'Bearer realm="a \\"b\\" \\\\", Basic realm="c"',
    [
      { scheme: "bearer", parameters: { realm: 'a "b" \\' } },
      { scheme: "basic", parameters: { realm: "c" } },
    ],
  ],
  ['Bearer realm="never closed', [{ scheme: "bearer", parameters: {} }]],
  ["=", []],
])("parses %s", (header, challenges) => {
  expect(parseChallenges(header)).toEqual(challenges);
});

it("parses nonsense in little time", () => {
  expect(parseChallenges(`Bearer ${'a="'.repeat(20_000)}`).length).toBeLessThan(3);
});
