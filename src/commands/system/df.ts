import { listFormat } from "../../cli/format.js";
import { bool, defineCommand } from "../../cli/spec.js";
import { summaryView, usages } from "./df-summary.js";
import type { DiskUsage } from "./df-types.js";

export default defineCommand({
  path: "system df",
  summary: "Show what images, containers, volumes and build cache take on disk",
  usage: "[OPTIONS]",
  args: { min: 0, max: 0 },
  api: "1.25",
  flags: {
    format: listFormat(),
    verbose: bool("Every object by itself", { short: "v" }),
  },
  examples: [{ say: "What could go", run: "system df --format '{{.Type}}: {{.Reclaimable}}'" }],
  async run(ctx, _args, f) {
    const usage = await (await ctx.engine()).json<DiskUsage>("GET", "/system/df");
    if (!f.verbose) return ctx.print.list(summaryView, usages(usage), { format: f.format });
    const { printVerbose } = await import("./df-verbose.js");
    await printVerbose(ctx, usage, f.format);
  },
});
