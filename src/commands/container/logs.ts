import { bool, str, type Values } from "../../cli/flags.js";
import { defineCommand } from "../../cli/spec.js";
import { demux } from "../../engine/demux.js";
import { jsonObject } from "../../engine/json-object.js";
import { containerPath } from "../../engine/object-path.js";
import { UserError } from "../../errors.js";
import { toTimestamp } from "../../values/timestamp.js";

const flags = {
  details: bool("Show extra attributes provided to the logging driver"),
  follow: bool("Follow new output", { short: "f" }),
  since: str('Show logs since a time ("2026-01-02T13:23:37Z") or for the last ("42m")'),
  tail: str("Number of lines to show from the end of the logs", { short: "n", def: "all" }),
  timestamps: bool("Show timestamps", { short: "t" }),
  until: str('Show logs before a time ("2026-01-02T13:23:37Z") or until ("42m") ago', { api: "1.35" }),
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
  summary: "Show the logs of a container",
  usage: "[OPTIONS] CONTAINER",
  args: { min: 1, max: 1 },
  names: { kind: "container", which: "all" },
  flags,
  examples: [
    { say: "Follow, starting with the last ten lines", run: "logs -f -n 10 web" },
    { say: "Show the last 15 minutes, with timestamps", run: "logs -t --since 15m web" },
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
