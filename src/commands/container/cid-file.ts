/** --cidfile: created before the container, written after, and removed if no container was created. */
import fs from "node:fs";
import path from "node:path";
import type { Ctx } from "../../cli/context.js";
import { UserError } from "../../errors.js";
import { errnoText } from "../../values/errno.js";

export interface CidFile {
  write(id: string): void;
  /** Removes the file unless an ID was written. */
  release(): void;
}

const NONE: CidFile = { write() {}, release() {} };

/** Throws Docker's texts where the file is there or cannot be made. "" is no file. */
export function reserveCidFile(ctx: Ctx, name: string): CidFile {
  if (name === "") return NONE;
  const file = path.resolve(ctx.cwd, name);
  let fd: number;
  try {
    fd = fs.openSync(file, "wx");
  } catch (error) {
    const taken = (error as NodeJS.ErrnoException).code === "EEXIST";
    const found = `container ID file found, make sure the other container isn't running or delete ${name}`;
    throw new UserError(taken ? found : `failed to create the container ID file: open ${name}: ${errnoText(error)}`, { cause: error });
  }
  let open = true;
  const release = () => {
    if (!open) return;
    open = false;
    forget();
    fs.closeSync(fd);
    fs.rmSync(file, { force: true });
  };
  const forget = ctx.signals.cleanup(release);
  return {
    write(id) {
      fs.writeSync(fd, id);
      open = false;
      forget();
      fs.closeSync(fd);
    },
    release,
  };
}
