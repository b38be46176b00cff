// What both builds have in common: the npm package's (build.mjs, esbuild) and the single file's (build-binary.mjs, Bun).
import { execFileSync } from "node:child_process";
import fs from "node:fs";

/** What dockerode asks for and we never use: our modem replaces docker-modem, and BuildKit sessions are our own. */
const STUBBED = ["docker-modem", "ssh2", "@grpc/grpc-js", "@grpc/proto-loader", "protobufjs", "tar-fs", "uuid"];

/** Beside what main.ts imports statically: what nearly every command goes through, and the commands that scripts call most. */
const HOT = [
  "src/cli/route.ts",
  "src/engine/endpoint/resolve.ts",
  "src/engine/client.ts",
  "src/config/headers.ts",
  "src/commands/container/ls.ts",
  "src/commands/image/ls.ts",
  "src/commands/inspect.ts",
];

/**
 * @param {"node" | "bun"} runtime each has its own way to a unix socket
 * @throws {Error} for a module that was moved: it would be a file of its own again, and every start slower
 */
export function hotModules(runtime) {
  const modules = [...HOT, `src/transport/${runtime}-socket.ts`];
  for (const module of modules) if (!fs.existsSync(module)) throw new Error(`scripts/bundle.mjs names ${module}, which does not exist`);
  return modules;
}

/** A plugin of esbuild's and of Bun's, whose plugins look alike. */
export const stubs = {
  name: "stubs",
  setup(build) {
    const filter = new RegExp(`^(${STUBBED.join("|")})(/|$)`);
    build.onResolve({ filter }, ({ path }) => ({ path, namespace: "stub" }));
    // commander starts sub-commands that are programs of their own; we have none, and loading this costs 4 ms.
    build.onResolve({ filter: /^(node:)?child_process$/ }, ({ path, importer }) =>
      importer.includes("/node_modules/commander/") ? { path, namespace: "stub" } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: "stub" }, () => ({ contents: "module.exports = {};", loader: "js" }));
  },
};

/** The values of src/version.ts. SOURCE_DATE_EPOCH, seconds since 1970, makes builds repeatable. */
export function definitions() {
  const { version } = JSON.parse(fs.readFileSync("package.json", "utf8"));
  const built = new Date(process.env.SOURCE_DATE_EPOCH ? Number(process.env.SOURCE_DATE_EPOCH) * 1000 : Date.now());
  return {
    __DOCKLINE_VERSION__: JSON.stringify(version),
    __DOCKLINE_COMMIT__: JSON.stringify(commit()),
    __DOCKLINE_BUILT__: JSON.stringify(built.toISOString()),
  };
}

function commit() {
  try {
    return execFileSync("git", ["rev-parse", "--short=7", "HEAD"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return "unknown";
  }
}
