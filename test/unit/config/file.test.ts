// Warnings and written files are those of Docker (28.2.2) for the same files.

import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { configDir, openConfig } from "../../../src/config/file.js";
import type { ConfigValues } from "../../../src/config/values.js";
import { needs } from "../../support/needs.js";

let dir: string;
const file = () => path.join(dir, "config.json");

beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), "config-test-"));
});
afterEach(() => fs.rmSync(dir, { recursive: true }));

function open(content?: string | Uint8Array) {
  if (content !== undefined) fs.writeFileSync(file(), content);
  const warnings: string[] = [];
  const config = openConfig({ dir, warn: (line) => warnings.push(line) });
  return { config, warnings };
}

describe("the configuration directory", () => {
  it.each([
    [undefined, {}, "/home/u/.docker"],
    ["", { DOCKER_CONFIG: "" }, "/home/u/.docker"],
    [undefined, { DOCKER_CONFIG: "a/../b//c" }, "b/c"],
    ["x", { DOCKER_CONFIG: "/y" }, "x"],
  ])("is decided by --config %j and %j", (flag, env, expected) => {
    expect(configDir(flag, env, "/home/u")).toBe(expected);
  });
});

describe("reading the configuration", () => {
  it.each([
    ["no file", undefined],
    ["an empty file", ""],
    ["white space", "  \n"],
    ["null", "null"],
    ["nothing in it", "{}"],
  ])("takes %s for an empty configuration", (_, content) => {
    const { config, warnings } = open(content);
    expect([config.values, warnings]).toEqual([{}, []]);
    expect([config.dir, config.path]).toEqual([dir, file()]);
  });

  it("keeps unknown keys", () => {
    const values = { psFormat: "{{.ID}}", zz: { b: [1, null] }, auths: { x: { auth: "YTpi", extra: 1 } } };
    expect(open(JSON.stringify(values)).config.values).toEqual(values);
  });

  it("reads keys in any case, and ignores null and what follows the first value", () => {
    const { config, warnings } = open('{"PSFORMAT":"a","auths":{"x":null},"imagesFormat":null} trailing');
    expect([config.values, warnings]).toEqual([{ psFormat: "a", auths: { x: {} } }, []]);
  });

  it("reads bytes that are not UTF-8 as Docker does", () => {
    expect(open(Buffer.from('{"psFormat":"\xff"}', "latin1")).config.values.psFormat).toBe("\ufffd");
  });

  const field = (name: string, kind: string, type: string) => `json: cannot unmarshal ${kind} into Go struct field ${name} of type ${type}`;
  it.each([
    ["{bad", "invalid character 'b' looking for beginning of object key string"],
    ["{", "unexpected EOF"],
    ["}", "invalid character '}' looking for beginning of value"],
    ["x", "invalid character 'x' looking for beginning of value"],
    ['"abc', "unexpected EOF"],
    ['{"a"', "unexpected EOF"],
    ['{"a":[1', "unexpected EOF"],
    ['{"a":nul', "unexpected EOF"],
    ['{"a":"}', "unexpected EOF"],
    ['{"a":1,}', "invalid character '}' looking for beginning of object key string"],
    ["{,}", "invalid character ',' looking for beginning of object key string"],
    ["{'a':1}", "invalid character '\\'' looking for beginning of object key string"],
    ['{"a" 1}', "invalid character '1' after object key"],
    ['{"a":1 "b"}', "invalid character '\"' after object key:value pair"],
    ['{"a":01}', "invalid character '1' after object key:value pair"],
    ["[1 2]", "invalid character '2' after array element"],
    ['{"a":[1,]}', "invalid character ']' looking for beginning of value"],
    ['{"a":tru}', "invalid character '}' in literal true (expecting 'e')"],
    ['{"a":-}', "invalid character '}' in numeric literal"],
    ['{"a":1.}', "invalid character '}' after decimal point in numeric literal"],
    ['{"a":1e}', "invalid character '}' in exponent of numeric literal"],
    ['{"a":.5}', "invalid character '.' looking for beginning of value"],
    ['{"a":+1}', "invalid character '+' looking for beginning of value"],
    ['{"a":"\n"}', "invalid character '\\n' in string literal"],
    ['{"a":"\x01"}', "invalid character '\\x01' in string literal"],
    ['{"a":"\\x"}', "invalid character 'x' in string escape code"],
    ['{"a":"\\u12"}', "invalid character '\"' in \\u hexadecimal character escape"],
    ['{"a":\\}', "invalid character '\\\\' looking for beginning of value"],
    ['{"a":é}', "invalid character 'Ã' looking for beginning of value"],
    ["\ufeff{}", "invalid character 'ï' looking for beginning of value"],
    ["// c\n{}", "invalid character '/' looking for beginning of value"],
    ["[]", "json: cannot unmarshal array into Go value of type configfile.ConfigFile"],
    ['"x"', "json: cannot unmarshal string into Go value of type configfile.ConfigFile"],
    ["5", "json: cannot unmarshal number into Go value of type configfile.ConfigFile"],
    ['{"psFormat":1.5e3}', field("ConfigFile.psFormat", "number", "string")],
    ['{"PSFORMAT":1}', field("ConfigFile.psFormat", "number", "string")],
    ['{"psFormat":true}', field("ConfigFile.psFormat", "bool", "string")],
    ['{"psFormat":{}}', field("ConfigFile.psFormat", "object", "string")],
    ['{"psFormat":[]}', field("ConfigFile.psFormat", "array", "string")],
    ['{"psFormat":1,"auths":5}', field("ConfigFile.psFormat", "number", "string")],
    ['{"auths":"x"}', field("ConfigFile.auths", "string", "map[string]types.AuthConfig")],
    ['{"auths":{"x":5}}', field("ConfigFile.auths", "number", "types.AuthConfig")],
    ['{"auths":{"x":{"username":5}}}', field("AuthConfig.auths.username", "number", "string")],
    ['{"proxies":{"default":1}}', field("ConfigFile.proxies", "number", "configfile.ProxyConfig")],
    ['{"proxies":{"default":{"httpProxy":5}}}', field("ProxyConfig.proxies.httpProxy", "number", "string")],
    ['{"plugins":{"a":5}}', field("ConfigFile.plugins", "number", "map[string]string")],
    ['{"plugins":{"a":{"b":5}}}', field("ConfigFile.plugins", "number", "string")],
    ['{"pruneFilters":"a"}', field("ConfigFile.pruneFilters", "string", "[]string")],
    ['{"pruneFilters":[5]}', field("ConfigFile.pruneFilters", "number", "string")],
    ['{"cliPluginsExtraDirs":[{}]}', field("ConfigFile.cliPluginsExtraDirs", "object", "string")],
    ['{"features":{"a":true}}', field("ConfigFile.features", "bool", "string")],
    ['{"experimental":true}', field("ConfigFile.experimental", "bool", "string")],
    ['{"auths":{"x":{"auth":"%%%"}}}', "illegal base64 data at input byte 0"],
    ['{"auths":{"x":{"auth":"YTpi=="}}}', "illegal base64 data at input byte 4"],
    ['{"auths":{"x":{"auth":"YTpiY"}}}', "illegal base64 data at input byte 4"],
    ['{"auths":{"x":{"auth":"YTpiYg="}}}', "illegal base64 data at input byte 7"],
    ['{"auths":{"x":{"auth":"YTpiYg=a"}}}', "illegal base64 data at input byte 6"],
    ['{"auths":{"x":{"auth":"YTpiYg==YQ=="}}}', "illegal base64 data at input byte 8"],
    ['{"auths":{"x":{"auth":"YT-_"}}}', "illegal base64 data at input byte 2"],
    ['{"auths":{"x":{"auth":"YWJj"}}}', "Invalid auth configuration file"],
    ['{"auths":{"x":{"auth":"OmI="}}}', "Invalid auth configuration file"],
  ])("warns about %j", (content, reason) => {
    expect(open(content).warnings).toEqual([`WARNING: Error parsing config file (${file()}): ${reason}`]);
  });

  it.each(['{"auths":{"x":{"auth":"YTp\\niYg=="}}}', '{"auths":{"x":{"auth":"YTo="}}}', '{"stackOrchestrator":true}', '{"a":1}}'])(
    "%j is fine",
    (content) => {
      expect(open(content).warnings).toEqual([]);
    },
  );

  it("keeps the valid part of a file with a value of the wrong type", () => {
    expect(open('{"psFormat":5,"imagesFormat":"x","auths":{"a":5,"b":{"email":"e"}}}').config.values).toEqual({
      imagesFormat: "x",
      auths: { a: {}, b: { email: "e" } },
    });
  });

  it("warns about a directory in place of the file, and a file in place of the directory", () => {
    fs.mkdirSync(file());
    expect(open().warnings).toEqual([`WARNING: Error parsing config file (${file()}): read ${file()}: is a directory`]);
    fs.rmdirSync(file());
    fs.writeFileSync(file(), "");
    const inside = path.join(file(), "config.json");
    const warnings: string[] = [];
    openConfig({ dir: file(), warn: (line) => warnings.push(line) });
    expect(warnings).toEqual([`WARNING: Error loading config file: open ${inside}: not a directory`]);
  });

  const refused = needs(process.getuid?.() !== 0, {
    what: "the warning of a configuration file that may not be read",
    why: "root may read every file",
    get: "npx vitest run test/unit/config/file.test.ts   (as another user)",
  });
  it.runIf(refused)("warns about a file that may not be read", () => {
    fs.writeFileSync(file(), "{}", { mode: 0 });
    expect(open().warnings).toEqual([`WARNING: Error loading config file: open ${file()}: permission denied`]);
  });
});

