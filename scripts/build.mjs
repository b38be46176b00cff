// Bundles src/ into dist/: main.js holds what every start needs, the rest lies beside it and is read when it is asked for.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";
import { definitions, hotModules, stubs } from "./bundle.mjs";
import { writeManifest } from "./gen-manifest.mjs";
import { legalText } from "./licences.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
process.chdir(root);

/** esbuild splits ES modules only; CommonJS starts faster on Node. So: split first, then turn each piece into CommonJS. */
async function bundle() {
  const { outputFiles, metafile } = await build({
    entryPoints: { main: "src/main.ts" },
    bundle: true,
    splitting: true,
    write: false,
    metafile: true,
    platform: "node",
    target: "node20",
    format: "esm",
    loader: { ".sh": "text" },
    outdir: "dist",
    // legalText keeps them.
    legalComments: "none",
    minifySyntax: true,
    define: definitions(),
    plugins: [stubs],
    logLevel: "warning",
  });
  const pieces = new Map();
  for (const { path: file, text } of outputFiles) pieces.set(path.basename(file), await commonJs(text));
  return { pieces, metafile };
}

async function commonJs(text) {
  const supported = { "dynamic-import": false };
  const { code } = await transform(text, {
    format: "cjs",
    platform: "node",
    target: "node20",
    supported,
    minifySyntax: true,
    minifyWhitespace: true,
  });
  return code;
}

/** The pieces that hold the hot modules and everything those import statically. */
function hotPieces({ outputs }) {
  const byName = new Map(Object.entries(outputs).map(([file, output]) => [path.basename(file), output]));
  const entries = ["src/main.ts", ...hotModules("node")];
  const hot = new Set();
  const take = (name) => {
    if (hot.has(name)) return;
    hot.add(name);
    for (const { path: file, kind } of byName.get(name)?.imports ?? []) if (kind === "import-statement") take(path.basename(file));
  };
  for (const [name, output] of byName) if (entries.some((file) => output.entryPoint === file)) take(name);
  return hot;
}

/** One file of many pieces: each is a function, run when it is first required. Pieces that are not here are files. */
function join(pieces, hot) {
  const bodies = [...hot].map((name) => `${JSON.stringify(name)}(module,exports,require){${pieces.get(name)}}`);
  return `"use strict";
const pieces={${bodies.join(",\n")}};
const made=new Map();
function take(name){
const key=name.startsWith("./")?name.slice(2):"";
if(!Object.hasOwn(pieces,key))return require(name);
let module=made.get(key);
if(!module){made.set(key,module={exports:{}});pieces[key](module,module.exports,take);}
return module.exports;
}
exports.take=take;
take("./main.js");
`;
}

await writeManifest();
const { pieces, metafile } = await bundle();
const legal = legalText(Object.keys(metafile.inputs));
const hot = hotPieces(metafile);
const fresh = `dist.${process.pid}`;
fs.mkdirSync(fresh);
fs.writeFileSync(`${fresh}/main.js`, join(pieces, hot));
for (const [name, code] of pieces) {
  // A piece outside asks main.js for what is inside: a module must not be run twice.
  if (!hot.has(name)) fs.writeFileSync(`${fresh}/${name}`, `require=require("./main.js").take;${code}`);
}
fs.writeFileSync(`${fresh}/LEGAL.txt`, legal);
fs.writeFileSync(`${fresh}/meta.json`, JSON.stringify(metafile));
// The single file is made by itself (build-binary.mjs) and stays.
if (fs.existsSync("dist/bin")) fs.renameSync("dist/bin", `${fresh}/bin`);
// Swapped in whole: whoever runs dist meanwhile never sees half of it.
if (fs.existsSync("dist")) fs.renameSync("dist", `${fresh}.old`);
fs.renameSync(fresh, "dist");
fs.rmSync(`${fresh}.old`, { recursive: true, force: true });
