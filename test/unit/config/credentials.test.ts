// What Docker (28.2.2) sends in X-Registry-Auth with the same files and helpers; DOCKER_AUTH_CONFIG as 28.3 has it.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type HelperResult, runHelper } from "../../../src/config/credential-helper.js";
import { type CredentialSources, encodeAuth, HUB_KEY, openCredentials, registryKey } from "../../../src/config/credentials.js";
import type { ConfigValues } from "../../../src/config/values.js";

const IMAGE = "localhost:5000/busybox";
const AB = "YTpi";

function open(values: ConfigValues, change: Partial<CredentialSources> & { answer?: Partial<HelperResult> } = {}) {
  const { answer = {}, ...rest } = change;
  const calls: string[] = [];
  const warnings: string[] = [];
  const credentials = openCredentials({
    values,
    env: {},
    platform: "linux",
    async run(program, args, input) {
      calls.push([program, ...args, input].join(" "));
      return { stdout: "", status: 0, ...answer };
    },
    warn: (line) => warnings.push(line),
    ...rest,
  });
  return { credentials, calls, warnings };
}

describe("the auths of the configuration", () => {
  it.each([
    [{}, {}],
    [{ "localhost:5000": { auth: AB } }, { username: "a", password: "b", serveraddress: "localhost:5000" }],
    [{ "localhost:5000": { auth: "YTpiOmMA" } }, { username: "a", password: "b:c", serveraddress: "localhost:5000" }],
    [{ "localhost:5000": { auth: "YTo=" } }, { username: "a", password: "", serveraddress: "localhost:5000" }],
    [{ "localhost:5000": {} }, { serveraddress: "localhost:5000" }],
    [{ "localhost:5000": { username: "u", password: "p" } }, { username: "u", password: "p", serveraddress: "localhost:5000" }],
    [
      { "localhost:5000": { auth: AB, username: "z", serveraddress: "q" } },
      { username: "a", password: "b", serveraddress: "localhost:5000" },
    ],
    [
      { "localhost:5000": { auth: AB, registrytoken: "rt" } },
      { username: "a", password: "b", serveraddress: "localhost:5000", registrytoken: "rt" },
    ],
    [{ "https://localhost:5000/v1/": { auth: AB } }, { username: "a", password: "b", serveraddress: "https://localhost:5000/v1/" }],
    [{ "http://localhost:5000": { auth: AB } }, { username: "a", password: "b", serveraddress: "http://localhost:5000" }],
    [{ "x://localhost:5000": { auth: AB } }, { username: "a", password: "b", serveraddress: "x://localhost:5000" }],
    [{ "localhost:5000/foo": { auth: AB } }, { username: "a", password: "b", serveraddress: "localhost:5000/foo" }],
    [{ "//localhost:5000/foo": { auth: AB } }, {}],
    [{ "HTTPS://LOCALHOST:5000": { auth: AB } }, {}],
    [{ "localhost:5000": { auth: "%" } }, {}],
  ])("give the login of %j", async (auths, entry) => {
    expect(await open({ auths }).credentials.resolveAuth(IMAGE)).toEqual(entry);
  });

  it.each(["docker.io", "index.docker.io", "https://index.docker.io/v2/"])("have another key for Docker Hub than %s", async (key) => {
    expect(await open({ auths: { [key]: { auth: AB } } }).credentials.resolveAuth("busybox")).toEqual({});
  });

  it.each([
    ["busybox", HUB_KEY],
    ["library/busybox:1", HUB_KEY],
    ["docker.io/library/busybox", HUB_KEY],
    ["index.docker.io/library/busybox", HUB_KEY],
    ["localhost/a", "localhost"],
    ["LOCAL/a", "LOCAL"],
    ["r.example/a/b@sha256:0", "r.example"],
    ["r:5000/a", "r:5000"],
    ["user/a:b", HUB_KEY],
  ])("keep the login of %s under %s", (image, key) => expect(registryKey(image)).toBe(key));
});

