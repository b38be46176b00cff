// Every text here was printed by Docker (28.2.2) for the same input.

import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseHost } from "../../../../src/engine/endpoint/parse-host.js";
import { type ContextHost, type EndpointSources, resolveEndpoint } from "../../../../src/engine/endpoint/resolve.js";
import type { Endpoint } from "../../../../src/transport/endpoint.js";

const absent = (): Buffer => {
  throw Object.assign(new Error("ENOENT: no such file or directory, open 'x'"), { code: "ENOENT" });
};

function resolve(change: Partial<EndpointSources> & { host?: string } = {}): Promise<Endpoint> {
  const { host, ...rest } = change;
  return resolveEndpoint({
    flags: { hosts: host === undefined ? [] : [host] },
    env: {},
    home: "/home/u",
    platform: "linux",
    context: "default",
    readContext: () => expect.fail("no context was asked for"),
    readFile: absent,
    ...rest,
  });
}

const ssh = (host: string, parts: object) => ({ kind: "ssh", host, ...parts, share: { home: "/home/u" } });
const tcp = (host: string, hostname: string, port: number, basePath = "") => ({ kind: "tcp", host, hostname, port, basePath });
const unix = (path: string) => ({ kind: "unix", host: `unix://${path}`, path });
const local = unix("/var/run/docker.sock");

