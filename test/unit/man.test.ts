/** The man pages are good mdoc or man(7): mandoc finds nothing to say, groff warns of nothing. */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { needs } from "../support/needs.js";

const folder = path.resolve(import.meta.dirname, "../../man");
// Pages that only name another one are looked up in the manual's own tree.
const pages = readdirSync(folder).filter((file) => !readFileSync(path.join(folder, file), "utf8").startsWith(".so "));
const there = (tool: string) => spawnSync(tool, ["--version"]).error === undefined;
/** On CI a missing tool is a failure, not a skip. */
const needed = (tool: string, pack: string) =>
  it.runIf(
    needs(Boolean(process.env.CI) || there(tool), {
      what: `the man pages as ${tool} reads them`,
      why: `there is no ${tool}`,
      get: `apt-get install ${pack} && npx vitest run test/unit/man.test.ts`,
    }),
  );

describe("man pages", () => {
  it("exist", () => expect(pages.length).toBeGreaterThan(80));

  needed("mandoc", "mandoc")("have no findings in mandoc -T lint", { timeout: 60_000 }, () => {
    const { stdout, stderr, error } = spawnSync("mandoc", ["-T", "lint", "-W", "style", ...pages], { cwd: folder, encoding: "utf8" });
    expect(error).toBeUndefined();
    expect(stdout + stderr).toBe("");
  });

  needed("man", "man-db groff")("are rendered by man without a warning", { timeout: 60_000 }, () => {
    for (const page of ["dockline.1", "dockline-run.1", "dockline-config.5"]) {
      const { stdout, stderr, status } = spawnSync("man", ["--warnings", "-E", "UTF-8", "-l", page], {
        cwd: folder,
        encoding: "utf8",
        env: { ...process.env, MANWIDTH: "100", MANPAGER: "cat" },
      });
      expect({ page, stderr, status }).toEqual({ page, stderr: "", status: 0 });
      expect(stdout).toContain("NAME");
    }
  });
});