describe("credential helpers", () => {
  const values: ConfigValues = { credsStore: "dl", auths: { "localhost:5000": { auth: AB, email: "e" } } };
  const stored = { username: "a", password: "b", email: "e", serveraddress: "localhost:5000" };
  const says = (stdout: string, status: number | null = 0) => ({ stdout, status });

  it.each([
    [
      "a user",
      says('{"ServerURL":"srv","Username":"u1","Secret":"s1"}'),
      { username: "u1", password: "s1", email: "e", serveraddress: "localhost:5000" },
    ],
    [
      "a token",
      says('{"ServerURL":"srv","Username":"<token>","Secret":"idt"}'),
      { identitytoken: "idt", email: "e", serveraddress: "localhost:5000" },
    ],
    ["nothing", says("credentials not found in native keychain\n", 1), { email: "e" }],
    ["an error", says("boom", 1), stored],
    ["half an answer", says("{"), stored],
    ["an empty answer", says(""), stored],
    ["no server", says("no credentials server URL", 1), stored],
    ["silence: it is missing", { stdout: "", status: null, missing: true }, stored],
  ])("are understood when they say %s", async (_, answer, entry) => {
    const { credentials, calls } = open(values, { answer });
    expect(await credentials.resolveAuth(IMAGE)).toEqual(entry);
    expect(calls).toEqual(["docker-credential-dl get localhost:5000"]);
  });

  it("may be for one registry only", async () => {
    const { credentials, calls } = open({ credsStore: "all", credHelpers: { "localhost:5000": "one", "localhost:5001": "" } });
    await credentials.resolveAuth(IMAGE);
    await credentials.resolveAuth("busybox");
    expect(await credentials.resolveAuth("localhost:5001/a")).toEqual({});
    expect(calls).toEqual(["docker-credential-one get localhost:5000", `docker-credential-all get ${HUB_KEY}`]);
  });

  it("are not asked before they are needed", () => {
    expect(open(values).calls).toEqual([]);
  });

  describe("the default credential helper", () => {
    let bin: string;
    const install = (...programs: string[]) => {
      fs.rmSync(bin, { recursive: true, force: true });
      fs.mkdirSync(bin);
      for (const program of programs) fs.writeFileSync(path.join(bin, program), "#!/bin/sh\n", { mode: 0o755 });
    };
    beforeAll(() => {
      bin = fs.mkdtempSync(path.join(os.tmpdir(), "helpers-test-"));
    });
    afterAll(() => fs.rmSync(bin, { recursive: true }));

    it.each([
      [["docker-credential-secretservice"], {}, "linux", "secretservice"],
      [["docker-credential-secretservice", "docker-credential-pass"], {}, "linux", "secretservice"],
      [["docker-credential-secretservice", "docker-credential-pass", "pass"], {}, "linux", "pass"],
      [["docker-credential-secretservice", "pass"], {}, "linux", undefined],
      [["docker-credential-secretservice"], { auths: { a: {} } }, "linux", undefined],
      [["docker-credential-secretservice"], { credHelpers: { a: "b" } }, "linux", undefined],
      [["docker-credential-osxkeychain"], {}, "darwin", "osxkeychain"],
      [["docker-credential-wincred.exe"], {}, "win32", "wincred"],
      [[], {}, "linux", undefined],
    ] as const)("is %j with %j on %s", async (programs, config, platform, used) => {
      install(...programs);
      const { credentials, calls } = open(config, { platform, env: { PATH: `/nope${path.delimiter}${bin}` } });
      await credentials.resolveAuth("busybox");
      expect(calls).toEqual(used === undefined ? [] : [`docker-credential-${used} get ${HUB_KEY}`]);
    });
  });

  it("run as programs with the verb as argument, and text on stdin and stdout", async () => {
    const script = "let s='';process.stdin.on('data',c=>s+=c).on('end',()=>{process.stdout.write(process.argv[1]+'|'+s);process.exit(3)})";
    expect(await runHelper(process.execPath, ["-e", script, "get"], "srv")).toEqual({ stdout: "get|srv", status: 3 });
    expect(await runHelper("docker-credential-that-is-nowhere", ["get"], "srv")).toEqual({ stdout: "", status: null, missing: true });
    expect(await runHelper(process.execPath, ["-e", "0"], "x".repeat(1 << 20))).toEqual({ stdout: "", status: 0 });
  });
});

