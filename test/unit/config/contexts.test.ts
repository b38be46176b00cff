// Texts are those of Docker (28.2.2) for the same stores.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { metaFile, readContext, readContextEndpoint, storedContextNames, tlsDir } from "../../../src/config/contexts.js";
import { currentContextName } from "../../../src/config/current-context.js";

let dir: string;
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), "contexts-test-"));
});
afterEach(() => fs.rmSync(dir, { recursive: true }));

function store(name: string, content: string | object) {
  const file = metaFile(dir, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
}

const endpoint = (name: string, warnings: string[] = []) => readContextEndpoint(dir, name, (text) => warnings.push(text));
const docker = (Host: string) => ({ Endpoints: { docker: { Host, SkipTLSVerify: false } } });

describe("currentContext", () => {
  const name = (options: { context?: string; hosts?: string[]; env?: Record<string, string>; configured?: string }) =>
    currentContextName({
      flags: { context: options.context, hosts: options.hosts ?? [] },
      env: options.env ?? {},
      configured: () => options.configured,
    });

  it.each([
    [{}, "default"],
    [{ configured: "c" }, "c"],
    [{ configured: "" }, "default"],
    [{ configured: "c", env: { DOCKER_CONTEXT: "e" } }, "e"],
    [{ configured: "c", env: { DOCKER_CONTEXT: "" } }, "c"],
    [{ configured: "c", env: { DOCKER_CONTEXT: "e", DOCKER_HOST: "h" } }, "default"],
    [{ configured: "c", env: { DOCKER_HOST: "" } }, "c"],
    [{ configured: "c", env: { DOCKER_CONTEXT: "e" }, hosts: ["h"] }, "default"],
    [{ configured: "c", env: { DOCKER_HOST: "h", DOCKER_CONTEXT: "e" }, context: "f" }, "f"],
    [{ configured: "c", context: "default" }, "default"],
    [{ context: "", hosts: ["h"] }, "default"],
  ])("chooses the context of %j", (options, expected) => expect(name(options)).toBe(expected));

  it.each(["x", "default"])("refuses --context %s with -H, also an empty one", (context) => {
    expect(() => name({ context, hosts: [""] })).toThrow("conflicting options: cannot specify both --host and --context");
  });

  it("reads the configuration only if nothing else decides", () => {
    const configured = () => expect.fail("asked");
    for (const env of [{ DOCKER_HOST: "h" }, { DOCKER_CONTEXT: "e" }]) currentContextName({ flags: { hosts: [] }, env, configured });
    currentContextName({ flags: { hosts: ["h"] }, env: {}, configured });
  });
});

describe("the context store", () => {
  it("is in Docker's directory", () => {
    expect(metaFile("/c", "x")).toBe("/c/contexts/meta/2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881/meta.json");
    expect(tlsDir("/c", "x")).toBe("/c/contexts/tls/2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881/docker");
  });

  it("returns everything of a context", () => {
    const metadata = { Description: "dd", other: 1 };
    store("a", { Name: "a", Metadata: metadata, Endpoints: { docker: { Host: "tcp://h:1", SkipTLSVerify: true } } });
    expect(readContext(dir, "a")).toEqual({ name: "a", description: "dd", metadata, docker: { host: "tcp://h:1", skipTlsVerify: true } });
    expect(endpoint("a")).toEqual({ host: "tcp://h:1", skipTlsVerify: true });
  });

  it.each([
    ["another name inside", { Name: "other", ...docker("unix:///nope") }, "unix:///nope"],
    ["no metadata", { Name: "x", Metadata: null, ...docker("unix:///nope") }, "unix:///nope"],
    ["a description that is no text", { Metadata: { Description: 5 }, ...docker("unix:///nope") }, "unix:///nope"],
    ["keys in lower case", { name: "x", endpoints: { docker: { host: "unix:///nope" } } }, "unix:///nope"],
    ["no host", { Name: "x", Endpoints: { docker: {} } }, ""],
  ])("accepts %s", (_, content, host) => {
    store("x", content);
    expect(endpoint("x").host).toBe(host);
  });

  const parsing = (why: string) => `context "x": parsing FILE: ${why}`;
  it.each([
    ["{", parsing("unexpected end of JSON input")],
    ["", parsing("unexpected end of JSON input")],
    ["{} trailing", parsing("invalid character 't' after top-level value")],
    ["[]", parsing("json: cannot unmarshal array into Go value of type store.untypedContextMetadata")],
    ['{"Name":5}', parsing("json: cannot unmarshal number into Go struct field untypedContextMetadata.name of type string")],
    ['{"Metadata":5}', parsing("json: cannot unmarshal number into Go value of type map[string]interface {}")],
    [
      '{"Endpoints":5}',
      parsing("json: cannot unmarshal number into Go struct field untypedContextMetadata.endpoints of type map[string]json.RawMessage"),
    ],
    ['{"Endpoints":{"docker":5}}', parsing("json: cannot unmarshal number into Go value of type context.EndpointMetaBase")],
    [
      '{"Endpoints":{"docker":{"Host":5}}}',
      parsing("json: cannot unmarshal number into Go struct field EndpointMetaBase.Host of type string"),
    ],
    [
      '{"Endpoints":{"docker":{"SkipTLSVerify":"a"}}}',
      parsing("json: cannot unmarshal string into Go struct field EndpointMetaBase.SkipTLSVerify of type bool"),
    ],
    ['{"Endpoints":{"kub":5,"docker":{}}}', parsing("json: cannot unmarshal number into Go value of type map[string]interface {}")],
    ['{"Endpoints":{"docker":null}}', 'endpoint "docker" is not of type EndpointMeta'],
    ["null", "cannot find docker endpoint in context"],
    ["{}", "cannot find docker endpoint in context"],
    ['{"Endpoints":{"kub":{}}}', "cannot find docker endpoint in context"],
  ])("refuses %j", (content, text) => {
    store("x", content);
    expect(() => endpoint("x")).toThrow(expect.objectContaining({ message: text.replace("FILE", metaFile(dir, "x")), exitCode: 1 }));
  });

  it("names the file that it looked for", () => {
    expect(() => endpoint("a b")).toThrow(`context "a b": context not found: open ${metaFile(dir, "a b")}: no such file or directory`);
    fs.mkdirSync(metaFile(dir, "x"), { recursive: true });
    expect(() => endpoint("x")).toThrow(`context "x": read ${metaFile(dir, "x")}: is a directory`);
    fs.rmSync(path.dirname(metaFile(dir, "x")), { recursive: true });
    fs.writeFileSync(path.dirname(metaFile(dir, "x")), "");
    expect(() => endpoint("x")).toThrow(`context "x": open ${metaFile(dir, "x")}: not a directory`);
  });

  it("returns the TLS files that have known names, and warns about others", () => {
    store("x", { Name: "y", ...docker("tcp://h:1") });
    const put = (name: string, file: string) => {
      fs.mkdirSync(tlsDir(dir, name), { recursive: true });
      fs.writeFileSync(path.join(tlsDir(dir, name), file), `${name} ${file}`);
    };
    put("y", "ca.pem");
    expect(endpoint("x").tls).toBeUndefined();
    for (const file of ["ca.pem", "cert.pem", "key.pem", "foo.txt"]) put("x", file);
    fs.mkdirSync(path.join(tlsDir(dir, "x"), "folder"));
    const warnings: string[] = [];
    const { tls } = endpoint("x", warnings);
    expect(Object.entries(tls ?? {}).map(([kind, bytes]) => [kind, String(bytes)])).toEqual([
      ["ca", "x ca.pem"],
      ["cert", "x cert.pem"],
      ["key", "x key.pem"],
    ]);
    expect(warnings).toEqual(["unknown file in context x TLS bundle: foo.txt"]);
  });

  it("lists the names without damaged contexts", () => {
    expect(storedContextNames(dir)).toEqual([]);
    for (const name of ["b", "a"]) store(name, { Name: name });
    store("c", "{");
    expect(storedContextNames(dir).sort()).toEqual(["a", "b"]);
  });
});
