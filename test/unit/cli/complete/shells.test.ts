/** The scripts: what lies in completions/ is what the program prints, and each shell that is here can read it. */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { shells } from "../../../../src/cli/complete/shells/shells.js";

const folder = path.resolve(import.meta.dirname, "../../../../completions");
const names = ["dockline", "docker"];
const files = names.flatMap((name) =>
  Object.entries(shells).map(([shell, { file, script }]) => ({ file: file(name), shell, text: script(name) })),
);

it("knows four shells", () => expect(Object.keys(shells).sort()).toEqual(["bash", "fish", "powershell", "zsh"]));

it("has a file for each shell and no other", () => expect(readdirSync(folder).sort()).toEqual(files.map(({ file }) => file).sort()));

describe.each(files)("completions/$file", ({ file, text }) => {
  it("is up to date (node scripts/gen-completions.mjs)", () => expect(readFileSync(path.join(folder, file), "utf8")).toBe(text));

  it("has no placeholder of its template left", () => {
    expect(text).not.toContain("NAME");
    expect(text).not.toContain("$\\{");
  });
});

const isHere = (shell: string) => spawnSync(shell, ["--version"]).error === undefined;

it.each(files.filter(({ shell }) => shell !== "powershell" && isHere(shell)))(
  "completions/$file is of the shell's grammar",
  ({ file, shell }) => {
    const { status, stderr } = spawnSync(shell, ["-n", path.join(folder, file)], { encoding: "utf8" });
    expect([status, stderr]).toEqual([0, ""]);
  },
);

// PowerShell is not among Debian's packages: its script is looked at for what can be seen from outside.
it.each(files.filter(({ shell }) => shell === "powershell"))("completions/$file closes every quote and bracket", ({ text }) => {
  const code = text.replace(/'(?:[^']|'')*'|"(?:[^"`]|`.)*"|#.*$/gm, "");
  for (const [open = "", close = ""] of ["{}", "()", "[]"]) expect(code.split(open).length).toBe(code.split(close).length);
  expect(code).not.toMatch(/['"`]/);
});
