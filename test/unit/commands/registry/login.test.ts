import { describe, expect, it } from "vitest";
import { checkFlags } from "../../../../src/commands/registry/login.js";
import { logoutKeys } from "../../../../src/commands/registry/logout.js";
import { registryHost } from "../../../../src/config/registry-host.js";
import { loginKey } from "../../../../src/config/user-credentials.js";

describe("the flags of login", () => {
  const f = { username: "a", password: "b", passwordStdin: true };
  it.each<[Partial<typeof f>, string[], string]>([
    [{}, ["passwordStdin", "password"], "conflicting options: cannot specify both --password and --password-stdin"],
    [{ passwordStdin: false }, ["passwordStdin", "password"], "conflicting options: cannot specify both --password and --password-stdin"],
    [{}, ["passwordStdin"], "the --password-stdin option requires --username to be set"],
    [{ username: "" }, ["username", "passwordStdin"], "username is empty"],
    [{ username: "", password: "" }, ["username", "password"], "username is empty"],
    [{ password: "" }, ["password"], "password is empty"],
  ])("%j ask for %j", (more, changed, message) => {
    expect(() => checkFlags({ ...f, ...more }, new Set(changed))).toThrow(expect.objectContaining({ message, exitCode: 1 }));
  });

  it.each([[["username", "password"]], [["username", "passwordStdin"]], [[]]])("%j are refused", (changed) => {
    expect(() => checkFlags(f, new Set(changed))).not.toThrow();
  });
});

const HUB = "https://index.docker.io/v1/";

it.each([
  ["", HUB],
  ["docker.io", HUB],
  [HUB, HUB],
  ["index.docker.io", "index.docker.io"],
  ["https://index.docker.io/", "index.docker.io"],
  ["https://reg:5000/v2/", "reg:5000"],
  ["reg/team", "reg"],
])("logging in to %j is kept under %j", (server, key) => expect(loginKey(server)).toBe(key));

// Recorded on Docker.
it.each([
  ["https://[::1]:5000/", "[::1]:5000"],
  ["https://[::1]/", "::1"],
  ["ftp://u:p@h/x", "h"],
  ["HTTP://Reg:5000/v1", "Reg:5000"],
  ["http://", "http:"],
  ["http://a b/", "http:"],
  ["/", ""],
  ["reg:5000", "reg:5000"],
  ["https://reg?x", "reg"],
])("the host of %j is %j", (address, host) => expect(registryHost(address)).toBe(host));

it("logout looks for every spelling of the registry", () => {
  expect(logoutKeys("")).toEqual({ host: HUB, keys: [HUB] });
  expect(logoutKeys("https://reg:5000/v2/")).toEqual({
    host: "reg:5000",
    keys: ["https://reg:5000/v2/", "reg:5000", "http://reg:5000", "https://reg:5000"],
  });
});
