import { defineCommand, str } from "../../cli/spec.js";
import { rowsOf } from "../../engine/rows.js";
import type { View } from "../../format/view.js";
import { checkpointPath } from "./path.js";

interface Checkpoint {
  Name: string;
}

const view: View<Checkpoint> = {
  columns: { Name: { header: "CHECKPOINT NAME", value: ({ Name }) => Name } },
  table: ["Name"],
  quiet: "Name",
};

export default defineCommand({
  path: "checkpoint ls",
  aliases: ["checkpoint list"],
  summary: "List a container's checkpoints",
  usage: "[OPTIONS] CONTAINER",
  args: { min: 1, max: 1 },
  experimental: true,
  flags: { checkpointDir: str("Where the daemon keeps them") },
  examples: [{ say: "Where one could go on from", run: "checkpoint ls web" }],
  async run(ctx, [container = ""], { checkpointDir }) {
    const engine = await ctx.engine();
    const answer = await engine.json("GET", checkpointPath(container), { query: { dir: checkpointDir } });
    await ctx.print.list(view, rowsOf<Checkpoint>(answer, "[]checkpoint.Summary"), { format: "" });
  },
});
