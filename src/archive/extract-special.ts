/** Devices and fifos: Node cannot make them, mknod(1) can. */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { StatusError } from "../errors.js";
import { latin1 } from "./extract-folder.js";
import type { TarEntry } from "./tar/entry.js";

const LETTER: Readonly<Record<string, string>> = { char: "c", block: "b", fifo: "p" };

/**
 * Makes `entry` at `file`, which does not exist. In a user namespace devices are left out, as Docker does: nobody may
 * make them there.
 * @returns false where it was left out
 * @throws StatusError "operation not permitted"
 */
export function makeSpecial(entry: TarEntry, file: Buffer): boolean {
  if (entry.type !== "fifo" && inUserNamespace()) return false;
  // Made under a name that an argument can hold, in the directory as it is seen from another process.
  const folder = path.dirname(file.toString("latin1"));
  const plain = `.dockline-${Math.random().toString(36).slice(2, 12)}`;
  const numbers = entry.type === "fifo" ? [] : [String(entry.devmajor ?? 0), String(entry.devminor ?? 0)];
  const { status, stderr, error } = spawnSync("mknod", [`./${plain}`, LETTER[entry.type] ?? "", ...numbers], {
    cwd: fs.realpathSync.native(latin1(folder)),
    encoding: "utf8",
  });
  if (error || status !== 0) throw new StatusError((error?.message ?? stderr.trim().replace(/^.*: /, "")).toLowerCase());
  const made = latin1(`${folder}/${plain}`);
  fs.chmodSync(made, entry.mode);
  fs.renameSync(made, file);
  return true;
}

/** Not the whole range of user ids is ours. */
function inUserNamespace(): boolean {
  try {
    return !/^\s*0\s+0\s+4294967295\s*$/.test(fs.readFileSync("/proc/self/uid_map", "latin1"));
  } catch {
    return false;
  }
}
