import type { Ctx } from "../../cli/context.js";
import { bool } from "../../cli/flags.js";
import { listFormat } from "../../cli/list.js";
import { throwJoined } from "../../cli/parallel.js";
import { defineCommand } from "../../cli/spec.js";
import type { StatusError } from "../../errors.js";
import { createPrinter } from "../../format/printer.js";
import type { StatsEntry } from "./stats-math.js";
import { followMembers } from "./stats-members.js";
import { watchPulse } from "./stats-pulse.js";
import { screenFrame } from "./stats-screen.js";
import { statsView } from "./stats-view.js";
import { type Watch, watchStats } from "./stats-watch.js";

const flags = {
  all: bool("Show all containers, including stopped ones", { short: "a", shown: "shows just running" }),
  format: listFormat(),
  noStream: bool("Show one result and exit"),
  noTrunc: bool("Do not truncate output"),
};

/** Milliseconds between two redraws. */
const REDRAW_MS = 500;

interface Shown {
  format: string;
  trunc: boolean;
  windows: boolean;
}

/** The rows as they are printed. Throws StatusError for a bad template. */
async function render(ctx: Ctx, rows: readonly StatsEntry[], { format, trunc, windows }: Shown): Promise<string> {
  let text = "";
  const stdout = {
    ...ctx.stdout,
    write(chunk: string | Uint8Array) {
      text += chunk;
    },
  };
  const printer = createPrinter({ stdout, now: () => ctx.now(), dialect: ctx.dialect, env: ctx.env });
  await printer.list(statsView(windows), rows, { format, trunc });
  return text;
}

/** The errors of named containers together, in the order of the names. */
function throwFirstErrors(watches: Iterable<Watch>): void {
  throwJoined([...watches].flatMap((watch) => watch.error() ?? []));
}

export default defineCommand({
  path: "container stats",
  aliases: ["stats"],
  summary: "Show a live stream of containers' resource usage",
  usage: "[OPTIONS] [CONTAINER...]",
  args: { min: 0 },
  names: { kind: "container", which: "all" },
  flags,
  view: statsView(false),
  examples: [
    { say: "Show two containers once", run: "stats --no-stream web db" },
    { say: "Show only names and CPU usage", run: "stats --format 'table {{.Name}}\\t{{.CPUPerc}}'" },
  ],
  async run(ctx, names, f) {
    const engine = await ctx.engine();
    const watches = new Map<string, Watch>();
    const abort = new AbortController();
    let os = (await engine.ping().catch(() => undefined))?.osType ?? "";
    let broken: (error: StatusError) => void = () => {};
    const lost = new Promise<never>((_, reject) => {
      broken = reject;
    });
    // Awaited in the races below.
    lost.catch(() => {});
    const pulse = watchPulse(engine, broken);
    const heard = (system: string) => {
      pulse.beat();
      os = system;
    };

    const add = (name: string) => {
      if (watches.has(name)) return;
      // A named container that fails is reported together with the others.
      const whole = names.length > 0 ? () => {} : broken;
      const begun = { now: false };
      const watch = watchStats(engine, name, { stream: !f.noStream, heard, broken: (error) => (begun.now ? broken : whole)(error) });
      watch.first.then(() => {
        begun.now = true;
      });
      watches.set(name, watch);
    };
    const remove = (name: string) => {
      watches.get(name)?.stop();
      watches.delete(name);
    };

    try {
      if (names.length > 0) for (const name of names) add(name);
      else await Promise.race([followMembers(engine, { all: f.all, signal: abort.signal, add, remove, broken }), lost]);
      await Promise.race([Promise.all([...watches.values()].map(({ first }) => first)), lost]);
      if (names.length > 0) throwFirstErrors(watches.values());
      const format = f.format || String(ctx.config().values.statsFormat ?? "");
      const picture = () =>
        render(
          ctx,
          [...watches.values()].map((watch) => watch.entry()),
          { format, trunc: !f.noTrunc, windows: os === "windows" },
        );
      if (f.noStream) {
        ctx.stdout.write(await picture());
        return;
      }
      for (;;) {
        await Promise.race([new Promise((resolve) => setTimeout(resolve, REDRAW_MS)), lost]);
        ctx.stdout.write(screenFrame(await picture()));
      }
    } finally {
      pulse.stop();
      abort.abort();
      for (const watch of watches.values()) watch.stop();
    }
  },
});
