/** man/ and docs/commands are as new as the specs: made in memory again and compared. `node scripts/gen-man.mjs`, `gen-docs.mjs` renew them. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");
type Pages = () => Promise<Map<string, string>>;
const made = async (script: string, name: string): Promise<Map<string, string>> => {
  const module = (await import(path.join(root, "scripts", script))) as Record<string, Pages>;
  return (module[name] as Pages)();
};

it.each([
  ["man", "gen-man.mjs", "manPages"],
  ["docs/commands", "gen-docs.mjs", "docPages"],
])(
  "%s",
  async (folder, script, name) => {
    const files = await made(script, name);
    expect(files.size).toBeGreaterThan(90);
    expect(readdirSync(path.join(root, folder)).sort()).toEqual([...files.keys()].sort());
    const old = [...files].filter(([file, text]) => readFileSync(path.join(root, folder, file), "utf8") !== text);
    expect(
      old.map(([file]) => file),
      `older than the specs: run node scripts/${script}`,
    ).toEqual([]);
  },
  60_000,
);

it("package.json lists every man page, since npm links no other", () => {
  const { man } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  const pages = readdirSync(path.join(root, "man")).sort();
  expect(man, "run node scripts/gen-man.mjs").toEqual(pages.map((page) => `man/${page}`));
});
