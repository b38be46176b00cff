import { bool } from "../../cli/flags.js";
import { defineInspection } from "../../cli/inspection.js";

export default defineInspection({
  path: "container inspect",
  summary: "Show all that the engine knows of containers",
  usage: "[OPTIONS] CONTAINER [CONTAINER...]",
  flags: {
    size: bool("Add the sizes of the files", { short: "s" }),
  },
  examples: [{ say: "Its address", run: "container inspect -f '{{.NetworkSettings.IPAddress}}' web" }],
  kind: "container",
  query: (_ctx, { size }) => ({ size }),
});
