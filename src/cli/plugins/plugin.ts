/** The metadata of a CLI plugin, and whether it may be used. */

import { errnoText } from "../../values/errno.js";
import { decodeJson } from "../../values/json/decode.js";
import { naturalOrder } from "../../values/natural-order.js";
import { quote } from "../../values/quote.js";
import { candidates, filesOf, type PluginHost, pluginDirs } from "./folders.js";

/** Keys are the Go names of Docker's fields, which are its JSON names too. */
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
  /** Programs of the same name in later directories. */
  ShadowedPaths: string[];
}

const NAME = /^[a-z][a-z0-9]*$/;
/** A plugin that hangs must not hang `info`. */
const PATIENCE_MS = 10_000;

/** The environment of a plugin: ours, and the program that a plugin calls back with. */
export function pluginEnv({ env, name, invocation }: PluginHost): Record<string, string | undefined> {
  return { ...env, DOCKER_CLI_PLUGIN_ORIGINAL_CLI_COMMAND: invocation?.program ?? name };
}

/** Asks every plugin what it is, all at once; none is started where there are none. Sorted by name, numbers by value. */
export async function listPlugins(host: PluginHost): Promise<ClientPlugin[]> {
  const found = candidates(pluginDirs(host), host.platform);
  const plugins = [...found].map(([name, paths]) => describe(name, paths, host));
  return (await Promise.all(plugins)).sort((a, b) => naturalOrder(a.Name, b.Name));
}

/** The plugin of that name, usable or not (`Err`); undefined where there is none. Asks no other. */
export async function findPlugin(host: PluginHost, name: string): Promise<ClientPlugin | undefined> {
  if (!NAME.test(name)) return undefined;
  const files = filesOf(name, pluginDirs(host), host.platform);
  return files.length > 0 ? describe(name, files, host) : undefined;
}

async function describe(name: string, [file = "", ...ShadowedPaths]: string[], host: PluginHost): Promise<ClientPlugin> {
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
    if (host.isBuiltin(name)) throw new Error(`plugin ${quote(name)} duplicates builtin command`);
    Object.assign(plugin, parseMetadata(await askMetadata(file, host)));
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
    const raw = (decodeJson(bytes, "whole") ?? {}) as Record<string, unknown>;
    const known = ["SchemaVersion", "Vendor", "Version", "ShortDescription", "URL"].filter((key) => typeof raw[key] === "string");
    return Object.fromEntries(known.map((key) => [key, raw[key]]));
  } catch (error) {
    throw new Error(`invalid metadata: ${(error as Error).message}`);
  }
}

async function askMetadata(file: string, host: PluginHost): Promise<Buffer> {
  const { execFile } = await import("node:child_process");
  const options = { env: pluginEnv(host), encoding: "buffer", timeout: PATIENCE_MS } as const;
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
