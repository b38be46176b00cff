import { bool, str, type Values } from "../../cli/flags.js";
import { defineCommand } from "../../cli/spec.js";
import { demux } from "../../engine/demux.js";
import { jsonObject } from "../../engine/json-object.js";
import { containerPath } from "../../engine/object-path.js";
import { UserError } from "../../errors.js";
import { toTimestamp } from "../../values/timestamp.js";

const flags = {
  details: bool("Show the extra attributes given to the log"),
  follow: bool("Go on as more is written", { short: "f" }),
  since: str('Only what came after (e.g. "2026-01-02T13:23:37Z") or in the last (e.g. "42m")'),
  tail: str("Only so many lines from the end", { short: "n", def: "all" }),
  timestamps: bool("Show when each line was written", { short: "t" }),
  until: str('Only what came before (e.g. "2026-01-02T13:23:37Z") or until (e.g. "42m" ago)', { api: "1.35" }),
};

/** Query of GET /containers/ID/logs. Pure. `now` in milliseconds since the epoch. Throws for times that make no sense. */
export function toLogsQuery(f: Values<typeof flags>, now: number) {
  const time = (flag: "since" | "until") => {
    if (f[flag] === "") return undefined;
    try {
      return toTimestamp(f[flag], now);
    } catch (error) {
      throw new UserError(`invalid value for "${flag}": ${(error as Error).message}`);
    }
  };
  return {
    details: f.details,
    follow: f.follow,
    since: time("since"),
    stderr: true,
    stdout: true,
    tail: f.tail,
    timestamps: f.timestamps,
    until: time("until"),
  };
}

export default defineCommand({
  path: "container logs",
  aliases: ["logs"],
  summary: "Show what a container wrote",
  usage: "[OPTIONS] CONTAINER",
  args: { min: 1, max: 1 },
  names: { kind: "container", which: "all" },
  flags,
  examples: [
    { say: "Follow, from the last ten lines on", run: "logs -f -n 10 web" },
    { say: "The last quarter of an hour, with times", run: "logs -t --since 15m web" },
  ],
  async run(ctx, [container = ""], f) {
    const engine = await ctx.engine();
    const found = await jsonObject<{ Id: string; Config: { Tty: boolean } }>(engine, "GET", `${containerPath(container)}/json`);
    const answer = await engine.request("GET", `/containers/${found.Id}/logs`, { query: toLogsQuery(f, ctx.now()) });
    if (found.Config.Tty) {
      for await (const chunk of answer) await ctx.stdout.writeAsync(chunk);
    } else {
      await demux(answer, (channel, bytes) => (channel === 2 ? ctx.stderr : ctx.stdout).writeAsync(bytes));
    }
    return 0;
  },
});