describe("parseHost", () => {
  it.each([
    ["", local],
    [" ", local],
    ["unix://", local],
    ["unix:///a b", unix("/a b")],
    ["unix://a", unix("a")],
    ["unix://rel/a", unix("rel/a")],
    ["unix://unix://x", unix("x")],
    ["unix:///a?b#c", unix("/a?b#c")],
    ["unix:///tmp/x:3", unix("/tmp/x:3")],
    [`unix:///${"a".repeat(107)}`, unix(`/${"a".repeat(107)}`)],
    [":2375", tcp("tcp://localhost:2375", "localhost", 2375)],
    [":", tcp("tcp://localhost:2375", "localhost", 2375)],
    ["tcp://", tcp("tcp://localhost:2375", "localhost", 2375)],
    ["tcp://:", tcp("tcp://localhost:2375", "localhost", 2375)],
    ["tcp://:1", tcp("tcp://localhost:1", "localhost", 1)],
    ["tcp://tcp://", tcp("tcp://localhost:2375", "localhost", 2375)],
    ["tcp://tcp://127.0.0.1:1", tcp("tcp://127.0.0.1:1", "127.0.0.1", 1)],
    ["tcp://127.0.0.1", tcp("tcp://127.0.0.1:2375", "127.0.0.1", 2375)],
    ["tcp://127.0.0.1:", tcp("tcp://127.0.0.1:2375", "127.0.0.1", 2375)],
    ["tcp://127.0.0.1:0", tcp("tcp://127.0.0.1:0", "127.0.0.1", 0)],
    ["tcp://127.0.0.1:08", tcp("tcp://127.0.0.1:08", "127.0.0.1", 8)],
    ["tcp://127.0.0.1:99999", tcp("tcp://127.0.0.1:99999", "127.0.0.1", 99999)],
    ["tcp://[::1]:2375", tcp("tcp://[::1]:2375", "::1", 2375)],
    ["tcp://::1", tcp("tcp://[::1]:2375", "::1", 2375)],
    ["::1", tcp("tcp://[::1]:2375", "::1", 2375)],
    ["[::1]:1", tcp("tcp://[::1]:1", "::1", 1)],
    ["tcp://[::1]:", tcp("tcp://[::1]:2375", "::1", 2375)],
    ["127.0.0.1", tcp("tcp://127.0.0.1:2375", "127.0.0.1", 2375)],
    ["localhost:1", tcp("tcp://localhost:1", "localhost", 1)],
    ["foo", tcp("tcp://foo:2375", "foo", 2375)],
    ["tcp://a_b:1", tcp("tcp://a_b:1", "a_b", 1)],
    ["tcp://ä:1", tcp("tcp://ä:1", "ä", 1)],
    ["/var/run/x.sock", tcp("tcp://localhost:2375/var/run/x.sock", "localhost", 2375, "/var/run/x.sock")],
    ["tcp://127.0.0.1:1/", tcp("tcp://127.0.0.1:1/", "127.0.0.1", 1)],
    ["tcp://127.0.0.1:1/base/path", tcp("tcp://127.0.0.1:1/base/path", "127.0.0.1", 1, "/base/path")],
    ["tcp://127.0.0.1:1/a b", tcp("tcp://127.0.0.1:1/a b", "127.0.0.1", 1, "/a%20b")],
    ["tcp://127.0.0.1:1/a%20b", tcp("tcp://127.0.0.1:1/a b", "127.0.0.1", 1, "/a%20b")],
    ["tcp://127.0.0.1:1?x=y", tcp("tcp://127.0.0.1:1", "127.0.0.1", 1)],
    ["tcp://127.0.0.1:1#f", tcp("tcp://127.0.0.1:1", "127.0.0.1", 1)],
    ["tcp://user:pw@127.0.0.1:1", tcp("tcp://127.0.0.1:1", "127.0.0.1", 1)],
    ["tcp://a@b@c:1", tcp("tcp://c:1", "c", 1)],
    ["tcp:/127.0.0.1", tcp("tcp://tcp:2375/127.0.0.1", "tcp", 2375, "/127.0.0.1")],
    ["tcp:127.0.0.1:1", tcp("tcp://[tcp:127.0.0.1:1]:2375", "tcp:127.0.0.1:1", 2375)],
    ["fd://127.0.0.1:1", tcp("fd://127.0.0.1:1", "127.0.0.1", 1)],
    ["fd://x", tcp("fd://x", "x", 80)],
    [" tcp://127.0.0.1:1 ", tcp("tcp://127.0.0.1:1", "127.0.0.1", 1)],
    ["ssh://h", ssh("ssh://h", { hostname: "h" })],
    ["ssh://root@h:22/path", ssh("ssh://root@h:22/path", { user: "root", hostname: "h", port: 22, socket: "/path" })],
    ["ssh://h:1//a b", ssh("ssh://h:1//a b", { hostname: "h", port: 1, socket: "//a b" })],
    ["ssh://h/", ssh("ssh://h/", { hostname: "h", socket: "/" })],
    ["ssh://h:", ssh("ssh://h:", { hostname: "h" })],
    ["ssh://@h", ssh("ssh://@h", { hostname: "h" })],
    ["ssh://%41@h", ssh("ssh://%41@h", { user: "A", hostname: "h" })],
    ["ssh://[::1]:1", ssh("ssh://[::1]:1", { hostname: "::1", port: 1 })],
    ["ssh://h?", ssh("ssh://h?", { hostname: "h" })],
    ["ssh://h#", ssh("ssh://h#", { hostname: "h" })],
  ])("parses %j", async (host, endpoint) => {
    expect(await resolve({ host })).toEqual(endpoint);
    expect(await resolve({ env: { DOCKER_HOST: host } })).toEqual(endpoint);
  });

  const unresolved = "unable to resolve docker endpoint: ";
  it.each([
    ["foo://x", `${unresolved}invalid bind address format: foo://x`],
    ["http://127.0.0.1:1", `${unresolved}invalid bind address format: http://127.0.0.1:1`],
    ["TCP://127.0.0.1:1", `${unresolved}invalid bind address format: TCP://127.0.0.1:1`],
    ["SSH://x", `${unresolved}invalid bind address format: SSH://x`],
    ["://x", `${unresolved}invalid bind address format: ://x`],
    ["tcp://[::1]", `${unresolved}invalid bind address format: [::1]`],
    ["tcp://]", `${unresolved}invalid bind address format: ]`],
    ["tcp://[::1", `${unresolved}parse "tcp://[::1": missing ']' in host`],
    ["tcp://127.0.0.1:abc", `${unresolved}parse "tcp://127.0.0.1:abc": invalid port ":abc" after host`],
    ["tcp://127.0.0.1:-1", `${unresolved}parse "tcp://127.0.0.1:-1": invalid port ":-1" after host`],
    ["tcp://a b", `${unresolved}parse "tcp://a b": invalid character " " in host name`],
    ["tcp://a\nb", `${unresolved}parse "tcp://a\\nb": net/url: invalid control character in URL`],
    ["tcp://a\\b:1", `${unresolved}parse "tcp://a\\\\b:1": invalid character "\\\\" in host name`],
    ["tcp://a%41:1", `${unresolved}parse "tcp://a%41:1": invalid URL escape "%41"`],
    ["tcp://%zz:1", `${unresolved}parse "tcp://%zz:1": invalid URL escape "%zz"`],
    ["tcp://h/%zz", `${unresolved}parse "tcp://h/%zz": invalid URL escape "%zz"`],
    ["tcp://a://b", `${unresolved}invalid proto, expected tcp: a://b`],
    ["unix://a://b", `${unresolved}invalid proto, expected unix: a://b`],
    ["tcp://[fe80::1%25lo]:1", 'parse "tcp://[fe80::1%lo]:1": invalid URL escape "%lo"'],
    ["unix:///a%zz", 'parse "unix:///a%zz": invalid URL escape "%zz"'],
    ["unix://a b", 'parse "unix://a b": invalid character " " in host name'],
    [`unix:///${"a".repeat(120)}`, `unix socket path "/${"a".repeat(120)}" is too long`],
    ["fd://", "unable to parse docker host `fd://`"],
    ["npipe://", "protocol not available"],
    ["npipe:////./pipe/x", "protocol not available"],
    ["ssh://", "ssh host connection is not valid: invalid SSH URL: hostname is empty"],
    ["ssh://user@", "ssh host connection is not valid: invalid SSH URL: hostname is empty"],
    ["ssh://:22", "ssh host connection is not valid: invalid SSH URL: hostname is empty"],
    ["ssh://u:p@h", "ssh host connection is not valid: invalid SSH URL: plain-text password is not supported"],
    ["ssh://u:@h", "ssh host connection is not valid: invalid SSH URL: plain-text password is not supported"],
    ["ssh://h?x=1", 'ssh host connection is not valid: invalid SSH URL: query parameters are not allowed: "x=1"'],
    ["ssh://h#f", 'ssh host connection is not valid: invalid SSH URL: fragments are not allowed: "f"'],
    ["ssh://h:abc", 'parse "ssh://h:abc": invalid port ":abc" after host'],
    ["ssh://us er@h", 'parse "ssh://us er@h": net/url: invalid userinfo'],
  ])("refuses %j", async (host, text) => {
    await expect(resolve({ host })).rejects.toMatchObject({ name: "EndpointError", exitCode: 1, message: `Failed to initialize: ${text}` });
  });

  it("parses Windows' named pipes", async () => {
    const pipe = (host: string) => ({ kind: "npipe", host, path: host.slice("npipe://".length) });
    expect(await resolve({ platform: "win32" })).toEqual(pipe("npipe:////./pipe/docker_engine"));
    expect(await resolve({ platform: "win32", host: "npipe:////./pipe/x" })).toEqual(pipe("npipe:////./pipe/x"));
    expect(parseHost("npipe://", "win32")).toBe("npipe:////./pipe/docker_engine");
  });
});

