/** What is sent to the classic builder: whatever the context is, as a tar. */
import { tmpdir } from "node:os";
import { openFolder } from "../../../archive/context/folder.js";
import { readDockerfile } from "../../../archive/context/open.js";
import { addDockerfile, type PackedContext, packDockerfile, packFolder } from "../../../archive/context/pack.js";
import type { BuildContext, FolderContext, StdinContent } from "../../../archive/context/types.js";
import type { Ctx } from "../../../cli/context.js";
import { UserError } from "../../../errors.js";
import { progressText } from "../../../format/progress/bar.js";
import type { Output } from "../../../io/streams.js";
import type { BuildRequest } from "./request.js";

export interface SentContext extends PackedContext {
  /** Already gzipped, or otherwise made smaller. */
  compressed: boolean;
  /** Removes what was downloaded for it. */
  remove(): void;
}

type Place = Pick<BuildRequest, "file">;

/** The width that Docker assumes for a pipe: enough for a bar. */
const WIDTH = 200;

/**
 * @param out where the download's progress is shown
 * @throws UserError with Docker's texts
 */
export async function contextArchive(ctx: Ctx, { file }: Place, context: BuildContext, out: Output): Promise<SentContext> {
  const kept = { compressed: false, remove() {} };
  if (context.kind === "folder") return { ...kept, ...(await folder(ctx, context)) };
  if (context.kind === "stdin") return { ...kept, ...(await content(ctx, file, await context.read())) };
  if (context.kind === "git") return repository(ctx, file, context.url);
  return { ...kept, ...(await content(ctx, file, await downloaded(context.url, out))) };
}

function folder(ctx: Ctx, context: FolderContext): Promise<PackedContext> {
  return packFolder(context, ctx.now(), (socket) => ctx.stderr.write(`${socket}: a socket is not part of the context\n`));
}

async function content(ctx: Ctx, file: string, found: StdinContent): Promise<PackedContext & { compressed: boolean }> {
  if (found.kind === "archive" && file === "-") {
    if (found.compressed)
      throw new UserError("unable to prepare context: a Dockerfile from standard input does not go into a compressed archive");
    const added = addDockerfile(found.chunks as AsyncIterable<Buffer>, await readDockerfile(ctx.stdin), ctx.now());
    return { ...added, compressed: false };
  }
  if (found.kind === "archive") return { dockerfile: file, chunks: found.chunks, compressed: found.compressed };
  if (file === "-") throw new UserError("unable to prepare context: build context is not an archive");
  return { ...packDockerfile(found.bytes, ctx.now()), compressed: false };
}

async function repository(ctx: Ctx, file: string, url: string): Promise<SentContext> {
  const { checkOut, parseGitUrl } = await import("../../../archive/context/git.js");
  let forget = () => {};
  const made = (remove: () => void) => {
    forget = ctx.signals.cleanup(remove);
  };
  const { dir, remove } = await checkOut(parseGitUrl(url), { env: ctx.env, temporary: tmpdir(), made });
  const done = () => {
    forget();
    remove();
  };
  try {
    const opened = openFolder(dir, file === "-" ? () => readDockerfile(ctx.stdin) : file);
    if (opened.dockerfile.kind === "beside" && file !== "-")
      throw new UserError(`unable to prepare context: the Dockerfile (${file}) must be within the build context`);
    return { ...(await folder(ctx, opened)), compressed: false, remove: done };
  } catch (error) {
    done();
    throw error;
  }
}

/** Shown as in Docker: redrawn in place, in pipes too. */
async function downloaded(url: string, out: Output): Promise<StdinContent> {
  const { download } = await import("../../../archive/context/download.js");
  const { contentOf } = await import("../../../archive/context/stdin.js");
  const { size, chunks } = await download(url);
  const line = (current: number) => {
    const detail = { current, total: size };
    return `Downloading build context from remote url: ${url} ${progressText(detail, out.width() || WIDTH, 0)}\r`;
  };
  async function* shown(): AsyncGenerator<Uint8Array> {
    let come = 0;
    for await (const chunk of chunks) {
      come += chunk.length;
      out.write(line(come));
      yield chunk;
    }
    out.write(`${line(come)}\r\n`);
  }
  return contentOf(shown());
}
