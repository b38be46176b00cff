// Writes completions/: the scripts for each shell, under both names. They ask the program while one types, so that they
// change with the scripts' source only (src/cli/complete/shells), not with the commands.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const NAMES = ["dockline", "docker"];

/** File name to text. */
export async function completionFiles() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "completions-"));
  try {
    const outfile = path.join(folder, "shells.mjs");
    const entry = path.join(root, "src/cli/complete/shells/shells.ts");
    await build({ entryPoints: [entry], bundle: true, platform: "node", format: "esm", outfile, logLevel: "error" });
    const { shells } = await import(pathToFileURL(outfile));
    return new Map(NAMES.flatMap((name) => Object.values(shells).map(({ file, script }) => [file(name), script(name)])));
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = path.join(root, "completions");
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder);
  for (const [file, text] of await completionFiles()) fs.writeFileSync(path.join(folder, file), text);
}
