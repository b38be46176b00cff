// @ts-check
/** Control groups that an engine's containers leave behind. */
import { readdir, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const ROOT = "/sys/fs/cgroup";

/**
 * Removes the group `name` with all below it, in every hierarchy (version 1 has one for each controller).
 * Its processes must have been killed.
 * @param {string} name
 */
export async function removeCgroups(name) {
  const hierarchies = await readdir(ROOT, { withFileTypes: true });
  const folders = [ROOT, ...hierarchies.filter((entry) => entry.isDirectory()).map((entry) => join(ROOT, entry.name))];
  for (const folder of folders) await removeTree(join(folder, name));
}

/** @param {string} folder */
async function removeTree(folder) {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) if (entry.isDirectory()) await removeTree(join(folder, entry.name));
  // The kernel lets go of a group a moment after its last process.
  for (let attempt = 0; ; attempt++) {
    try {
      return await rmdir(folder);
    } catch (error) {
      const { code } = /** @type {NodeJS.ErrnoException} */ (error);
      if (code === "ENOENT") return;
      if (code !== "EBUSY" || attempt === 100) throw error;
      await sleep(20);
    }
  }
}
