/** Every package that a build holds comes with its licence (scripts/licences.mjs). The builds themselves are looked at where they are. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { legalText, packagesOf, runtimeSection } from "../../scripts/licences.mjs";
import { needs } from "../support/needs.js";

const root = path.resolve(import.meta.dirname, "../..");

/** A package in a temporary directory; its only source file. */
function packageWith(files: Record<string, string>): string {
  const place = mkdtempSync(path.join(tmpdir(), "licences-"));
  onTestFinished(() => rmSync(place, { recursive: true }));
  const folder = path.join(place, "node_modules/some");
  mkdirSync(folder, { recursive: true });
  const described = { "package.json": '{ "name": "some", "version": "1.2.3", "license": "MIT" }', "index.js": "" };
  for (const [name, text] of Object.entries({ ...described, ...files })) writeFileSync(path.join(folder, name), text);
  return path.join(folder, "index.js").replaceAll("\\", "/");
}

describe("packagesOf", () => {
  it.each([
    ["src/main.ts", undefined],
    ["stub:ssh2", undefined],
    ["node_modules/yaml/dist/index.js", "node_modules/yaml"],
    ["node_modules/@balena/dockerignore/ignore.js", "node_modules/@balena/dockerignore"],
    ["node_modules/a/node_modules/b/index.js", "node_modules/a/node_modules/b"],
    ["node_modules/a/node_modules/@s/b/lib/c.js", "node_modules/a/node_modules/@s/b"],
    ["../elsewhere/node_modules/a/index.js", "../elsewhere/node_modules/a"],
  ])("%s belongs to %s", (input, folder) => expect([...packagesOf([input]).keys()]).toEqual(folder ? [folder] : []));
});

describe("legalText", () => {
  it.each(["LICENSE", "license", "LICENCE.md", "LICENSE-MIT", "COPYING", "license.txt"])("finds the licence in %s", (name) => {
    expect(legalText([packageWith({ [name]: "the text\n" })])).toContain("\nsome 1.2.3 (MIT)\n\nthe text\n");
  });

  it.each([
    ["a package without one", {}],
    ["an empty one", { LICENSE: " \n" }],
    ["a notice alone", { NOTICE: "thanks" }],
    ["a source file of a similar name", { "licenses.js": "x", "license_of.md": "x" }],
  ])("refuses %s", (_, files) => {
    expect(() => legalText([packageWith(files as Record<string, string>)])).toThrow(/^no licence text.*node_modules\/some$/);
  });

  it("adds notices and the comments that ask to be kept", () => {
    const source =
      '/* no */ a(); /*! kept */ b("*/"); /**\n * @license Kept too\n */ /* @preserve me */ /* none\n */ c("@license"); /* end */';
    const text = legalText([packageWith({ LICENSE: "the text", "NOTICE.txt": "the notice", "index.js": source })]);
    expect(text).toMatch(/the text\n\nthe notice\n\n\/\*! kept \*\/\n\n\/\*\*\n \* @license Kept too\n \*\/\n\n\/\* @preserve me \*\/\n$/);
  });

  it("begins with our own licence and then what else is in the build", () => {
    const text = legalText([packageWith({ LICENSE: "the text" })], ["the runtime"]);
    const headings = text.match(/^(dockline .*|the runtime|some .*)$/gm);
    expect(headings).toEqual([expect.stringMatching(/^dockline \S+ \(Apache-2\.0\)$/), "the runtime", "some 1.2.3 (MIT)"]);
  });

  it("says where the licences of Bun's libraries are", () => {
    expect(runtimeSection("1.4.5")).toContain("/oven-sh/bun/blob/bun-v1.4.5/LICENSE.md");
  });
});

describe.each([
  ["the npm package", "dist"],
  ["the single file", "dist/bin"],
])("%s", (name, folder) => {
  const meta = path.join(root, folder, "meta.json");
  const built = needs(existsSync(meta), {
    what: `the licences of ${name}`,
    why: `${folder} is not built`,
    get: `npm run build && npm run build:binary && npx vitest run test/unit/licences.test.ts`,
  });
  it.runIf(built)("names every package that is in it", () => {
    const { inputs } = JSON.parse(readFileSync(meta, "utf8")) as { inputs: object };
    const legal = readFileSync(path.join(root, folder, "LEGAL.txt"), "utf8");
    const packages = [...packagesOf(Object.keys(inputs)).keys()];
    expect(packages.length).toBeGreaterThan(10);
    // Without the version: the single file may have been built before an update.
    for (const one of packages) expect(legal).toContain(`\n${one.replace(/^.*node_modules\//, "")} `);
  });
});
