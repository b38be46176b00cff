// dist/bin/dockline: the whole program as one file that needs no Node, compiled by Bun. Runs on Bun (`npm run build:binary`).
//   bun scripts/build-binary.mjs          for this machine, with a `docker` link beside it
//   bun scripts/build-binary.mjs --all    for every system that we ship for, with their SHA-256 sums: dist/bin/dockline-SYSTEM-ARCH
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { definitions, hotModules, stubs } from "./bundle.mjs";
import { writeManifest } from "./gen-manifest.mjs";
import { legalText, runtimeSection } from "./licences.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
process.chdir(root);
const folder = "dist/bin";

const SYSTEMS = ["linux-x64", "linux-x64-musl", "linux-arm64", "linux-arm64-musl", "darwin-x64", "darwin-arm64", "windows-x64"];

/**
 * @param foreign for another system: its name, and the Bun that the program is put into
 * @returns Bun's metafile
 */
async function compile(outfile, foreign) {
  const fresh = `${outfile}.${process.pid}`;
  const { logs, metafile } = await Bun.build({
    entrypoints: ["src/main.ts"],
    target: "bun",
    // Pieces are read when they are asked for. Of CommonJS, which bytecode usually is, Bun makes one piece.
    format: "esm",
    splitting: true,
    bytecode: true,
    minify: true,
    metafile: true,
    define: { ...definitions(), __DOCKLINE_SINGLE_FILE__: "true" },
    loader: { ".sh": "text" },
    plugins: [stubs, hot],
    compile: {
      outfile: path.resolve(fresh),
      ...(foreign && { target: `bun-${foreign.system}`, executablePath: path.resolve(foreign.runtime) }),
      // Whatever lies in the directory where somebody runs us is none of ours to read, still less to run.
      autoloadDotenv: false,
      autoloadBunfig: false,
      autoloadTsconfig: false,
      autoloadPackageJson: false,
    },
  });
  for (const log of logs) console.error(String(log));
  // Bun adds .exe where it compiles for Windows.
  const made = [fresh, `${fresh}.exe`].find((file) => fs.existsSync(file));
  fs.renameSync(made, outfile);
  return metafile;
}

/** The same for every system. */
function writeLegal(metafile) {
  fs.writeFileSync(path.join(folder, "LEGAL.txt"), legalText(Object.keys(metafile.inputs), [runtimeSection(Bun.version)]));
  fs.writeFileSync(path.join(folder, "meta.json"), JSON.stringify(metafile));
}

/**
 * All that is hot in one piece, loaded with the first of it: each further piece costs its own loading. Of main.ts itself only
 * what it needs to print a version is before that.
 */
const hot = {
  name: "hot",
  setup(build) {
    const [route, ...others] = hotModules("bun").map((module) => JSON.stringify(path.join(root, module)));
    const contents = [`export * from ${route};`, ...others.map((module) => `import ${module};`)].join("\n");
    build.onResolve({ filter: /^\.\/cli\/route\.js$/ }, () => ({ path: "hot", namespace: "hot" }));
    build.onLoad({ filter: /.*/, namespace: "hot" }, () => ({ contents, loader: "js" }));
  },
};

/** The Bun of another system, from the registry of npm, which checks what it gets. */
function fetchRuntime(system, folder) {
  const name = `bun-${system.replace("arm64", "aarch64")}`;
  const options = { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] };
  const archive = execFileSync("npm", ["pack", "--silent", `@oven/${name}@${Bun.version}`], options)
    .trim()
    .split("\n")
    .at(-1);
  const into = path.join(folder, name);
  fs.mkdirSync(into);
  execFileSync("tar", ["-xzf", path.join(folder, archive), "-C", into]);
  return ["bun", "bun.exe"].map((file) => path.join(into, "package/bin", file)).find((file) => fs.existsSync(file));
}

function sum(file) {
  return createHash("sha256").update(fs.readFileSync(file)).digest("hex");
}

await writeManifest();
fs.mkdirSync(folder, { recursive: true });
const temporary = fs.mkdtempSync(path.join(os.tmpdir(), "dockline-build-"));
try {
  if (process.argv.includes("--all")) {
    const sums = [];
    for (const system of SYSTEMS) {
      const file = `dockline-${system}${system.startsWith("windows") ? ".exe" : ""}`;
      writeLegal(await compile(path.join(folder, file), { system, runtime: fetchRuntime(system, temporary) }));
      sums.push(`${sum(path.join(folder, file))}  ${file}\n`);
      process.stdout.write(sums.at(-1));
    }
    fs.writeFileSync(path.join(folder, "SHA256SUMS"), sums.join(""));
  } else {
    const file = process.platform === "win32" ? "dockline.exe" : "dockline";
    writeLegal(await compile(path.join(folder, file)));
    fs.rmSync(path.join(folder, "docker"), { force: true });
    if (process.platform !== "win32") fs.symlinkSync(file, path.join(folder, "docker"));
  }
} finally {
  fs.rmSync(temporary, { recursive: true, force: true });
}
