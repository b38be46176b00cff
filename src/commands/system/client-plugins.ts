/** CLI plugins as `info` lists them: every `docker-NAME` program in the plugin folders, valid or not. */
import fs from "node:fs";
import path from "node:path";
import type { Ctx } from "../../cli/context.js";
import { entryOf, isGroup } from "../../cli/manifest.js";
import { decodeJson } from "../../config/json-text.js";
import { errnoText } from "../../values/errno.js";
import { quote } from "../../values/quote.js";

/** Keys are the Go names of the reference's fields, which are its JSON names too. */
export interface ClientPlugin {
  SchemaVersion: string;
  Vendor: string;
  Version: string;
  ShortDescription: string;
  URL: string;
  Name: string;
  Path: string;
  /** Why it cannot be used. */
  Err?: string;
  /** Programs of the same name in later folders. */
  ShadowedPaths: string[];
}

const PREFIX = "docker-";
const NAME = /^[a-z][a-z0-9]*$/;
const SYSTEM_DIRS = ["/usr/local/lib", "/usr/local/libexec", "/usr/lib", "/usr/libexec"];
/** A plugin that hangs must not hang `info`. */
const PATIENCE_MS = 10_000;

/** Where plugins are looked for, in order; the first of a name wins. */
export function pluginDirs({ config, env, platform }: Pick<Ctx, "config" | "env" | "platform">): string[] {
  const { dir, values } = config();
  const windows = [env.ProgramData ?? "", env.ProgramFiles ?? ""].filter(Boolean).map((root) => path.join(root, "Docker", "cli-plugins"));
  const system = platform === "win32" ? windows : SYSTEM_DIRS.map((root) => path.join(root, "docker", "cli-plugins"));
  return [...(values.cliPluginsExtraDirs ?? []), path.join(dir, "cli-plugins"), ...system];
}

/** Asks every plugin what it is, all at once; none is started where there are none. Sorted by name, numbers by value. */
export async function listPlugins(ctx: Pick<Ctx, "config" | "env" | "platform" | "name">): Promise<ClientPlugin[]> {
  const found = candidates(pluginDirs(ctx), ctx.platform);
  const plugins = [...found].map(([name, paths]) => describe(name, paths, ctx));
  return (await Promise.all(plugins)).sort((a, b) => (naturallyLess(a.Name, b.Name) ? -1 : 1));
}

function candidates(dirs: readonly string[], platform: NodeJS.Platform): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const dir of dirs) {
    for (const entry of entriesOf(dir)) {
      const isProgram = entry.isFile() || entry.isSymbolicLink();
      if (!isProgram || !entry.name.startsWith(PREFIX) || (platform === "win32" && !entry.name.endsWith(".exe"))) continue;
      const name = entry.name.slice(PREFIX.length).replace(platform === "win32" ? /\.exe$/ : "", "");
      found.set(name, [...(found.get(name) ?? []), path.join(dir, entry.name)]);
    }
  }
  return found;
}

function entriesOf(dir: string): fs.Dirent[] {
  try {
    return fs.readdirSync(dir, { withFileTypes: true });
  } catch {
    // As the reference: a folder that is missing or closed to us holds no plugins.
    return [];
  }
}

async function describe(name: string, [file = "", ...ShadowedPaths]: string[], ctx: Pick<Ctx, "env" | "name">): Promise<ClientPlugin> {
  const plugin: ClientPlugin = {
    SchemaVersion: "",
    Vendor: "",
    Version: "",
    ShortDescription: "",
    URL: "",
    Name: name,
    Path: file,
    ShadowedPaths,
  };
  try {
    if (!NAME.test(name)) throw new Error(`plugin candidate ${quote(name)} did not match ${quote(NAME.source)}`);
    if (entryOf(name) || isGroup(name)) throw new Error(`plugin ${quote(name)} duplicates builtin command`);
    Object.assign(plugin, parseMetadata(await askMetadata(file, ctx)));
    if (plugin.SchemaVersion !== "0.1.0")
      throw new Error(`plugin SchemaVersion ${quote(plugin.SchemaVersion)} is not valid, must be 0.1.0`);
    if (plugin.Vendor === "") throw new Error("plugin metadata does not define a vendor");
  } catch (error) {
    plugin.Err = (error as Error).message;
  }
  return plugin;
}

function parseMetadata(bytes: Buffer): Partial<ClientPlugin> {
  try {
    const raw = (decodeJson(bytes, "only") ?? {}) as Record<string, unknown>;
    const known = ["SchemaVersion", "Vendor", "Version", "ShortDescription", "URL"].filter((key) => typeof raw[key] === "string");
    return Object.fromEntries(known.map((key) => [key, raw[key]]));
  } catch (error) {
    throw new Error(`invalid metadata: ${(error as Error).message}`);
  }
}

async function askMetadata(file: string, { env, name }: Pick<Ctx, "env" | "name">): Promise<Buffer> {
  const { execFile } = await import("node:child_process");
  const options = { env: { ...env, DOCKER_CLI_PLUGIN_ORIGINAL_CLI_COMMAND: name }, encoding: "buffer", timeout: PATIENCE_MS } as const;
  return new Promise((resolve, reject) => {
    execFile(file, ["docker-cli-plugin-metadata"], options, (error, stdout) => {
      if (!error) return resolve(stdout);
      const { code, signal } = error as { code?: unknown; signal?: string };
      const unstarted = typeof code === "string" ? `fork/exec ${file}: ${errnoText(error)}` : undefined;
      const how = unstarted ?? (signal ? `signal: ${signal === "SIGTERM" ? "terminated" : "killed"}` : `exit status ${code}`);
      reject(new Error(`failed to fetch metadata: ${how}`));
    });
  });
}

/** "p9" before "p10"; otherwise by characters. */
function naturallyLess(a: string, b: string): boolean {
  const chunks = (text: string) => text.match(/\d+|\D/g) ?? [];
  const [left, right] = [chunks(a), chunks(b)];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const [x = "", y = ""] = [left[i], right[i]];
    if (x === y) continue;
    const numbers = /^\d/.test(x) && /^\d/.test(y);
    return numbers && Number(x) !== Number(y) ? Number(x) < Number(y) : x < y;
  }
  return left.length < right.length;
}
