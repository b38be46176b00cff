import { bool, str, type Values } from "../../cli/flags.js";
import { defineCommand } from "../../cli/spec.js";
import { UserError } from "../../errors.js";
import { showProgress } from "../../format/progress.js";
import { type HostPlatform, hostPlatform } from "../../values/platform.js";
import { platformFlag, platformQueries } from "./platform-query.js";
import { openUpload } from "./upload-source.js";

const flags = {
  input: str("Read from a file instead of standard input", { short: "i" }),
  platform: platformFlag("Only the variant for this platform", "1.48"),
  quiet: bool("Suppress the progress output", { short: "q" }),
};

/** Query of POST /images/load. Pure. Throws UserError for a bad platform. */
export function toLoadQuery(f: Pick<Values<typeof flags>, "platform" | "quiet">, shows: boolean, host: HostPlatform) {
  return { quiet: f.quiet || !shows ? "1" : "0", platform: platformQueries(f.platform, host, "invalid platform: ") };
}

export default defineCommand({
  path: "image load",
  aliases: ["load"],
  summary: "Load images from a tar archive that `save` wrote",
  usage: "[OPTIONS]",
  args: { min: 0, max: 0 },
  flags,
  examples: [{ say: "Load from another machine", run: "load < images.tar" }],
  async run(ctx, _args, f) {
    if (f.input === "" && ctx.stdin.isTTY) throw new UserError("requested load from stdin, but stdin is empty");
    const body = await openUpload(ctx, f.input === "" ? undefined : f.input);
    const query = toLoadQuery(f, ctx.stdout.isTTY, hostPlatform(ctx.platform, ctx.arch));
    const engine = await ctx.engine();
    const answer = await engine.request("POST", "/images/load", { query, body, headers: { "Content-Type": "application/x-tar" } });
    if (answer.headers["content-type"] === "application/json") {
      await showProgress(answer.jsonLines(), ctx.stdout, ctx);
      return;
    }
    for await (const chunk of answer) await ctx.stdout.writeAsync(chunk);
  },
});
