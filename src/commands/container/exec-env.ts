import fs from "node:fs";
import path from "node:path";
import type { Ctx } from "../../cli/context.js";
import { UserError } from "../../errors.js";
import { withHostValue } from "../../values/env.js";
import { readEnvFile } from "../../values/env-file.js";

/** The variables of --env-file, then those of --env. Throws for a file that cannot be read or does not parse. */
export function execEnvironment(ctx: Ctx, variables: readonly string[], files: readonly string[]): string[] {
  const readFile = (file: string) => fs.readFileSync(path.resolve(ctx.cwd, file));
  try {
    const fromFiles = files.flatMap((file) => readEnvFile(file, readFile, (key) => ctx.env[key]));
    return [...fromFiles, ...variables.map((variable) => withHostValue(variable, ctx.env))];
  } catch (error) {
    throw new UserError((error as Error).message, { cause: error });
  }
}
