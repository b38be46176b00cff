import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import type { HelperResult } from "../../../src/config/credential-helper.js";
import { type ChosenHelper, openStore } from "../../../src/config/credential-store.js";
import { openConfig } from "../../../src/config/file.js";

let dir = "";
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), "store-"));
  return () => fs.rmSync(dir, { recursive: true });
});

interface Call {
  program: string;
  args: readonly string[];
  input: string;
}

function store(
  config: object | undefined,
  key: string,
  { result = { stdout: "", status: 0 } as HelperResult, chosen = undefined as ChosenHelper | undefined, env = {} } = {},
) {
  const file = path.join(dir, "config.json");
  if (config) fs.writeFileSync(file, JSON.stringify(config));
  const calls: Call[] = [];
  const opened = openStore(
    {
      config: openConfig({ dir, warn: () => {} }),
      env,
      platform: "linux",
      warn: () => {},
      run: async (program, args, input) => {
        calls.push({ program, args, input });
        return result;
      },
    },
    key,
    chosen,
  );
  return { opened, calls, file, written: () => (fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : undefined) };
}

const ENTRY = { username: "a", password: "pässw<rd", serveraddress: "reg:5000" };
const AUTH = { auth: Buffer.from("a:pässw<rd").toString("base64") };

describe("the configuration file as credential store", () => {
  it("is made with mode 0600, holds the password in base64, and the user is warned", async () => {
    const { opened, file, written } = store(undefined, "reg:5000");
    expect(await opened.keep(ENTRY)).toBe(true);
    expect(written()).toEqual({ auths: { "reg:5000": AUTH } });
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    expect(fs.readdirSync(dir)).toEqual(["config.json"]);
  });

  it("keeps unknown keys, and does not warn about a token", async () => {
    const { opened, written } = store({ mine: [1], auths: { x: {} } }, "reg:5000");
    expect(await opened.keep({ username: "a", identitytoken: "t" })).toBe(false);
    expect(written()).toEqual({ mine: [1], auths: { x: {}, "reg:5000": { auth: "YTo=", identitytoken: "t" } } });
  });

  it("is not written for an unchanged login", async () => {
    const { opened, file } = store({ auths: { "reg:5000": AUTH } }, "reg:5000");
    const before = fs.statSync(file).ino;
    expect(await opened.keep(ENTRY)).toBe(false);
    expect(fs.statSync(file).ino).toBe(before);
  });

  it("is never overwritten if it cannot be read", async () => {
    fs.writeFileSync(path.join(dir, "config.json"), '{"auths": {"x":');
    const { opened, file } = store(undefined, "reg:5000");
    await expect(opened.keep(ENTRY)).rejects.toThrow("not writing");
    expect(fs.readFileSync(file, "utf8")).toBe('{"auths": {"x":');
  });

  it("erases what it holds and nothing else", async () => {
    const { opened, written } = store({ auths: { "reg:5000": AUTH, x: {} } }, "reg:5000");
    await opened.erase();
    expect(written()).toEqual({ auths: { x: {} } });
    const other = store(undefined, "nosuch");
    await other.opened.erase();
    expect(other.written()).toEqual({ auths: { x: {} } });
  });
});

describe("a credential helper", () => {
  it("gets the secret through its stdin, and the file holds none", async () => {
    const { opened, calls, written } = store({ credsStore: "h", auths: { "reg:5000": { ...AUTH, email: "e" } } }, "reg:5000");
    expect(await opened.keep({ ...ENTRY, email: "e" })).toBe(false);
    expect(calls).toEqual([
      { program: "docker-credential-h", args: ["store"], input: '{"ServerURL":"reg:5000","Username":"a","Secret":"pässw\\u003crd"}\n' },
    ]);
    expect(written()).toEqual({ credsStore: "h", auths: { "reg:5000": { email: "e" } } });
  });

  it("stores a token with the user <token>", async () => {
    const { opened, calls } = store({ credHelpers: { "reg:5000": "h" } }, "reg:5000");
    await opened.keep({ username: "a", identitytoken: "t" });
    expect(JSON.parse(calls[0]?.input ?? "")).toEqual({ ServerURL: "reg:5000", Username: "<token>", Secret: "t" });
  });

  it.each<["keep" | "erase", HelperResult, string]>([
    ["keep", { stdout: "no luck\n", status: 1 }, "error storing credentials - err: exit status 1, out: `no luck`"],
    ["erase", { stdout: "no luck\n", status: 1 }, "error erasing credentials - err: exit status 1, out: `no luck`"],
    [
      "erase",
      { stdout: "", status: null, missing: true },
      'error erasing credentials - err: exec: "docker-credential-h": executable file not found in $PATH, out: ``',
    ],
  ])("leaves the file as it was when it fails to %s", async (verb, result, message) => {
    const config = { credsStore: "h", auths: { "reg:5000": AUTH }, x: 1 };
    const { opened, file } = store(config, "reg:5000", { result });
    await expect(verb === "keep" ? opened.keep(ENTRY) : opened.erase()).rejects.toThrow(message);
    expect(fs.readFileSync(file, "utf8")).toBe(JSON.stringify(config));
  });

  it("becomes the registry's own only after it has taken the secret", async () => {
    const chosen = { helper: "h", remember: true };
    const config = { auths: { "reg:5000": AUTH, x: AUTH } };
    const failing = store(config, "reg:5000", { chosen, result: { stdout: "", status: 1 } });
    await expect(failing.opened.keep(ENTRY)).rejects.toThrow("error storing");
    expect(failing.written()).toEqual(config);
    const { opened, written } = store(config, "reg:5000", { chosen });
    await opened.keep(ENTRY);
    expect(written()).toEqual({ auths: { "reg:5000": {}, x: AUTH }, credHelpers: { "reg:5000": "h" } });
  });

  it("is written to the configuration when it was found on PATH", async () => {
    const bin = path.join(dir, "bin");
    fs.mkdirSync(bin);
    fs.writeFileSync(path.join(bin, "docker-credential-secretservice"), "", { mode: 0o755 });
    const { opened, calls, written } = store(undefined, "reg:5000", { env: { PATH: bin } });
    await opened.keep(ENTRY);
    expect(calls[0]?.program).toBe("docker-credential-secretservice");
    expect(written()).toEqual({ auths: { "reg:5000": {} }, credsStore: "secretservice" });
  });

  it("is not asked if DOCKER_AUTH_CONFIG has the login", async () => {
    const env = { DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { "reg:5000": { auth: "ZTpm" } } }) };
    const { opened, calls } = store({ credsStore: "h" }, "reg:5000", { env });
    expect(await opened.get()).toEqual({ username: "e", password: "f", serveraddress: "reg:5000" });
    expect(calls).toEqual([]);
  });
});
