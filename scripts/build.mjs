// Bundles src/ into dist/: one CommonJS file whose modules are evaluated when a command first asks for them.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { writeManifest } from "./gen-manifest.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
process.chdir(root);

/** What dockerode asks for and we never use: our modem replaces docker-modem, and BuildKit sessions are our own. */
const STUBBED = ["docker-modem", "ssh2", "@grpc/grpc-js", "@grpc/proto-loader", "protobufjs", "tar-fs", "uuid"];

const stub = {
  name: "stub",
  setup(build) {
    const filter = new RegExp(`^(${STUBBED.join("|")})(/|$)`);
    build.onResolve({ filter }, ({ path }) => ({ path, namespace: "stub" }));
    build.onLoad({ filter: /.*/, namespace: "stub" }, () => ({ contents: "module.exports = {};" }));
  },
};

function commit() {
  try {
    return execFileSync("git", ["rev-parse", "--short=7", "HEAD"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return "unknown";
  }
}

const devPlugins = process.env.DOCKLINE_DEV
  ? [
      {
        name: "dev",
        setup(build) {
          build.onResolve({ filter: /^\.\.?\// }, ({ path: spec, resolveDir }) => {
            const file = path.resolve(resolveDir, spec).replace(/\.js$/, ".ts");
            if (!resolveDir.includes("/src") || fs.existsSync(file)) return undefined;
            return { path: spec, namespace: "missing" };
          });
          build.onLoad({ filter: /.*/, namespace: "missing" }, ({ path }) => ({ contents: `throw new Error("missing ${path}")` }));
        },
      },
    ]
  : [];
await writeManifest();
const { version } = JSON.parse(fs.readFileSync("package.json", "utf8"));
const fresh = `dist.${process.pid}`;
const result = await build({
  entryPoints: { main: "src/main.ts" },
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  outdir: fresh,
  metafile: true,
  legalComments: "linked",
  minifySyntax: true,
  minifyWhitespace: !process.env.DOCKLINE_READABLE,
  define: {
    __DOCKLINE_VERSION__: JSON.stringify(version),
    __DOCKLINE_COMMIT__: JSON.stringify(commit()),
    __DOCKLINE_BUILT__: JSON.stringify(new Date(Number(process.env.SOURCE_DATE_EPOCH ?? Date.now() / 1000) * 1000).toISOString()),
  },
  plugins: [stub, ...devPlugins],
  logLevel: "warning",
});
fs.writeFileSync(`${fresh}/meta.json`, JSON.stringify(result.metafile));
// Swapped in whole: whoever runs dist meanwhile never sees half of it.
fs.rmSync(`${fresh}.old`, { recursive: true, force: true });
if (fs.existsSync("dist")) fs.renameSync("dist", `${fresh}.old`);
fs.renameSync(fresh, "dist");
fs.rmSync(`${fresh}.old`, { recursive: true, force: true });
