/** Only what is asked for is loaded: which of our modules, packages and Node's own each command evaluates. No timing. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { apiRequest } from "../../scripts/engine/engine-api.mjs";
import { reference, run, temporaryFolder } from "../support/command.js";
import { needs } from "../support/needs.js";
import { privateEngine } from "../support/private-engine.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const dist = path.join(root, "dist");

/** Runs dist/main.js with a note taken of each piece in it, and of each file beside it, that is evaluated. */
const PROBE = `
const fs = require("node:fs"), Module = require("node:module"), file = process.env.PROBE_MAIN;
const pieces = [];
const source = fs.readFileSync(file, "utf8").replace("made.set(key,", "note(key),made.set(key,");
const load = Module._extensions[".js"];
Module._extensions[".js"] = (module, name) => {
  if (name === file) return module._compile("const note=(key)=>globalThis.__pieces.push(key);" + source, name);
  pieces.push(require("node:path").basename(name));
  return load(module, name);
};
globalThis.__pieces = pieces;
const builtins = process.moduleLoadList.length;
process.on("exit", () => {
  const own = process.moduleLoadList.slice(builtins).filter((name) => /^NativeModule [a-z_]+$/.test(name)).map((name) => name.slice(13));
  fs.writeFileSync(process.env.PROBE_OUT, JSON.stringify({ pieces, own }));
});
// Not on the command line: there the word inspect would start Node's debugger.
process.argv = [process.argv[0], "/docker", ...JSON.parse(process.env.PROBE_ARGS)];
require(file);
`;

interface Loaded {
  /** Our modules, by path below the project; packages by name. */
  modules: string[];
  builtins: string[];
}

async function loadedBy(args: readonly string[]): Promise<Loaded> {
  const { host } = await privateEngine();
  const out = path.join(temporaryFolder("probe"), "out.json");
  const env = { DOCKER_HOST: host, PROBE_MAIN: path.join(dist, "main.js"), PROBE_OUT: out, PROBE_ARGS: JSON.stringify(args) };
  const { code, stderr } = await run([process.execPath, "-e", PROBE], { env });
  expect(stderr.toString()).toBe("");
  expect(code).toBe(0);
  const { pieces, own } = JSON.parse(readFileSync(out, "utf8")) as { pieces: string[]; own: string[] };
  const meta = createRequire(import.meta.url)(path.join(dist, "meta.json")) as {
    outputs: Record<string, { inputs: Record<string, unknown> }>;
  };
  const inputs = new Map(Object.entries(meta.outputs).map(([file, { inputs }]) => [path.basename(file), Object.keys(inputs)]));
  const modules = pieces.flatMap((piece) => inputs.get(piece) ?? [`? ${piece}`]);
  const named = modules.map((module) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(module)?.[1] ?? module);
  return { modules: [...new Set(named)].sort(), builtins: own.sort() };
}

const HEAVY = ["dockerode", "ora", "chalk", "yaml", "cli-table3", "tar-stream", "string-width"];

const list = ({ modules, builtins }: Loaded) => `${[...modules, ...builtins.map((name) => `node:${name}`)].join("\n")}\n`;

const BOX = "modules-box";
const MADE = ["modules-created", "modules-run", "modules-removed"];
const remove = async () => {
  const { socket } = await privateEngine();
  for (const name of [BOX, ...MADE]) await apiRequest(socket, "DELETE", `/containers/${name}?force=1`);
};

/** What scripts call most. One of each way of working: tables, objects, templates, streams, and a container's whole life. */
const commands: [name: string, args: string[]][] = [
  ["version", ["--version"]],
  ["ps", ["ps"]],
  ["images", ["images", "-q"]],
  ["inspect", ["inspect", "--type", "image", "busybox"]],
  ["inspect-format", ["inspect", "--format", "{{.State.Running}}", BOX]],
  ["logs", ["logs", BOX]],
  ["exec", ["exec", BOX, "true"]],
  ["run", ["run", "--rm", "--name", "modules-run", "busybox", "true"]],
  ["create", ["create", "--name", "modules-created", "busybox", "true"]],
  ["stop", ["stop", "-t", "0", BOX]],
  ["rm", ["rm", "modules-removed"]],
  ["events", ["events", "--since", "1s", "--until", "0s", "--filter", "container=nothing"]],
];

// It is the build for Node that tells its modules apart; the single file has the same sources.
const built = needs(existsSync(path.join(dist, "main.js")), {
  what: "which modules a command loads",
  why: "dist/main.js is not built",
  get: "npm run build && npx vitest run test/engine/startup-modules.test.ts",
});

describe.runIf(built)("a command loads what it needs and nothing else", () => {
  beforeAll(async () => {
    const env = { DOCKER_HOST: (await privateEngine()).host };
    await remove();
    await reference(["run", "-d", "--name", BOX, "busybox", "sh", "-c", "echo here; exec sleep 600"], { env });
    await reference(["create", "--name", "modules-removed", "busybox"], { env });
  });
  afterAll(remove);

  test.each(commands)("of those that the golden file lists: %s", async (name, args) => {
    const loaded = await loadedBy(args);
    for (const heavy of HEAVY) expect(loaded.modules).not.toContain(heavy);
    expect(loaded.builtins).not.toContain("child_process");
    expect(loaded.modules.filter((module) => module.startsWith("src/commands/")).length).toBeLessThan(40);
    const golden = path.join(root, `test/golden/modules-${name}.txt`);
    // A longer list is a slower start: look whether it has to be before you take it over.
    if (process.env.UPDATE_GOLDEN) writeFileSync(golden, list(loaded));
    expect(list(loaded)).toBe(readFileSync(golden, "utf8"));
  });
});
