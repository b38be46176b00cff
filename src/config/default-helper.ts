/** Credential helpers that are installed: the system's own is used where nothing else is configured. */
import fs from "node:fs";
import path from "node:path";
import type { ConfigValues } from "./values.js";

const PREFIX = "docker-credential-";

interface Around {
  env: Readonly<Record<string, string | undefined>>;
  platform: NodeJS.Platform;
}

/** The helper for everything that has none of its own in `credHelpers`; "" is the configuration file. */
export function storeName(values: Readonly<ConfigValues>, around: Around): string {
  if (values.credsStore) return values.credsStore;
  return mentionsCredentials(values) ? "" : defaultHelper(around);
}

/** A helper that could be used, the system's own first; undefined where none is installed. */
export function installedHelper(around: Around): string | undefined {
  const own = defaultHelper(around);
  return own === "" ? helpersOnPath(around)[0] : own;
}

function mentionsCredentials({ credHelpers = {}, auths = {} }: Readonly<ConfigValues>): boolean {
  return Object.keys(credHelpers).length > 0 || Object.keys(auths).length > 0;
}

function defaultHelper(around: Around): string {
  const names: Partial<Record<NodeJS.Platform, string>> = { darwin: "osxkeychain", win32: "wincred" };
  const name = names[around.platform] ?? (isOnPath("pass", around) ? "pass" : "secretservice");
  return isOnPath(PREFIX + name, around) ? name : "";
}

const foldersOf = ({ env }: Around) => (env.PATH ?? "").split(path.delimiter).filter((dir) => dir !== "");

function isOnPath(program: string, around: Around): boolean {
  const file = around.platform === "win32" ? `${program}.exe` : program;
  return foldersOf(around).some((dir) => isProgram(path.join(dir, file)));
}

function isProgram(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function helpersOnPath(around: Around): string[] {
  const names = foldersOf(around).flatMap((dir) => {
    const programs = namesIn(dir).filter((file) => file.startsWith(PREFIX) && isProgram(path.join(dir, file)));
    return programs.map((file) => file.slice(PREFIX.length).replace(/\.exe$/, ""));
  });
  return names.filter((name) => name !== "").sort();
}

function namesIn(dir: string): string[] {
  try {
    return fs.readdirSync(dir);
  } catch {
    return [];
  }
}
