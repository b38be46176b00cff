import { bool } from "../../cli/flags.js";
import { defineInspection } from "../../cli/inspection.js";

export default defineInspection({
  path: "network inspect",
  summary: "Show detailed information about networks",
  usage: "[OPTIONS] NETWORK [NETWORK...]",
  flags: {
    verbose: bool("Show diagnostic details: services and tasks in the network", { short: "v" }),
  },
  examples: [{ say: "List the connected containers", run: "network inspect -f '{{range .Containers}}{{println .Name}}{{end}}' backend" }],
  kind: "network",
  query: (_ctx, { verbose }) => (verbose ? { verbose: "true" } : {}),
});
