import fs from "node:fs";
import path from "node:path";
import { readTar } from "../../archive/tar/decode.js";
import type { Ctx } from "../../cli/context.js";
import { defineCommand } from "../../cli/spec.js";
import { checkContextName } from "../../config/context-name.js";
import { checkUnused, replaceMaterial, writeContext } from "../../config/context-store.js";
import { UserError } from "../../errors.js";
import { errnoText } from "../../values/errno.js";
import { LIMIT, type Member, TOO_LARGE, unpackContext } from "./archive.js";
import { currentName } from "./known.js";

/** What begins a zip; everything else is taken for tar. */
const ZIP = Buffer.from("PK\x03\x04");

/** An archive as far as it was read: no more than LIMIT bytes of it. */
interface Archive {
  bytes: Buffer;
  cut: boolean;
}

async function readLimited(chunks: AsyncIterable<Buffer>): Promise<Archive> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    size += chunk.length;
    if (size > LIMIT) break;
  }
  return { bytes: Buffer.concat(parts).subarray(0, LIMIT), cut: size > LIMIT };
}

async function readInput({ stdin }: Ctx): Promise<Archive> {
  const reader = stdin.open();
  try {
    return await readLimited(reader);
  } finally {
    reader.close();
  }
}

async function readFile(cwd: string, shown: string): Promise<Archive> {
  const file = shown === "" ? "" : path.resolve(cwd, shown);
  try {
    const fd = fs.openSync(file, "r");
    return await readLimited(fs.createReadStream("", { fd }));
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new UserError(`${syscall === "read" ? "read" : "open"} ${shown}: ${errnoText(error)}`, { cause: error });
  }
}

/** The regular files of a tar, in order. */
async function* tarMembers({ bytes, cut }: Archive): AsyncGenerator<Member> {
  const source = async function* () {
    yield bytes;
    if (cut) throw new UserError(TOO_LARGE);
  };
  for await (const { entry, body } of readTar(source())) {
    if (entry.type === "file") yield { name: entry.name.toString(), bytes: () => collected(body) };
  }
}

async function collected(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const chunk of body) parts.push(Buffer.from(chunk));
  return Buffer.concat(parts);
}

async function membersOf(archive: Archive): Promise<AsyncIterable<Member> | Iterable<Member>> {
  if (!archive.bytes.subarray(0, ZIP.length).equals(ZIP)) return tarMembers(archive);
  if (archive.cut) throw new UserError(TOO_LARGE);
  return (await import("../../archive/zip.js")).zipMembers(archive.bytes, LIMIT);
}

export default defineCommand({
  path: "context import",
  summary: "Import a context from a tar or zip archive",
  usage: "CONTEXT FILE|-",
  args: { min: 2, max: 2 },
  flags: {},
  examples: [{ say: "Import from another machine", run: "context import prod prod.dockercontext" }],
  async run(ctx, [name = "", file = ""]) {
    currentName(ctx);
    const { dir } = ctx.config();
    checkContextName(name);
    checkUnused(dir, name);
    const archive = file === "-" ? await readInput(ctx) : await readFile(ctx.cwd, file);
    const { context, material } = await unpackContext(await membersOf(archive));
    replaceMaterial(dir, name, material);
    writeContext(dir, { ...context, name });
    ctx.stdout.write(`${name}\n`);
    ctx.stderr.write(`Successfully imported context "${name}"\n`);
  },
});
