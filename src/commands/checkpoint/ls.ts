import { str } from "../../cli/flags.js";
import { defineList } from "../../cli/list.js";
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

export default defineList({
  path: "checkpoint ls",
  aliases: ["checkpoint list"],
  summary: "List a container's checkpoints",
  usage: "[OPTIONS] CONTAINER",
  args: { min: 1, max: 1 },
  names: { kind: "container", which: "all" },
  experimental: true,
  flags: { checkpointDir: str("Checkpoint directory on the daemon's host") },
  examples: [{ say: "List what a container can be restored from", run: "checkpoint ls web" }],
  view,
  has: [],
  async rows({ engine }, { args: [container = ""], flags }) {
    const answer = await (await engine()).json("GET", checkpointPath(container), { query: { dir: flags.checkpointDir } });
    return rowsOf<Checkpoint>(answer, "[]checkpoint.Summary");
  },
});
