// Imports point down only: the floors of docs/architecture.md.
import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const SRC = path.resolve(import.meta.dirname, "../../src");

/** From the top floor to the ground. A room imports from floors below its own; rooms on one floor do not know each other. */
const FLOORS: readonly (readonly string[])[] = [
  ["main"],
  ["commands"],
  ["cli"],
  ["buildkit", "private-engine", "registry"],
  ["archive", "format"],
  ["config"],
  ["engine"],
  ["transport"],
  ["io"],
  ["values"],
  ["errors", "runtime", "version"],
];

interface Import {
  from: string;
  to: string;
}

/** The room that a file is in. Files directly below src belong to main, but for the three that everyone may use. */
function roomOf(file: string): string {
  const [first = "", ...rest] = path.relative(SRC, file).split(path.sep);
  if (rest.length > 0) return first;
  const name = first.replace(/\.ts$/, "");
  return ["errors", "runtime", "version"].includes(name) ? name : "main";
}

/** The noun of a command's file: "container" of src/commands/container/ls.ts; "" elsewhere. */
function nounOf(file: string): string {
  const [first, noun = "", ...rest] = path.relative(SRC, file).split(path.sep);
  return first === "commands" && rest.length > 0 ? noun : "";
}

const floorOf = (file: string) => FLOORS.findIndex((rooms) => rooms.includes(roomOf(file)));

/** Static, type-only and dynamic imports, and `typeof import()`. */
function importsOf(file: string): Import[] {
  const text = fs.readFileSync(file, "utf8");
  const specifiers = [
    ...text.matchAll(/^(?:import|export)\s+(?:type\s)?(?:[^"';]*?\sfrom\s+)?"([^"]+)"/gm),
    ...text.matchAll(/\bimport\("([^"]+)"\)/g),
  ].map(([, specifier]) => specifier as string);
  return specifiers
    .filter((specifier) => specifier.startsWith("."))
    .map((specifier) => ({ from: file, to: path.resolve(path.dirname(file), specifier).replace(/\.js$/, ".ts") }));
}

/** Groups of files that can reach each other (Tarjan's strongly connected components), larger than one. */
function circlesOf(imports: readonly Import[]): string[][] {
  const next = new Map<string, Import[]>();
  for (const one of imports) next.set(one.from, [...(next.get(one.from) ?? []), one]);
  const seen = new Map<string, { index: number; low: number; open: boolean }>();
  const stack: string[] = [];
  const circles: string[][] = [];
  const visit = (file: string) => {
    const mine = { index: seen.size, low: seen.size, open: true };
    seen.set(file, mine);
    stack.push(file);
    for (const { to } of next.get(file) ?? []) {
      const other = seen.get(to) ?? visit(to);
      if (other.open) mine.low = Math.min(mine.low, other.low);
    }
    if (mine.low === mine.index) {
      const circle = stack.splice(stack.indexOf(file));
      for (const one of circle) (seen.get(one) as { open: boolean }).open = false;
      if (circle.length > 1) circles.push(circle);
    }
    return mine;
  };
  for (const { from } of imports) if (!seen.has(from)) visit(from);
  return circles;
}

const files = fs
  .readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => path.join(SRC, file));
const imports = files.flatMap(importsOf);
const show = ({ from, to }: Import) => `${path.relative(SRC, from)} -> ${path.relative(SRC, to)}`;

describe("the direction of imports", () => {
  it("is known of many imports", () => expect(imports.length).toBeGreaterThan(1000));

  it("has every file on a floor", () => {
    expect(files.filter((file) => floorOf(file) < 0)).toEqual([]);
  });

  it("names files that exist", () => {
    expect(imports.filter(({ to }) => !fs.existsSync(to)).map(show)).toEqual([]);
  });

  it("points down, types and dynamic imports included", () => {
    const wrong = imports.filter(({ from, to }) => roomOf(from) !== roomOf(to) && floorOf(from) >= floorOf(to));
    expect(wrong.map(show)).toEqual([]);
  });

  it("forms no circles, types and dynamic imports included", () => {
    expect(circlesOf(imports).map((circle) => circle.map((file) => path.relative(SRC, file)).sort())).toEqual([]);
  });

  it("never goes from one noun of commands to another", () => {
    const wrong = imports.filter(({ from, to }) => nounOf(from) !== "" && nounOf(to) !== "" && nounOf(from) !== nounOf(to));
    expect(wrong.map(show)).toEqual([]);
  });

  it("never goes from one command to another", () => {
    const commands = new Set(files.filter((file) => /^export default define/m.test(fs.readFileSync(file, "utf8"))));
    expect(imports.filter(({ from, to }) => nounOf(from) !== "" && commands.has(to)).map(show)).toEqual([]);
  });

  it("reaches dockerode in one place", () => {
    const users = files.filter((file) =>
      /import\("dockerode"\)|from "dockerode"/.test(fs.readFileSync(file, "utf8").replace(/^import type .*$/gm, "")),
    );
    expect(users.map((file) => path.relative(SRC, file))).toEqual(["engine/dockerode/docker.ts"]);
  });

  it("keeps the process and the clock in main and io", () => {
    const globals = /\bprocess\.(?!versions\b)|\bconsole\.|\bDate\.now\(|\bnew Date\(\)/;
    const code = (file: string) =>
      fs.readFileSync(file, "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*$|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/gm, "");
    const offenders = files.filter((file) => !["main", "io", "version"].includes(roomOf(file)) && globals.test(code(file)));
    expect(offenders.map((file) => path.relative(SRC, file))).toEqual([]);
  });
});