describe("resolveEndpoint", () => {
  const context: ContextHost = { host: "tcp://ctx:1", skipTlsVerify: false };

  it.each([
    ["nothing: the local socket", {}, local],
    ["-H over DOCKER_HOST", { host: "tcp://a:1", env: { DOCKER_HOST: "tcp://b:1" } }, tcp("tcp://a:1", "a", 1)],
    ["an empty DOCKER_HOST is none", { env: { DOCKER_HOST: "" } }, local],
    [
      "a context over DOCKER_HOST",
      { env: { DOCKER_HOST: "tcp://b:1" }, context: "x", readContext: () => context },
      tcp("tcp://ctx:1", "ctx", 1),
    ],
    ["a context without a host", { context: "x", readContext: () => ({ ...context, host: "" }) }, local],
    [
      "a context's host is not rewritten",
      { context: "x", readContext: () => ({ ...context, host: "http://h:1" }) },
      tcp("http://h:1", "h", 1),
    ],
  ])("takes the host from %s", async (_, change, endpoint) => {
    expect(await resolve(change)).toEqual(endpoint);
  });

  it.each([
    [":1", 'parse ":1": missing protocol scheme'],
    ["/nope", "unable to parse docker host `/nope`"],
    ["unix://", "unable to parse docker host `unix://`"],
    ["tcp://h b:1", 'parse "tcp://h b:1": invalid character " " in host name'],
    ["npipe:////./pipe/x", "protocol not available"],
  ])("refuses the host %j in a context", async (host, text) => {
    const sources = { context: "x", readContext: () => ({ ...context, host }) };
    await expect(resolve(sources)).rejects.toMatchObject({ message: `Failed to initialize: ${text}` });
  });

  it("refuses two hosts", async () => {
    const flags = { hosts: ["a", "b"] };
    await expect(resolve({ flags })).rejects.toThrow("Failed to initialize: unable to resolve docker endpoint: Specify only one -H");
  });

  it("names the missing context", async () => {
    const readContext = () => {
      throw new Error('context "x": context not found: open /y: no such file or directory');
    };
    await expect(resolve({ context: "x", readContext })).rejects.toThrow(
      'Failed to initialize: unable to resolve docker endpoint: context "x": context not found: open /y: no such file or directory',
    );
  });
});

