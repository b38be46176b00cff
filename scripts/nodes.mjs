// @ts-check
/** Other versions of Node, from npm's packages of its binaries, kept below the cache directory: nothing is installed. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { cacheRoot } from "./engine/places.mjs";

/** The major versions that dockline is for. */
export const SUPPORTED = [20, 22, 24];

export const CURRENT = Number(process.versions.node.split(".")[0]);

/** Milliseconds. A binary has 50 MB. */
const DOWNLOAD_LIMIT = 180_000;

/**
 * The newest Node of a major version, downloaded unless it is there. Delete the cache directory to get a newer one.
 * @param {number} major
 * @returns {string} path of the binary
 * @throws {Error} where npm cannot get it
 */
export function nodeOf(major) {
  if (major === CURRENT) return process.execPath;
  const name = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
  const file = process.platform === "win32" ? "bin/node.exe" : "bin/node";
  const folder = join(cacheRoot(), "node", String(major));
  const binary = join(folder, "node_modules", name, file);
  if (existsSync(binary)) return binary;
  mkdirSync(dirname(folder), { recursive: true });
  const fresh = mkdtempSync(`${folder}-`);
  try {
    // The binary's own package: the one called `node` would run a script to install it.
    const flags = ["--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    execFileSync("npm", ["install", ...flags, "--prefix", fresh, `${name}@${major}`], {
      cwd: fresh,
      stdio: ["ignore", "ignore", "inherit"],
      timeout: DOWNLOAD_LIMIT,
      shell: process.platform === "win32",
    });
    takeOver(fresh, folder);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  if (!existsSync(binary)) throw new Error(`${name}@${major} has no ${file}`);
  return binary;
}

/**
 * Renames, unless another process was first.
 * @param {string} fresh
 * @param {string} folder
 */
function takeOver(fresh, folder) {
  try {
    renameSync(fresh, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}