describe("writing the configuration", () => {
  const written = () => fs.readFileSync(file(), "utf8");
  const setContext = (values: ConfigValues) => {
    values.currentContext = "t1";
  };

  it("writes Docker's order, indentation and escapes, and unknown keys last", () => {
    const { config } = open(
      JSON.stringify({
        zz: { b: 1 },
        psFormat: "<a>&\u2028é",
        auths: {
          x: { zzz: 1, auth: "YTpi" },
          b: {},
          c: { identitytoken: "i", email: "e" },
          d: { username: "a", password: "b", serveraddress: "d" },
        },
        features: {},
        plugins: { q: {}, r: { b: "1", a: "2" } },
        HttpHeaders: { "User-Agent": "x" },
        pruneFilters: [],
        proxies: { default: {} },
      }),
    );
    config.update(setContext);
    expect(written()).toBe(`{
	"auths": {
		"b": {},
		"c": {
			"email": "e",
			"identitytoken": "i"
		},
		"d": {
			"auth": "YTpi"
		},
		"x": {
			"auth": "YTpi",
			"zzz": 1
		}
	},
	"psFormat": "\\u003ca\\u003e\\u0026\\u2028é",
	"proxies": {
		"default": {}
	},
	"currentContext": "t1",
	"plugins": {
		"q": {},
		"r": {
			"a": "2",
			"b": "1"
		}
	},
	"zz": {
		"b": 1
	}
}`);
  });

  it("makes the directory and the file for their owner alone", () => {
    const deep = path.join(dir, "a", "b");
    openConfig({ dir: deep, warn: () => {} }).update(setContext);
    const made = path.join(deep, "config.json");
    expect(fs.readFileSync(made, "utf8")).toBe('{\n\t"auths": {},\n\t"currentContext": "t1"\n}');
    expect([fs.statSync(made).mode & 0o777, fs.statSync(deep).mode & 0o777]).toEqual([0o600, 0o700]);
  });

  it("keeps mode and links, and leaves nothing beside the file", () => {
    const real = path.join(dir, "real.json");
    fs.writeFileSync(real, "{}");
    fs.chmodSync(real, 0o640);
    fs.symlinkSync("real.json", file());
    open().config.update(setContext);
    expect(fs.readlinkSync(file())).toBe("real.json");
    expect(fs.statSync(real).mode & 0o777).toBe(0o640);
    expect(JSON.parse(fs.readFileSync(real, "utf8"))).toEqual({ auths: {}, currentContext: "t1" });
    expect(fs.readdirSync(dir).sort()).toEqual(["config.json", "real.json"]);
  });

  const mayGive = needs(process.getuid?.() === 0, {
    what: "that a configuration file keeps its owner",
    why: "only root may give files away",
    get: "sudo npx vitest run test/unit/config/file.test.ts",
  });
  it.runIf(mayGive)("keeps the owner", () => {
    fs.writeFileSync(file(), "{}");
    fs.chownSync(file(), 1234, 1235);
    open().config.update(setContext);
    expect([fs.statSync(file()).uid, fs.statSync(file()).gid]).toEqual([1234, 1235]);
  });

  it("follows a link whose target does not exist yet", () => {
    fs.symlinkSync("later.json", file());
    open().config.update(setContext);
    expect(fs.lstatSync(path.join(dir, "later.json")).isFile()).toBe(true);
  });

  it("starts from the current contents of the file", () => {
    const { config } = open('{"psFormat":"old"}');
    fs.writeFileSync(file(), '{"psFormat":"new"}');
    config.update(setContext);
    expect(JSON.parse(written())).toEqual({ auths: {}, psFormat: "new", currentContext: "t1" });
    expect(config.values).toEqual({ psFormat: "old" });
  });

  it("does not overwrite a file that it cannot read (Docker does, and its contents are lost)", () => {
    const { config } = open("{bad");
    expect(() => config.update(setContext)).toThrow(/^not writing .*config\.json, which could not be read: invalid character 'b'/);
    expect(written()).toBe("{bad");
  });

  it("keeps the old file if the new one cannot be written", () => {
    const { config } = open("{}");
    const bad = () => {
      throw new Error("stop");
    };
    expect(() => config.update(bad)).toThrow("stop");
    expect(written()).toBe("{}");
    expect(fs.readdirSync(dir)).toEqual(["config.json"]);
  });
});
