import { str } from "../../cli/flags.js";
import { defineInspection } from "../../cli/inspection.js";
import { hostPlatform } from "../../values/platform.js";
import { platformQuery } from "./platform-query.js";

export default defineInspection({
  path: "image inspect",
  summary: "Show detailed information about images",
  usage: "[OPTIONS] IMAGE [IMAGE...]",
  flags: {
    platform: str('Inspect the variant for a platform, "os[/arch[/variant]]"', { api: "1.49" }),
  },
  examples: [{ say: "Show where an image came from", run: "image inspect -f '{{json .RepoDigests}}' debian" }],
  kind: "image",
  query: (ctx, { platform }) => ({ platform: platform && platformQuery(platform, hostPlatform(ctx.platform, ctx.arch)) }),
});
