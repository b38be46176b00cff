/** Where CLI plugins lie: programs called `docker-NAME` in a few directories. */
import fs from "node:fs";
import path from "node:path";
import type { Ctx } from "../context.js";

/** What finding and asking plugins needs of the context. */
export type PluginHost = Pick<Ctx, "isBuiltin" | "config" | "env" | "platform" | "name" | "invocation">;

const PREFIX = "docker-";
const SYSTEM_DIRS = ["/usr/local/lib", "/usr/local/libexec", "/usr/lib", "/usr/libexec"];

/** Where plugins are looked for, in order; the first of a name wins. */
export function pluginDirs({ config, env, platform }: Pick<Ctx, "config" | "env" | "platform">): string[] {
  const { dir, values } = config();
  const windows = [env.ProgramData ?? "", env.ProgramFiles ?? ""].filter(Boolean).map((root) => path.join(root, "Docker", "cli-plugins"));
  const system = platform === "win32" ? windows : SYSTEM_DIRS.map((root) => path.join(root, "docker", "cli-plugins"));
  return [...(values.cliPluginsExtraDirs ?? []), path.join(dir, "cli-plugins"), ...system];
}

/** Every program that may be a plugin, by name: its files, in the order of the directories. */
export function candidates(dirs: readonly string[], platform: NodeJS.Platform): Map<string, string[]> {
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

/** The files of one plugin, first the one that wins; no directory is listed. */
export function filesOf(name: string, dirs: readonly string[], platform: NodeJS.Platform): string[] {
  const file = `${PREFIX}${name}${platform === "win32" ? ".exe" : ""}`;
  return dirs.map((dir) => path.join(dir, file)).filter((candidate) => fs.existsSync(candidate));
}

function entriesOf(dir: string): fs.Dirent[] {
  try {
    return fs.readdirSync(dir, { withFileTypes: true });
  } catch {
    // As in Docker, a directory that is missing or unreadable holds no plugins.
    return [];
  }
}
