import fs from "node:fs";
import path from "node:path";
import { bool } from "../../cli/flags.js";
import { defineCommand } from "../../cli/spec.js";
import { userValue } from "../../cli/user-value.js";
import { UserError } from "../../errors.js";
import { errnoText, readFileText } from "../../values/errno.js";
import { decodeJson } from "../../values/json/decode.js";
import { parseReference } from "../../values/reference.js";
import { checkPluginConfig } from "./check-config.js";

/** The directory, as a path from the root. Throws UserError where it is none; a link to one is none either. */
function folderAt(cwd: string, written: string): string {
  const folder = path.resolve(cwd, written);
  let found: fs.Stats;
  try {
    found = fs.lstatSync(folder);
  } catch (error) {
    throw new UserError(`lstat ${folder}: ${errnoText(error)}`, { cause: error });
  }
  if (!found.isDirectory()) throw new UserError("context must be a directory");
  return folder;
}

/** Throws UserError where config.json is missing, or not what a plugin's is. */
function checkConfig(cwd: string, written: string): void {
  const file = path.join(written, "config.json");
  let bytes: Buffer;
  try {
    bytes = fs.readFileSync(path.resolve(cwd, file));
  } catch (error) {
    throw new UserError(readFileText(file, error), { cause: error });
  }
  const config = userValue(() => decodeJson(bytes, "first"));
  if (config === undefined) throw new UserError("EOF");
  userValue(() => checkPluginConfig(config));
}

export default defineCommand({
  path: "plugin create",
  summary: "Create a plugin from a directory with a rootfs and a config.json",
  usage: "[OPTIONS] PLUGIN PLUGIN-DATA-DIR",
  // More are taken, and not looked at, as Docker does.
  args: { min: 2 },
  flags: { compress: bool("Compress the context using gzip") },
  examples: [{ say: "Create from a prepared directory", run: "plugin create team/volumes ./volumes-plugin" }],
  async run(ctx, [name = "", written = ""], { compress }) {
    userValue(() => parseReference(name));
    const folder = folderAt(ctx.cwd, written);
    checkConfig(ctx.cwd, written);
    const [{ packTree }, { gzipped }] = await Promise.all([import("../../archive/pack.js"), import("../../archive/gzip.js")]);
    const tree = packTree(Buffer.from(folder), { name: Buffer.alloc(0) });
    const engine = await ctx.engine();
    const options = { query: { name }, headers: { "Content-Type": "application/x-tar" }, body: compress ? gzipped(tree) : tree };
    await (await engine.request("POST", "/plugins/create", options)).bytes();
    ctx.stdout.write(`${name}\n`);
  },
});
