import { str } from "../../cli/flags.js";
import { defineInspection } from "../../cli/inspection.js";
import { hostPlatform } from "../../values/platform.js";
import { platformQuery } from "./platform-query.js";

export default defineInspection({
  path: "image inspect",
  summary: "Show all that the engine knows of images",
  usage: "[OPTIONS] IMAGE [IMAGE...]",
  flags: {
    platform: str('The variant for this platform, "os[/arch[/variant]]"', { api: "1.49" }),
  },
  examples: [{ say: "Where it came from", run: "image inspect -f '{{json .RepoDigests}}' debian" }],
  kind: "image",
  query: (ctx, { platform }) => ({ platform: platform && platformQuery(platform, hostPlatform(ctx.platform, ctx.arch)) }),
});
