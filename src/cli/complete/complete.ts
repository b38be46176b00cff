/** Answers a shell that asks what a line may go on with. */

import { StatusError, UserError } from "../../errors.js";
import type { ProgramCtx } from "../command-table.js";
import { completeByPlugin } from "../plugins/words.js";
import { type Answer, ending, NOTHING, printed } from "./answer.js";
import { completeLine, type Question, type Sources } from "./line.js";
import { Objects } from "./objects.js";

/** Nobody waits longer than this for the Tab key. */
const PATIENCE_MS = 1500;

function sourcesFor(ctx: ProgramCtx, signal: AbortSignal): Sources {
  const objects = new Objects(ctx, signal);
  return {
    async values(question: Question) {
      const asked = { ...question, ctx, objects, path: question.spec?.path ?? "" };
      if (question.flag) return (await import("./flag-values.js")).flagValues(asked);
      return (await import("./argument-values.js")).argumentValues(asked);
    },
    async plugins() {
      const found = await (await import("../plugins/plugin.js")).listPlugins(ctx);
      return found.filter(({ Err }) => Err === undefined).map(({ Name, ShortDescription }) => ({ value: Name, about: ShortDescription }));
    },
    byPlugin: async (words) => (await completeByPlugin(ctx, words)) !== undefined,
  };
}

/** Nothing where the daemon keeps us waiting, and where the configuration cannot be read. Undefined: a plugin has answered. */
async function answered(ctx: ProgramCtx, words: readonly string[]): Promise<Answer | undefined> {
  const patience = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  // A plugin that has begun to print may finish: its output must not be mixed with ours.
  const tooLate = new Promise<Answer>((resolve) => {
    timer = setTimeout(() => {
      patience.abort(new StatusError("too late"));
      resolve(NOTHING);
    }, PATIENCE_MS);
  });
  const sources = sourcesFor(ctx, patience.signal);
  const byPlugin: Sources["byPlugin"] = (given) => {
    clearTimeout(timer);
    return sources.byPlugin(given);
  };
  try {
    return await Promise.race([completeLine(ctx, words, { ...sources, byPlugin }), tooLate]);
  } catch (error) {
    if (error instanceof StatusError) return NOTHING;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** `__complete WORD...` and `__completeNoDesc WORD...`: the words behind the program's name; the last is being typed. */
export async function complete(ctx: ProgramCtx, [command, ...words]: readonly string[]): Promise<number> {
  if (words.length === 0) throw new UserError("requires at least 1 arg(s), only received 0");
  const answer = await answered(ctx, words);
  if (!answer) return 0;
  ctx.stdout.write(printed(answer, command !== "__completeNoDesc"));
  ctx.stderr.write(ending(answer.directive));
  return 0;
}
