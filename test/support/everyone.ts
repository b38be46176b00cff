/** What another user needs to run ours: the clone and the run's directory may lie where only their owner may enter. */
import { chmodSync, constants, copyFileSync, cpSync, mkdirSync, statSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { inject } from "vitest";
import { isSingleFile } from "../setup/program.js";
import { temporaryFolder } from "./command.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Lets every user enter a directory of the run. */
export function openToEveryone(directory: string): void {
  const top = inject("runFolder");
  for (let at = directory; at.startsWith(top); at = dirname(at)) chmodSync(at, 0o755);
}

/** Whether every user may run a file: each directory on the way must let them in. */
function isOpen(file: string): boolean {
  return (statSync(file).mode & 0o5) === 0o5 && (dirname(file) === file || isOpen(dirname(file)));
}

/** A directory that everybody may read, with copies of the single file under its two names. */
export function singleFileForEveryone(): { docker: string; dockline: string } {
  const place = temporaryFolder("everyone");
  openToEveryone(place);
  const [docker, dockline] = [join(place, "docker"), join(place, "dockline")];
  copyFileSync(join(root, "dist/bin/dockline"), dockline, constants.COPYFILE_FICLONE);
  symlinkSync("dockline", docker);
  return { docker, dockline };
}

/** The npm package, copied; with our Node where the other user cannot run it from its own place. */
function packageForEveryone(name: "docker" | "dockline"): string[] {
  const place = temporaryFolder("everyone");
  openToEveryone(place);
  for (const part of ["bin", "dist", "package.json"]) {
    cpSync(join(root, part), join(place, part), { recursive: true, filter: (file) => file !== join(root, "dist/bin") });
  }
  mkdirSync(join(place, "links"));
  symlinkSync("../bin/dockline", join(place, "links", name));
  const program = join(place, "links", name);
  if (isOpen(process.execPath)) return [program];
  copyFileSync(process.execPath, join(place, "links/node"), constants.COPYFILE_FICLONE);
  return ["env", `PATH=${join(place, "links")}:/usr/bin:/bin`, program];
}

/** As `ours`, for a user who may not enter the clone. */
export function oursForEveryone(name: "docker" | "dockline" = "dockline"): string[] {
  return isSingleFile ? [singleFileForEveryone()[name]] : packageForEveryone(name);
}
