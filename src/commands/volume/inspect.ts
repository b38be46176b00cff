import { defineInspection } from "../../cli/inspection.js";

export default defineInspection({
  path: "volume inspect",
  summary: "Show all that the engine knows of volumes",
  usage: "[OPTIONS] VOLUME [VOLUME...]",
  flags: {},
  examples: [{ say: "Where its files are", run: "volume inspect -f '{{.Mountpoint}}' data" }],
  kind: "volume",
  typedOnly: true,
});
