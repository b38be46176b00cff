/** Directories made for a test file, gone when it ends. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll } from "vitest";

/** Returns a maker of directories: names to contents, "->target" for a symbolic link. Directories on the way are made. */
export function directoryMaker(): { home: string; directory: (files: Readonly<Record<string, string | Buffer>>) => string } {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), "dockline-directories-"));
  afterAll(() => fs.rmSync(home, { recursive: true, force: true }));
  let count = 0;
  const directory = (files: Readonly<Record<string, string | Buffer>>) => {
    const dir = path.join(home, `d${++count}`);
    fs.mkdirSync(dir);
    for (const [name, content] of Object.entries(files)) {
      const file = path.join(dir, name);
      fs.mkdirSync(path.dirname(file), { recursive: true });
      if (typeof content === "string" && content.startsWith("->")) fs.symlinkSync(content.slice(2), file);
      else fs.writeFileSync(file, content);
    }
    return dir;
  };
  return { home, directory };
}
