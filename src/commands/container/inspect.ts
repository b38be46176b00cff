import { bool } from "../../cli/flags.js";
import { defineInspection } from "../../cli/inspection.js";

export default defineInspection({
  path: "container inspect",
  summary: "Show detailed information about containers",
  usage: "[OPTIONS] CONTAINER [CONTAINER...]",
  flags: {
    size: bool("Add the total file sizes", { short: "s" }),
  },
  examples: [{ say: "Show a container's IP address", run: "container inspect -f '{{.NetworkSettings.IPAddress}}' web" }],
  kind: "container",
  query: (_ctx, { size }) => ({ size }),
});