describe("TLS", () => {
  let dir: string;
  const pem = (name: string) => path.join(dir, name);

  beforeAll(() => {
    dir = fs.mkdtempSync(path.join(os.tmpdir(), "endpoint-test-"));
    const openssl = (...args: string[]) => execFileSync("openssl", args, { cwd: dir, stdio: "ignore" });
    const self = (key: string, out: string) =>
      openssl(
        "req",
        "-x509",
        "-nodes",
        ...key.split(" "),
        "-keyout",
        `${out}-key.pem`,
        "-out",
        `${out}.pem`,
        "-subj",
        `/CN=${out}`,
        "-days",
        "2",
      );
    self("-newkey rsa:2048", "ca");
    self("-newkey rsa:2048", "other");
    self("-newkey ec -pkeyopt ec_paramgen_curve:prime256v1", "ec");
    openssl("rsa", "-aes128", "-passout", "pass:abc", "-in", "ca-key.pem", "-traditional", "-out", "encrypted.pem");
    openssl("pkcs8", "-topk8", "-in", "ca-key.pem", "-passout", "pass:abc", "-out", "encrypted8.pem");
    const block = (type: string) => `-----BEGIN ${type}-----\nYWJj\n-----END ${type}-----\n`;
    const write = (name: string, text: string) => fs.writeFileSync(pem(name), text);
    write("text.pem", "x\n");
    write("foo.pem", block("FOO"));
    write("foo2.pem", block("FOO") + block("FOO"));
    write("broken.pem", block("CERTIFICATE"));
    write("broken-key.pem", block("PRIVATE KEY"));
    write("mixed.pem", block("CERTIFICATE") + fs.readFileSync(pem("ca.pem"), "utf8"));
    write("both.pem", fs.readFileSync(pem("ca.pem"), "utf8") + fs.readFileSync(pem("ca-key.pem"), "utf8"));
  });
  afterAll(() => fs.rmSync(dir, { recursive: true }));

  const tls = (flags: { [flag: string]: string | boolean }, env: Record<string, string> = {}, host = "tcp://h:1") =>
    resolve({ flags: { hosts: host === "" ? [] : [host], ...flags }, env, readFile: (file) => fs.readFileSync(file) });
  const skipVerify = async (flags: { [flag: string]: string | boolean }, env: Record<string, string> = {}) => {
    const endpoint = await tls(flags, env);
    return endpoint.kind === "tcp" ? endpoint.tls?.skipVerify : "not tcp";
  };

  it("is asked for by flags and by variables", async () => {
    const tlscacert = pem("ca.pem");
    expect(await skipVerify({})).toBeUndefined();
    expect(await skipVerify({ tls: true, tlscacert })).toBe(true);
    expect(await skipVerify({ tlsverify: true, tlscacert })).toBe(false);
    expect(await skipVerify({ tlsverify: false, tlscacert })).toBe(true);
    expect(await skipVerify({ tls: false, tlscacert })).toBeUndefined();
    expect(await skipVerify({ tlscacert }, { DOCKER_TLS: "1" })).toBe(true);
    expect(await skipVerify({ tlscacert }, { DOCKER_TLS: "" })).toBeUndefined();
    expect(await skipVerify({ tlscacert, tls: false }, { DOCKER_TLS: "1" })).toBeUndefined();
    expect(await skipVerify({ tlscacert }, { DOCKER_TLS_VERIFY: "0" })).toBe(false);
    expect(await skipVerify({ tlscacert }, { DOCKER_TLS_VERIFY: "" })).toBeUndefined();
    expect(await skipVerify({ tlscacert, tls: false }, { DOCKER_TLS_VERIFY: "1" })).toBe(false);
    expect(await skipVerify({ tlscacert, tlsverify: false }, { DOCKER_TLS_VERIFY: "1" })).toBe(true);
  });

  it("has its own port only if no host is named", async () => {
    const flags = { tls: true, tlscacert: pem("ca.pem") };
    expect(await tls(flags, {}, "")).toMatchObject({ host: "tcp://localhost:2376", port: 2376 });
    expect(await tls(flags, {}, "tcp://h")).toMatchObject({ host: "tcp://h:2375" });
    expect(await tls(flags, {}, "tcp://")).toMatchObject({ host: "tcp://localhost:2375" });
  });

  it("goes through the proxy that the environment names", async () => {
    const env = { HTTPS_PROXY: "http://p:1" };
    expect(await tls({ tls: true, tlscacert: pem("ca.pem") }, env, "tcp://h")).toMatchObject({
      proxy: { kind: "http", hostname: "p", port: 1 },
    });
    expect(await tls({ tls: true, tlscacert: pem("ca.pem") }, { ...env, NO_PROXY: "h" }, "tcp://h")).not.toHaveProperty("proxy");
  });

  it("is not used over a socket or ssh", async () => {
    const flags = { tlsverify: true, tlscacert: pem("text.pem") };
    expect(await tls(flags, {}, "unix:///x")).toEqual(unix("/x"));
    expect(await tls(flags, {}, "ssh://h")).toEqual(ssh("ssh://h", { hostname: "h" }));
  });

  it("reads its files from the directory that the environment names", async () => {
    fs.copyFileSync(pem("ca.pem"), pem("cert.pem"));
    fs.copyFileSync(pem("ca-key.pem"), pem("key.pem"));
    const [ca, cert, key] = ["ca.pem", "cert.pem", "key.pem"].map((name) => fs.readFileSync(pem(name)));
    const files = { ca, cert, key, skipVerify: false };
    expect(await tls({ tlsverify: true }, { DOCKER_CERT_PATH: dir, DOCKER_CONFIG: "/nope" })).toMatchObject({ tls: files });
    expect(await tls({ tlsverify: true }, { DOCKER_CONFIG: dir })).toMatchObject({ tls: files });
    fs.rmSync(pem("key.pem"));
    expect(await tls({ tlsverify: true }, { DOCKER_CONFIG: dir })).toMatchObject({ tls: { ca, skipVerify: false } });
    expect(await tls({ tlsverify: true }, { DOCKER_CONFIG: dir })).not.toMatchObject({ tls: { cert } });
    fs.rmSync(pem("cert.pem"));
  });

  it("stays TLS with an empty --tlscacert and trusts the system's authorities (Docker would speak plain text)", async () => {
    expect(await tls({ tlsverify: true, tlscacert: "" })).toMatchObject({ tls: { skipVerify: false } });
  });

  it("takes the files of a context", async () => {
    const endpoint = (context: Partial<ContextHost>) =>
      resolve({
        context: "x",
        readContext: () => ({ host: "tcp://h:1", skipTlsVerify: false, ...context }),
        flags: { hosts: [], tlsverify: true },
      });
    const ca = fs.readFileSync(pem("ca.pem"));
    expect(await endpoint({})).toEqual(tcp("tcp://h:1", "h", 1));
    expect(await endpoint({ tls: { ca } })).toMatchObject({ tls: { ca, skipVerify: false } });
    expect(await endpoint({ skipTlsVerify: true })).toMatchObject({ tls: { skipVerify: true } });
    expect(await endpoint({ skipTlsVerify: true, host: "https://h" })).toMatchObject({ port: 443 });
    await expect(endpoint({ tls: { ca: fs.readFileSync(pem("text.pem")) } })).rejects.toThrow(
      "Failed to initialize: failed to retrieve context tls info: ca.pem seems invalid",
    );
  });

  it.each([
    [{}, "open /home/u/.docker/ca.pem: no such file or directory"],
    [{ tlscacert: "/x/ca.pem" }, "open /x/ca.pem: no such file or directory"],
    [{ tlscacert: "/" }, "read /: is a directory"],
    [{ tlscacert: "", tlscert: "/x/c" }, "open /x/c: no such file or directory"],
    [{ tlscacert: "", tlskey: "/x/k" }, "open /x/k: no such file or directory"],
  ])("needs the files: %j", async (flags, text) => {
    await expect(tls({ tls: true, ...flags })).rejects.toThrow(`Failed to initialize: unable to resolve docker endpoint: ${text}`);
    await expect(tls({ tls: true, ...flags }, {}, "unix:///x")).rejects.toThrow(text);
  });

  const info = "failed to retrieve context tls info: ";
  const skipped = (what: string, types: string) =>
    `${info}tls: failed to find ${what} input after skipping PEM blocks of the following types: [${types}]`;
  it.each([
    ["text.pem", "", "", `${info}ca.pem seems invalid`],
    ["broken.pem", "", "", `${info}ca.pem seems invalid`],
    ["ca-key.pem", "", "", `${info}ca.pem seems invalid`],
    ["ca.pem", "ca.pem", "text.pem", "no valid private key found"],
    ["ca.pem", "ca.pem", "other-key.pem", `${info}tls: private key does not match public key`],
    ["ca.pem", "ca.pem", "ec-key.pem", `${info}tls: private key type does not match public key type`],
    ["ca.pem", "ca.pem", "ca.pem", `${info}tls: found a certificate rather than a key in the PEM for the private key`],
    [
      "ca.pem",
      "ca-key.pem",
      "ca-key.pem",
      `${info}tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched`,
    ],
    [
      "ca.pem",
      "ca.pem",
      "encrypted.pem",
      "private key is encrypted - support for encrypted private keys has been removed, see https://docs.docker.com/go/deprecated/",
    ],
    ["ca.pem", "ca.pem", "encrypted8.pem", `${info}tls: failed to parse private key`],
    ["ca.pem", "ca.pem", "broken-key.pem", `${info}tls: failed to parse private key`],
    ["ca.pem", "broken.pem", "ca-key.pem", `${info}x509: malformed certificate`],
    ["ca.pem", "text.pem", "ca-key.pem", `${info}tls: failed to find any PEM data in certificate input`],
    ["ca.pem", "foo.pem", "ca-key.pem", skipped('"CERTIFICATE" PEM block in certificate', "FOO")],
    ["ca.pem", "foo2.pem", "ca-key.pem", skipped('"CERTIFICATE" PEM block in certificate', "FOO FOO")],
    ["ca.pem", "ca.pem", "foo2.pem", skipped('PEM block with type ending in "PRIVATE KEY" in key', "FOO FOO")],
  ])("refuses ca %s, cert %s, key %s", async (ca, cert, key, text) => {
    const flags = { tls: true, tlscacert: pem(ca), ...(cert && { tlscert: pem(cert) }), ...(key && { tlskey: pem(key) }) };
    await expect(tls(flags)).rejects.toMatchObject({ message: `Failed to initialize: ${text}`, exitCode: 1 });
  });

  it("accepts files that hold several certificates or keys", async () => {
    expect(await tls({ tls: true, tlscacert: pem("mixed.pem") })).toMatchObject({ tls: { skipVerify: true } });
    expect(await tls({ tls: true, tlscacert: pem("ca.pem"), tlscert: pem("both.pem"), tlskey: pem("both.pem") })).toMatchObject({
      tls: {},
    });
  });
});

describe("whether ssh connections are shared", () => {
  it.each<[Partial<EndpointSources>, object | undefined]>([
    [{}, { home: "/home/u" }],
    [{ env: { XDG_RUNTIME_DIR: "/run/user/1" } }, { home: "/home/u", runtimeDir: "/run/user/1" }],
    [{ env: { DOCKLINE_SSH_SHARE: "0" } }, undefined],
    [{ platform: "win32" }, undefined],
  ])("is decided by %j", async (change, share) => {
    expect(await resolve({ host: "ssh://h", ...change })).toEqual({ kind: "ssh", host: "ssh://h", hostname: "h", ...(share && { share }) });
  });
});
