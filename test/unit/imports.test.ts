// Imports point one way (DESIGN.md): main -> commands -> cli, engine, config, format, archive -> values, io -> errors.
import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const SRC = path.resolve(import.meta.dirname, "../../src");

/** Which folders a folder may import from; types may also come from the peers of the third row. */
const PEERS = ["cli", "engine", "config", "format", "archive", "registry", "buildkit"];
const GROUND = ["values", "io", "errors", "version", "runtime"];
const ALLOWED: Record<string, readonly string[]> = {
  main: ["commands", ...PEERS, ...GROUND, "main"],
  commands: ["commands", "plugins", ...PEERS, ...GROUND],
  // Plugins' metadata is JSON as the configuration is read, their hooks are templates; config and format know nothing of cli.
  plugins: ["plugins", "cli", "config", "format", ...GROUND],
  cli: ["cli", "plugins", ...GROUND],
  engine: ["engine", "values", "errors", "version", "runtime"],
  config: ["config", ...GROUND],
  format: ["format", ...GROUND],
  archive: ["archive", ...GROUND],
  // A build's session serves files out of archives' rooms over the engine's wire and shows its progress.
  buildkit: ["buildkit", "engine", "archive", "format", ...GROUND],
  // Registries are spoken to over the engine's wire.
  registry: ["registry", "engine", "values", "errors"],
  values: ["values", "errors"],
  io: ["io", "errors", "runtime"],
  errors: [],
  version: [],
  runtime: [],
};

interface Import {
  from: string;
  to: string;
  type: boolean;
  dynamic: boolean;
}

const roomOf = (file: string) => {
  const [first = "", ...rest] = path.relative(SRC, file).split(path.sep);
  if (first === "cli" && rest[0] === "plugins") return "plugins";
  if (rest.length > 0) return first;
  const name = first.replace(/\.ts$/, "");
  return ["errors", "version", "runtime"].includes(name) ? name : "main";
};

function importsOf(file: string): Import[] {
  const text = fs.readFileSync(file, "utf8");
  const found: Import[] = [];
  const take = (spec: string, type: boolean, dynamic: boolean) => {
    if (!spec.startsWith(".")) return;
    const to = path.resolve(path.dirname(file), spec).replace(/\.js$/, ".ts");
    found.push({ from: file, to, type, dynamic });
  };
  for (const [, kind, spec] of text.matchAll(/^(?:import|export)\s+(type\s)?(?:[^"';]*?\sfrom\s+)?"([^"]+)"/gm))
    take(spec as string, kind !== undefined, false);
  for (const [, spec] of text.matchAll(/\bimport\("([^"]+)"\)/g)) take(spec as string, /\btypeof import\(/.test(text), true);
  return found;
}

const files = fs
  .readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => path.join(SRC, file));
const imports = files.flatMap(importsOf);
const show = ({ from, to }: Import) => `${path.relative(SRC, from)} -> ${path.relative(SRC, to)}`;

describe("the direction of imports", () => {
  it("finds them", () => expect(imports.length).toBeGreaterThan(50));

  it("names files that exist", () => {
    expect(imports.filter(({ to }) => !fs.existsSync(to)).map(show)).toEqual([]);
  });

  it("goes down only", () => {
    const wrong = imports.filter(({ from, to, type, dynamic }) => {
      const [a, b] = [roomOf(from), roomOf(to)];
      if (path.basename(from) === "manifest.gen.ts") return !(dynamic && b === "commands") && b !== "cli";
      if (type && PEERS.includes(b) && (PEERS.includes(a) || a === "commands")) return false;
      return !(ALLOWED[a] ?? []).includes(b);
    });
    expect(wrong.map(show)).toEqual([]);
  });

  it("never goes from one command to another", () => {
    const commands = new Set(files.filter((file) => /^export default defineCommand/m.test(fs.readFileSync(file, "utf8"))));
    expect(imports.filter(({ from, to }) => roomOf(from) === "commands" && commands.has(to)).map(show)).toEqual([]);
  });

  it("reaches dockerode in one place", () => {
    const users = files.filter((file) =>
      /import\("dockerode"\)|from "dockerode"/.test(fs.readFileSync(file, "utf8").replace(/^import type .*$/gm, "")),
    );
    expect(users.map((file) => path.relative(SRC, file)).length).toBeLessThanOrEqual(1);
    for (const file of users) expect(roomOf(file)).toBe("engine");
  });

  it("keeps the process and the clock in main and io", () => {
    const globals = /\bprocess\.(?!versions\b)|\bconsole\.|\bDate\.now\(|\bnew Date\(\)/;
    const code = (file: string) =>
      fs.readFileSync(file, "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*$|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/gm, "");
    const offenders = files.filter((file) => !["main", "io", "version"].includes(roomOf(file)) && globals.test(code(file)));
    expect(offenders.map((file) => path.relative(SRC, file))).toEqual([]);
  });
});
