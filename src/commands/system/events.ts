import { filter } from "../../cli/filter.js";
import { str, type Values } from "../../cli/flags.js";
import { defineCommand } from "../../cli/spec.js";
import type { Query } from "../../engine/engine.js";
import { jsonTexts } from "../../engine/json-values.js";
import { UserError } from "../../errors.js";
import { lazyZone } from "../../format/zone.js";
import { toTimestamp } from "../../values/timestamp.js";
import { eventLine, readEvent } from "./events-message.js";

const flags = {
  filter: filter("Show only what matches, e.g. event=start", { short: "f" }),
  format: str("Output format: json, or a Go template"),
  since: str('Show events since a time ("2026-01-02T13:23:37Z") or for the last ("42m")'),
  until: str('Stream events until a time ("2026-01-02T13:23:37Z") or ("42m") ago'),
};

/** Query of GET /events. Pure. `now` in milliseconds since the epoch. Throws UserError for times that make no sense. */
export function toEventsQuery(f: Pick<Values<typeof flags>, "filter" | "since" | "until">, now: number): Query {
  const time = (value: string) => {
    if (value === "") return undefined;
    try {
      return toTimestamp(value, now);
    } catch (error) {
      throw new UserError((error as Error).message);
    }
  };
  return { filters: f.filter, since: time(f.since), until: time(f.until) };
}

export default defineCommand({
  path: "system events",
  aliases: ["events"],
  summary: "Show real-time events from the daemon",
  usage: "[OPTIONS]",
  args: { min: 0, max: 0 },
  root: "event",
  flags,
  examples: [
    { say: "Show what started in the last hour, then exit", run: "events --since 1h --until 0s -f event=start" },
    { say: "Print one JSON object per line", run: "events --format json" },
  ],
  async run({ engine, stdout, env, now }, _args, f) {
    const formatter = f.format === "" ? undefined : await import("./events-format.js");
    const template = formatter?.eventTemplate(f.format);
    const query = toEventsQuery(f, now());
    const answer = await (await engine()).request("GET", "/events", { query });
    const zone = lazyZone(env.TZ);
    for await (const message of jsonTexts(answer)) {
      const event = readEvent(message);
      if (formatter && template) formatter.formatEvent(template, event, (text) => stdout.write(`${text}\n`));
      else stdout.write(`${eventLine(event, zone)}\n`);
    }
  },
});
