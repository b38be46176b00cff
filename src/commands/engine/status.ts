import { defineCommand } from "../../cli/spec.js";
import { ago } from "../../format/units.js";
import { describeEngine } from "../../private-engine/client.js";
import { addressOf, type Kind, placeOf, readState } from "../../private-engine/place.js";
import { runningEngine } from "../../private-engine/running.js";

const HOW: Readonly<Record<Kind, string>> = { dockerd: "dockerd as root", rootless: "rootless dockerd", podman: "Podman's service" };

export default defineCommand({
  path: "engine status",
  summary: "Show whether your private engine runs, and where",
  long: "Show whether your private engine runs, and where. The exit code is 0 if it runs, else 1.",
  usage: "",
  args: { min: 0, max: 0 },
  flags: {},
  examples: [{ say: "Start it only where it does not run", run: "engine status || dockline engine up" }],
  async run(ctx) {
    const found = runningEngine(ctx);
    const place = placeOf(ctx);
    const state = found?.state ?? (ctx.platform === "linux" ? readState(place) : undefined);
    const lines: [string, string | undefined][] = [["Status", found ? "running" : state ? "stopped" : "none"]];
    if (found) {
      const { since, kind } = found.state;
      const version = await describeEngine(ctx, place).catch(() => "does not answer");
      lines.push(["Engine", `${version} (${HOW[kind]})`], ["Host", place.host], ["Address", addressOf(place)]);
      lines.push(["Since", `${new Date(since).toISOString().replace(/\.\d+/, "")} (${ago(since, ctx.now())})`]);
    }
    if (state) lines.push(["Data", place.folder], ["Log", place.log]);
    ctx.stdout.write(lines.flatMap(([name, value]) => (value === undefined ? [] : [`${`${name}:`.padEnd(10)}${value}\n`])).join(""));
    return found ? 0 : 1;
  },
});