describe("DOCKER_AUTH_CONFIG", () => {
  const stored = { auths: { "localhost:5000": { auth: AB } } };
  const inFile = { username: "a", password: "b", serveraddress: "localhost:5000" };
  const withEnv = (text: string, values: ConfigValues = stored) => open(values, { env: { DOCKER_AUTH_CONFIG: text } });

  it("is preferred to file and helper", async () => {
    const { credentials, calls } = withEnv('{"auths":{"localhost:5000":{"auth":"Yzpk"}}}', { credsStore: "dl", ...stored });
    expect(await credentials.resolveAuth(IMAGE)).toEqual({ username: "c", password: "d", serveraddress: "localhost:5000" });
    expect(calls).toEqual([]);
  });

  it("leaves other registries to file and helper", async () => {
    for (const text of ["", '{"auths":{"localhost:5001":{"auth":"Yzpk"}}}', "{}"]) {
      const { credentials, warnings } = withEnv(text);
      expect(await credentials.resolveAuth(IMAGE)).toEqual(inFile);
      expect(warnings).toEqual([]);
    }
  });

  it.each([
    ["{bad", "invalid character 'b' looking for beginning of object key string"],
    ['{"auths":{},"x":1}', 'json: unknown field "x"'],
    ['{"auths":{"h":{"auth":"Yzpk","username":"c"}}}', 'json: unknown field "username"'],
    ['{"auths":{"h":{}}}', "DOCKER_AUTH_CONFIG environment variable is missing key `auth` for h"],
    ['{"auths":{"h":{"auth":"%"}}}', "illegal base64 data at input byte 0"],
  ])("warns about %s and does not use it", async (text, why) => {
    const { credentials, warnings } = withEnv(text);
    expect(await credentials.resolveAuth(IMAGE)).toEqual(inFile);
    expect(warnings).toEqual([`Failed to create credential store from DOCKER_AUTH_CONFIG:  ${why}`]);
  });
});

describe("all logins", () => {
  it("come from the file", async () => {
    const auths = { a: { auth: AB }, b: { identitytoken: "t" } };
    expect(await open({ auths }).credentials.all()).toEqual({
      a: { username: "a", password: "b", serveraddress: "a" },
      b: { identitytoken: "t", serveraddress: "b" },
    });
  });

  it("come from a store, a registry's own helper, and the environment", async () => {
    const { credentials, warnings } = open(
      { credsStore: "all", credHelpers: { one: "one", lost: "lost", given: "one" }, auths: { x: { email: "mail" } } },
      {
        env: { DOCKER_AUTH_CONFIG: '{"auths":{"given":{"auth":"YTpi"}}}' },
        async run(program, [verb], input) {
          if (program === "docker-credential-lost") return { stdout: "", status: null, missing: true };
          if (verb === "list") return { stdout: '{"x":"ux","one":"old"}', status: 0 };
          return { stdout: JSON.stringify({ Username: `${program.slice(18)}-${input}`, Secret: "s" }), status: 0 };
        },
      },
    );
    expect(await credentials.all()).toEqual({
      x: { username: "all-x", password: "s", email: "mail", serveraddress: "x" },
      one: { username: "one-one", password: "s", serveraddress: "one" },
      given: { username: "a", password: "b", serveraddress: "given" },
    });
    expect(warnings).toEqual([
      'Failed to get credentials for registry: lost: error getting credentials - err: exec: "docker-credential-lost": executable file not found in $PATH, out: ``',
    ]);
  });

  it("fail if the store cannot list", async () => {
    const { credentials } = open({ credsStore: "all" }, { answer: { stdout: "boom\n", status: 1 } });
    await expect(credentials.all()).rejects.toThrow("error listing credentials - err: exit status 1, out: `boom`");
  });
});

describe("X-Registry-Auth", () => {
  it.each([
    [{}, "e30="],
    [
      { username: "a", password: "b", email: "e@x", serveraddress: HUB_KEY },
      "eyJ1c2VybmFtZSI6ImEiLCJwYXNzd29yZCI6ImIiLCJlbWFpbCI6ImVAeCIsInNlcnZlcmFkZHJlc3MiOiJodHRwczovL2luZGV4LmRvY2tlci5pby92MS8ifQ==",
    ],
    [
      { serveraddress: "localhost:5000", password: "<p>", username: "u" },
      "eyJ1c2VybmFtZSI6InUiLCJwYXNzd29yZCI6Ilx1MDAzY3BcdTAwM2UiLCJzZXJ2ZXJhZGRyZXNzIjoibG9jYWxob3N0OjUwMDAifQ==",
    ],
    [
      { serveraddress: HUB_KEY, identitytoken: "tok", password: "b", username: "a" },
      "eyJ1c2VybmFtZSI6ImEiLCJwYXNzd29yZCI6ImIiLCJzZXJ2ZXJhZGRyZXNzIjoiaHR0cHM6Ly9pbmRleC5kb2NrZXIuaW8vdjEvIiwiaWRlbnRpdHl0b2tlbiI6InRvayJ9",
    ],
  ])("holds %j", (entry, header) => expect(encodeAuth(entry)).toBe(header));

  it("is URL-safe base64", () => expect(encodeAuth({ username: "???>>>" })).toBe("eyJ1c2VybmFtZSI6Ij8_P1x1MDAzZVx1MDAzZVx1MDAzZSJ9"));
});
