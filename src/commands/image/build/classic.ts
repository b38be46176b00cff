/** Building with the daemon's classic builder: the context is sent, what the steps print comes back. */
import type { BuildContext } from "../../../archive/context/types.js";
import { gzipped } from "../../../archive/gzip.js";
import type { Ctx } from "../../../cli/context.js";
import { StatusError } from "../../../errors.js";
import { type ProgressMessage, showProgress } from "../../../format/progress.js";
import type { Output } from "../../../io/streams.js";
import { contextArchive, type SentContext } from "./archive.js";
import { counted } from "./counter.js";
import { writeIidFile } from "./iid-file.js";
import { registryConfig } from "./registry-config.js";
import { type BuildRequest, toQuery } from "./request.js";

/** Where a build shows its output. */
interface Shown {
  /** Where the context's progress is shown. */
  context: Output;
  steps: Output;
}

/** An output that keeps what it is given: --quiet shows it only where the build fails. */
function keeping(like: Output): Output & { text(): string } {
  const parts: Uint8Array[] = [];
  const write = (chunk: string | Uint8Array) => void parts.push(Buffer.from(chunk as string));
  return { ...like, isTTY: false, write, writeAsync: async (chunk) => write(chunk), text: () => Buffer.concat(parts).toString() };
}

/** What the answer says beside what it shows. */
interface Told {
  id: string;
  /** Exit code of the command that failed; 0 where the daemon does not say. */
  code: number;
}

async function* watched(messages: AsyncIterable<ProgressMessage>, told: Told): AsyncGenerator<ProgressMessage> {
  for await (const message of messages) {
    told.code = message?.errorDetail?.code ?? 0;
    yield message;
  }
}

/**
 * Sends, shows, and gives the image's ID ("" where the daemon did not tell).
 * @throws StatusError with the failing command's exit code; ApiError, EarlyEndError
 */
async function send(ctx: Ctx, request: BuildRequest, archive: SentContext, shown: Shown): Promise<string> {
  const engine = await ctx.engine();
  const chunks = request.compress && !archive.compressed ? gzipped(archive.chunks) : archive.chunks;
  const headers = { "Content-Type": "application/x-tar", "X-Registry-Config": await registryConfig(ctx) };
  const query = toQuery(request, { dockerfile: archive.dockerfile, version: "1" });
  const answer = await engine.request("POST", "/build", { query, headers, body: counted(chunks, shown.context, ctx) });
  const told: Told = { id: "", code: 0 };
  const aux = (value: unknown) => {
    told.id = (value as { ID?: string }).ID ?? "";
  };
  try {
    await showProgress(watched(answer.jsonLines(), told), shown.steps, { dialect: ctx.dialect, now: () => ctx.now(), aux });
  } catch (error) {
    if (told.code === 0 || !(error instanceof StatusError)) throw error;
    throw new StatusError(error.message, told.code, { cause: error });
  }
  return told.id;
}

export async function classicBuild(ctx: Ctx, request: BuildRequest, context: BuildContext): Promise<number> {
  if (!request.quiet) {
    writeIidFile(ctx.cwd, request.iidFile, await build(ctx, request, context, { context: ctx.stdout, steps: ctx.stdout }));
    return 0;
  }
  const kept = { context: keeping(ctx.stdout), steps: keeping(ctx.stdout) };
  await build(ctx, request, context, kept).catch((error: unknown) => {
    ctx.stderr.write(kept.context.text() + kept.steps.text());
    throw error;
  });
  // The daemon sends nothing but the ID then; the file gets it with the end of its line, as Docker writes it.
  ctx.stdout.write(kept.steps.text());
  writeIidFile(ctx.cwd, request.iidFile, kept.steps.text());
  return 0;
}

async function build(ctx: Ctx, request: BuildRequest, context: BuildContext, shown: Shown): Promise<string> {
  const archive = await contextArchive(ctx, request, context, shown.context);
  try {
    return await send(ctx, request, archive, shown);
  } finally {
    archive.remove();
  }
}
