import { defineInspection } from "../../cli/inspection.js";

export default defineInspection({
  path: "volume inspect",
  summary: "Show detailed information about volumes",
  usage: "[OPTIONS] VOLUME [VOLUME...]",
  flags: {},
  examples: [{ say: "Show where the files are", run: "volume inspect -f '{{.Mountpoint}}' data" }],
  kind: "volume",
  typedOnly: true,
});
