// @ts-check
/** Distribution packages unpacked into the cache folder, each set whole or not at all. */
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { withFileLock } from "../../src/io/file-lock.mjs";
import { aptRoot, candidates } from "./apt.mjs";
import { cacheRoot } from "./places.mjs";
import { run } from "./run.mjs";

/** Where a set of packages lies, unpacked or not. */
export const unpackedAt = (/** @type {string} */ key) => join(cacheRoot(), key);

/**
 * Downloads packages of a suite and unpacks them below the cache folder, unless done before. Everything lands in `usr`,
 * as on a system whose /bin, /sbin and /lib are links. Several processes may ask for the same set at once.
 * @param {object} set
 * @param {string} set.key the folder's name in the cache, such as "tools/runc"
 * @param {string} set.suite "host" or a suite of the host's mirror
 * @param {string[]} set.packages names; "a|b" takes the first that the suite has
 * @param {(folder: string) => Promise<void>} [finish] adjusts the folder before it becomes visible
 * @returns {Promise<string>} the folder
 */
export async function unpack({ key, suite, packages }, finish) {
  const target = unpackedAt(key);
  if (existsSync(target)) return target;
  return withFileLock(join(cacheRoot(), ".packages.lock"), async () => {
    if (existsSync(target)) return target;
    await mkdir(dirname(target), { recursive: true });
    const prefix = `.${basename(target)}.partial-`;
    // The lock is ours: what lies there was left by an interrupted run.
    for (const name of await readdir(dirname(target))) {
      if (name.startsWith(prefix)) await rm(join(dirname(target), name), { recursive: true, force: true });
    }
    const folder = await mkdtemp(join(dirname(target), prefix));
    await download(suite, packages, join(folder, "debs"));
    for (const name of ["bin", "sbin", "lib", "lib64"]) {
      await mkdir(join(folder, "usr", name), { recursive: true });
      await symlink(`usr/${name}`, join(folder, name));
    }
    const debs = await readdir(join(folder, "debs"));
    for (const deb of debs) {
      const script = 'dpkg-deb --fsys-tarfile "$1" | tar -x --keep-directory-symlink -C "$2"';
      await run("bash", ["-o", "pipefail", "-c", script, "-", join(folder, "debs", deb), folder]);
    }
    await writeFile(join(folder, "packages"), `${debs.sort().join("\n")}\n`);
    await rm(join(folder, "debs"), { recursive: true });
    await finish?.(folder);
    await rename(folder, target);
    return target;
  });
}

/**
 * @param {string} suite
 * @param {string[]} packages
 * @param {string} folder
 */
async function download(suite, packages, folder) {
  await mkdir(folder);
  // A mirror moves on: lists of this morning may name files that are gone.
  for (const refresh of [false, true]) {
    try {
      const env = await aptRoot(suite, refresh);
      const known = await candidates(
        env,
        packages.flatMap((names) => names.split("|")),
      );
      const names = packages.map((names) => names.split("|").find((name) => known.has(name)) ?? names);
      await run("apt-get", ["download", "-qq", ...names], { env, cwd: folder });
      return;
    } catch (error) {
      if (refresh) throw error;
    }
  }
}
