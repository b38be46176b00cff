import { resolveLocal } from "../../archive/copy/local-path.js";
import type { Ctx } from "../../cli/context.js";
import { bool, type Values } from "../../cli/flags.js";
import { defineCommand } from "../../cli/spec.js";
import type { EngineResponse } from "../../engine/engine.js";
import { UserError } from "../../errors.js";
import { type CopyArgument, copyArgument } from "./cp-argument.js";
import { archivePath, containerDestination, containerQuery, containerSource, isDirectory, statOf } from "./cp-stat.js";

const flags = {
  archive: bool("Keep user and group IDs (when copying to a container)", { short: "a" }),
  followLink: bool("Follow symbolic links in the source path", { short: "L" }),
  quiet: bool("Suppress progress and summary; the default when standard output is not a terminal", { short: "q" }),
};

type Options = Values<typeof flags>;

/** Query of PUT /containers/{id}/archive. Pure. */
export function toUploadQuery(folder: string, f: Pick<Options, "archive">) {
  return { path: containerQuery(folder), noOverwriteDirNonDir: "true", ...(f.archive && { copyUIDGID: "true" }) };
}

export default defineCommand({
  path: "container cp",
  aliases: ["cp"],
  summary: "Copy files and directories between a container and this machine",
  long: "Use `-` as the local path to read a tar archive from standard input, or to write one to standard output.",
  usage: "[OPTIONS] CONTAINER:SRC_PATH DEST_PATH|-\n[OPTIONS] SRC_PATH|- CONTAINER:DEST_PATH",
  args: { min: 2, max: 2 },
  flags,
  examples: [
    { say: "Copy a log file out of a container", run: "cp web:/var/log/app.log ." },
    { say: "Copy the contents of a directory, not the directory itself", run: "cp site/. web:/usr/share/nginx/html" },
    { say: "Copy through a pipe", run: "cp web:/etc - | tar t" },
  ],
  async run(ctx, [source = "", destination = ""], f, changed) {
    if (source === "") throw new UserError("source can not be empty");
    if (destination === "") throw new UserError("destination can not be empty");
    const quiet = changed.has("quiet") ? f.quiet : !ctx.stdout.isTTY;
    const [from, to] = [copyArgument(source), copyArgument(destination)];
    if (from.container && to.container) throw new UserError("copying between containers is not supported");
    if (from.container) return copyOut(ctx, from, to.path, { ...f, quiet });
    if (to.container) return copyIn(ctx, from.path, to, { ...f, quiet });
    throw new UserError("must specify at least one container source");
  },
});

async function copyOut(ctx: Ctx, from: CopyArgument, to: string, f: Options): Promise<void> {
  const { checkOutputPath, unpackTo } = await import("./cp-local.js");
  const target = to === "-" ? to : resolveLocal(ctx.cwd, to);
  checkOutputPath(ctx.cwd, target);
  const engine = await ctx.engine();
  const source = await containerSource(engine, from.container, from.path, f.followLink);
  const answer = await engine.request("GET", archivePath(from.container), { query: { path: containerQuery(source.path) } });
  const stat = statOf(answer);
  if (to === "-") return pipe(ctx, answer);
  const unpack = (chunks: AsyncIterable<Buffer>) =>
    unpackTo(ctx, chunks, { ...source, exists: true, isDirectory: isDirectory(stat) }, target);
  if (f.quiet) return unpack(answer.borrowed());
  const { copyProgress } = await import("./cp-progress.js");
  const progress = copyProgress(ctx, "Copying from container - ");
  // Docker prints the summary even if the copy failed.
  await unpack(progress.count(answer.borrowed())).finally(() => progress.summary(target));
}

/** Bytes are passed on unchanged: the reader interprets the archive. */
async function pipe(ctx: Ctx, answer: EngineResponse): Promise<void> {
  for await (const chunk of answer.borrowed()) await ctx.stdout.writeAsync(chunk);
}

async function copyIn(ctx: Ctx, from: string, to: CopyArgument, f: Options): Promise<void> {
  const engine = await ctx.engine();
  const destination = await containerDestination(engine, to.container, to.path);
  if (from === "-" && !destination.isDirectory) throw new UserError(`destination "${to.container}:${to.path}" must be a directory`);
  const { packFrom, standardInput } = await import("./cp-local.js");
  const { folder, chunks } =
    from === "-"
      ? { folder: destination.path, chunks: standardInput(ctx) }
      : packFrom(ctx, resolveLocal(ctx.cwd, from), f.followLink, destination);
  const send = async (body: AsyncIterable<Buffer>) => {
    const answer = await engine.request("PUT", archivePath(to.container), { query: toUploadQuery(folder, f), body });
    await answer.bytes();
  };
  if (f.quiet) return send(chunks);
  const { copyProgress } = await import("./cp-progress.js");
  const progress = copyProgress(ctx, "Copying to container - ");
  // What comes from standard input is not counted, as Docker does.
  const body = from === "-" ? chunks : progress.count(chunks);
  await send(body).finally(() => progress.summary(`${to.container}:${destination.path}`));
}
