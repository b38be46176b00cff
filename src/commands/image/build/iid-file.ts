/** --iidfile: removed when a build starts, and written with the whole ID after it succeeds. */
import fs from "node:fs";
import path from "node:path";
import { UserError } from "../../../errors.js";
import { writeWhole } from "../../../io/atomic-file.js";
import { errnoText } from "../../../values/errno.js";

/** The file of a previous build must not be taken for this one's. "" is no file. Throws UserError. */
export function removeIidFile(cwd: string, name: string): void {
  if (name === "") return;
  const file = path.resolve(cwd, name);
  try {
    if (fs.lstatSync(file, { throwIfNoEntry: false })?.isDirectory()) fs.rmdirSync(file);
    else fs.unlinkSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT") throw new UserError(`Removing image ID file: remove ${name}: ${errnoText(error)}`, { cause: error });
  }
}

/** Written beside and renamed: readers never see a part of it. "" is no file. Throws UserError. */
export function writeIidFile(cwd: string, name: string, id: string): void {
  if (name === "") return;
  if (id === "") throw new UserError(`Server did not provide an image ID. Cannot write ${name}`);
  try {
    writeWhole(path.resolve(cwd, name), id, { mode: 0o666 });
  } catch (error) {
    throw new UserError(`open ${name}: ${errnoText(error)}`, { cause: error });
  }
}
