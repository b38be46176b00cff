/** What `npm install -g` brings: dockline alone, small, which runs without any other package on every Node that it is for. */
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { builtinModules, createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import type { PrivateEngine } from "../../scripts/engine/engine.mjs";
import { nodeOf, SUPPORTED } from "../../scripts/nodes.mjs";
import { reference, run, temporaryFolder } from "../support/command.js";
import { needs } from "../support/needs.js";
import { privateEngine } from "../support/private-engine.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
/** Bytes. */
const SIZE_LIMIT = 4_000_000;

/**
 * Evaluates every piece of an installed main.js, inside it and beside it, before any command has begun. Prints what is asked
 * for that is neither a file nor Node's own.
 */
const LOAD_ALL = `
const fs = require("node:fs"), path = require("node:path"), Module = require("node:module");
const main = process.env.PROBE_MAIN, load = Module._load, foreign = [];
Module._load = (name, ...rest) => {
  if (!Module.isBuiltin(name) && !/^[./]/.test(name)) foreign.push(name);
  return load(name, ...rest);
};
process.argv = [process.argv[0], "/docker", "--version"];
const { take } = require(main);
const inside = fs.readFileSync(main, "utf8").match(/^(?:const pieces={)?"[^"]+\\.js"(?=\\(module,)/gm).map((key) => key.match(/"(.*)"/)[1]);
const beside = fs.readdirSync(path.dirname(main)).filter((name) => name.endsWith(".js") && name !== "main.js");
for (const name of inside) take("./" + name);
for (const name of beside) require(path.join(path.dirname(main), name));
fs.writeFileSync(process.env.PROBE_OUT, JSON.stringify({ foreign, pieces: inside.length + beside.length }));
`;

// It is the npm package that is looked at; the single file's tests have a build of their own, and may have no other.
const built = needs(existsSync(join(root, "dist/main.js")), {
  what: "the tests of the npm package",
  why: "dist/main.js is not built",
  get: "npm run build && npx vitest run test/engine/package.test.ts",
});

describe.runIf(built)("the npm package", () => {
  let engine: PrivateEngine;
  let prefix: string;
  let installed: string;
  let said: string;
  const npm = async (args: string[]) => {
    const env = { npm_config_cache: temporaryFolder("npm-cache"), npm_config_update_notifier: "false" };
    const { stdout, stderr, code } = await run(["npm", ...args], { env, cwd: root, timeout: 120_000 });
    expect([args[0], code, stderr.toString()]).toEqual([args[0], 0, expect.any(String)]);
    return { stdout: stdout.toString(), stderr: stderr.toString() };
  };

  beforeAll(async () => {
    engine = await privateEngine();
    prefix = temporaryFolder("prefix");
    // Without the build before it: other tests are running what it would replace.
    const { stdout } = await npm(["pack", "--ignore-scripts", "--json", "--pack-destination", prefix]);
    const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
    const { stdout: out, stderr } = await npm(["install", "--global", "--offline", "--prefix", prefix, join(prefix, filename)]);
    said = out + stderr;
    installed = join(prefix, "lib/node_modules/dockline");
  });

  test("comes alone, offline, without a script or a warning", () => {
    expect(said).toMatch(/^\n?added 1 package in \S+\n$/);
    expect(readdirSync(join(prefix, "lib/node_modules")).filter((name) => !name.startsWith("."))).toEqual(["dockline"]);
    expect(existsSync(join(installed, "node_modules"))).toBe(false);
    const { scripts, dependencies, optionalDependencies, peerDependencies } = JSON.parse(
      readFileSync(join(installed, "package.json"), "utf8"),
    );
    expect({ dependencies, optionalDependencies, peerDependencies }).toEqual({});
    for (const name of ["preinstall", "install", "postinstall", "prepare"]) expect(scripts).not.toHaveProperty(name);
  });

  test(`has at most ${SIZE_LIMIT / 1e6} MB, and only what is run or read`, () => {
    const files = readdirSync(installed, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const sizes = files.map((entry) => statSync(join(entry.parentPath, entry.name)).size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(SIZE_LIMIT);
    expect(readdirSync(installed).sort()).toEqual(
      ["CHANGELOG.md", "LICENSE", "README.md", "bin", "completions", "dist", "docs", "man", "package.json"].sort(),
    );
    const pieces = readdirSync(join(installed, "dist"));
    expect(pieces.filter((name) => !name.endsWith(".js"))).toEqual(["LEGAL.txt"]);
  });

  test("links one program and every man page", () => {
    expect(readdirSync(join(prefix, "bin"))).toEqual(["dockline"]);
    const linked = ["man1", "man5"].flatMap((section) => readdirSync(join(prefix, "share/man", section)).map((page) => [section, page]));
    expect(linked.map(([, page]) => page).sort()).toEqual(readdirSync(join(root, "man")).sort());
    for (const [section = "", page = ""] of linked) {
      expect(realpathSync(join(prefix, "share/man", section, page))).toBe(join(realpathSync(installed), "man", page));
      expect(section).toBe(`man${page.at(-1)}`);
    }
  });

  test("asks for nothing but Node's own modules, whichever of its pieces is loaded", async () => {
    const out = join(temporaryFolder("probe"), "out.json");
    const env = { PROBE_MAIN: join(installed, "dist/main.js"), PROBE_OUT: out };
    const { code, stderr } = await run([process.execPath, "-e", LOAD_ALL], { env, cwd: installed });
    expect([stderr.toString(), code]).toEqual(["", 0]);
    const { foreign, pieces } = JSON.parse(readFileSync(out, "utf8"));
    expect(foreign).toEqual([]);
    expect(pieces).toBeGreaterThan(100);
    // And those that are only asked for in functions that have not been called.
    const { outputs } = createRequire(import.meta.url)(join(root, "dist/meta.json")) as {
      outputs: Record<string, { imports: { path: string; external?: boolean }[] }>;
    };
    const outside = Object.values(outputs).flatMap(({ imports }) => imports.filter(({ external }) => external).map(({ path }) => path));
    expect([...new Set(outside)].filter((name) => !builtinModules.includes(name.replace(/^node:/, "")))).toEqual([]);
  });

  test.for(SUPPORTED)("runs on Node %i, under either name", { timeout: 240_000 }, async (major, { skip }) => {
    let node: string;
    try {
      node = nodeOf(major);
    } catch (error) {
      if (process.env.CI) throw error;
      const why = `there is no Node ${major} here: ${(error as Error).message}`;
      needs(false, { what: `the npm package on Node ${major}`, why, get: "npm test, on a network from which npm can install" });
      return skip(why);
    }
    const place = temporaryFolder("place");
    // Nothing to be found from where it is run either.
    mkdirSync(join(place, "node_modules"));
    writeFileSync(join(place, "package.json"), "{}");
    const links = temporaryFolder("links");
    symlinkSync(join(prefix, "bin/dockline"), join(links, "docker"));
    const PATH = [dirname(node), "/usr/bin", "/bin"].join(delimiter);
    const of = async (program: string, ...args: string[]) => {
      const { stdout, stderr, code } = await run([program, ...args], { cwd: place, env: { PATH, DOCKER_HOST: engine.host } });
      return { stdout: stdout.toString(), stderr: stderr.toString(), code };
    };
    const dockline = join(prefix, "bin/dockline");
    const docker = join(links, "docker");
    expect(await of(dockline, "--version")).toEqual({
      stdout: expect.stringMatching(/^dockline version \S+, build \S+\n$/),
      stderr: "",
      code: 0,
    });
    expect(await of(docker, "--version")).toEqual({
      stdout: expect.stringMatching(/^Docker version 28\.2\.2, build \S+\n$/),
      stderr: "",
      code: 0,
    });
    const { stdout: runtime } = await of(docker, "version", "--format", "{{.Client.GoVersion}}");
    expect(runtime).toMatch(new RegExp(`^node${major}\\.`));
    // On an empty list, and on one with something in it.
    const env = { DOCKER_HOST: engine.host };
    for (const args of [
      ["ps", "--filter", "name=no-such-container"],
      ["images", "busybox", "--format", "{{.Repository}}:{{.Tag}} {{.ID}}"],
      ["inspect", "--format", "{{.Config.Cmd}}", "busybox"],
    ]) {
      const theirs = await reference(args, { env });
      expect(await of(docker, ...args)).toEqual({ stdout: theirs.stdout.toString(), stderr: "", code: 0 });
    }
    for (const program of [dockline, docker]) {
      for (const args of [["--help"], ["run", "--help"], ["help", "ps"]]) {
        expect(await of(program, ...args)).toEqual({ stdout: expect.stringContaining("Usage:  "), stderr: "", code: 0 });
      }
    }
  });
});
