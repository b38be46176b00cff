// @ts-check
/** Programs run to their end. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";

const exec = promisify(execFile);

/**
 * Runs a program to its end. Throws an error that holds its stderr when it fails.
 * @param {string} file
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string, timeout?: number }} [options] timeout in milliseconds
 * @returns {Promise<string>} its stdout
 */
export async function run(file, args, options = {}) {
  try {
    const { stdout } = await exec(file, args, { maxBuffer: 64 << 20, timeout: 300_000, ...options });
    return stdout;
  } catch (error) {
    const { stderr = "", message } = /** @type {Error & { stderr?: string }} */ (error);
    throw new Error(`${file} ${args.join(" ")}: ${stderr.trim() || message}`);
  }
}
