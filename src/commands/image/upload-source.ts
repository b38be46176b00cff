/** Archives sent to the daemon: a file or standard input, a piece at a time. */
import { open } from "node:fs/promises";
import path from "node:path";
import type { Ctx } from "../../cli/context.js";
import { UserError } from "../../errors.js";
import { readFileText } from "../../values/errno.js";

/** Large enough that the daemon's disk, not the number of calls, is the limit. */
const PIECE = 256 * 1024;

/**
 * @param file undefined is standard input
 * @throws UserError at once where the file cannot be opened; the iteration throws it where it cannot be read
 */
export async function openUpload(ctx: Ctx, file: string | undefined): Promise<AsyncIterable<Uint8Array>> {
  if (file === undefined) return standardInput(ctx);
  const explain = (error: unknown) => new UserError(readFileText(file, error), { cause: error });
  const handle = await open(path.resolve(ctx.cwd, file)).catch((error) => {
    throw explain(error);
  });
  return (async function* () {
    // Two buffers take turns: while one is on its way, the next piece is read into the other. A pipe may have none for long.
    const ahead = (await handle.stat()).isFile();
    let [here, next] = [Buffer.allocUnsafe(PIECE), Buffer.allocUnsafe(PIECE)];
    const read = (into: Buffer) => {
      const reading = handle.read(into, 0, PIECE, null);
      // It may never be awaited.
      reading.catch(() => {});
      return reading;
    };
    let reading: ReturnType<typeof read> | undefined;
    try {
      for (;;) {
        reading ??= read(here);
        const { bytesRead } = await reading.catch((error) => {
          throw explain(error);
        });
        if (bytesRead === 0) return;
        const piece = here.subarray(0, bytesRead);
        [here, next] = [next, here];
        reading = ahead ? read(here) : undefined;
        yield piece;
      }
    } finally {
      await reading?.catch(() => {});
      await handle.close();
    }
  })();
}

async function* standardInput(ctx: Ctx): AsyncGenerator<Uint8Array> {
  const reader = ctx.stdin.open();
  try {
    yield* reader;
  } finally {
    reader.close();
  }
}
