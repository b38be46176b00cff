import { bool } from "../../cli/flags.js";
import { defineInspection } from "../../cli/inspection.js";

export default defineInspection({
  path: "network inspect",
  summary: "Show all that the engine knows of networks",
  usage: "[OPTIONS] NETWORK [NETWORK...]",
  flags: {
    verbose: bool("Add what helps to find faults: the services of a swarm in it", { short: "v" }),
  },
  examples: [{ say: "Who is in it", run: "network inspect -f '{{range .Containers}}{{println .Name}}{{end}}' backend" }],
  kind: "network",
  query: (_ctx, { verbose }) => (verbose ? { verbose: "true" } : {}),
});
