import { type Answer, ending, NOTHING, printed } from "../../cli/complete/answer.js";
import { completeLine, type Question, type Sources } from "../../cli/complete/line.js";
import { Objects } from "../../cli/complete/objects.js";
import type { Ctx } from "../../cli/context.js";
import { completeByPlugin } from "../../cli/plugins/words.js";
import { defineCommand } from "../../cli/spec.js";
import { StatusError, UserError } from "../../errors.js";

/** Who waits longer for a key's answer has typed on. */
const PATIENCE_MS = 1500;

function sourcesFor(ctx: Ctx, signal: AbortSignal): Sources {
  const objects = new Objects(ctx, signal);
  return {
    async values(question: Question) {
      const asked = { ...question, ctx, objects, path: question.spec?.path ?? "" };
      if (question.flag) return (await import("../../cli/complete/flag-values.js")).flagValues(asked);
      return (await import("../../cli/complete/argument-values.js")).argumentValues(asked);
    },
    async plugins() {
      const found = await (await import("../../cli/plugins/plugin.js")).listPlugins(ctx);
      return found.filter(({ Err }) => Err === undefined).map(({ Name, ShortDescription }) => ({ value: Name, about: ShortDescription }));
    },
    byPlugin: async (words) => (await completeByPlugin(ctx, words)) !== undefined,
  };
}

/** Nothing where the engine keeps us waiting, and where the configuration cannot be read. Undefined: a plugin has answered. */
async function answered(ctx: Ctx, words: readonly string[]): Promise<Answer | undefined> {
  const patience = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  // A plugin that has begun to print is let finish: its words must not be mixed with ours.
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

export default defineCommand({
  path: "__complete",
  aliases: ["__completeNoDesc"],
  summary: "Tell a shell what a line may go on with",
  usage: "WORD [WORD...]",
  args: { min: 1 },
  flags: {},
  hidden: true,
  // Routing hands over the words as they are: options among them are what is being completed.
  async run(ctx, words) {
    if (words.length === 0) throw new UserError("requires at least 1 arg(s), only received 0");
    const answer = await answered(ctx, words);
    if (!answer) return;
    ctx.stdout.write(printed(answer, ctx.invokedAs !== "__completeNoDesc"));
    ctx.stderr.write(ending(answer.directive));
  },
});
