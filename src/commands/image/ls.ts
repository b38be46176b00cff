import { filter } from "../../cli/filter.js";
import { listFormat } from "../../cli/format.js";
import { bool, defineCommand } from "../../cli/spec.js";
import { rowsOf } from "../../engine/rows.js";
import { StatusError } from "../../errors.js";
import { imageRows, imageView } from "../../format/views/image.js";
import { addFilter } from "../../values/filter.js";
import { quote } from "../../values/quote.js";
import type { TreeImage } from "./tree.js";

const flags = {
  all: bool("List intermediate images as well", { short: "a", shown: "hides intermediate images" }),
  digests: bool("Add the digests"),
  filter: filter("Keep only what matches, e.g. dangling=true", { short: "f" }),
  format: listFormat(),
  noTrunc: bool("Print values in full"),
  quiet: bool("Print IDs only", { short: "q" }),
  tree: bool("Draw each image's platforms below it", { api: "1.47" }),
};

/** Words that are commands of `image`: `images rm` was probably meant to be `image rm`. */
const VERBS = "build history import inspect list load ls prune pull push rm save tag".split(" ");

/** `--digests` adds its column to a table that does not name it. */
function withDigests(format: string): string {
  return format !== "table" && format.startsWith("table") && !format.includes("{{.Digest}}") ? `${format}\t{{.Digest}}` : format;
}

function checkTree(f: { quiet: boolean; noTrunc: boolean; digests: boolean; format: string }): void {
  const refused = f.quiet ? "quiet" : f.noTrunc ? "no-trunc" : f.digests ? "show-digest" : f.format !== "" ? "format" : "";
  if (refused !== "") throw new StatusError(`--${refused} is not yet supported with --tree`);
}

export default defineCommand({
  path: "image ls",
  aliases: ["images", "image list"],
  summary: "List images",
  usage: "[OPTIONS] [REPOSITORY[:TAG]]",
  args: { min: 0, max: 1 },
  flags,
  examples: [
    { say: "Names and sizes only", run: "images --format '{{.Repository}}:{{.Tag}} {{.Size}}'" },
    { say: "What no name leads to", run: "images -f dangling=true" },
  ],
  async run(ctx, [name], f) {
    const filters = name ? addFilter(f.filter, "reference", name) : f.filter;
    const list = async (manifests: boolean) =>
      rowsOf<TreeImage>(
        await (await ctx.engine()).json("GET", "/images/json", { query: { all: f.all, filters, manifests } }),
        "[]image.Summary",
      );
    if (f.tree) {
      checkTree(f);
      const { printTree } = await import("./tree.js");
      printTree(ctx, await list(true), f.all);
      return;
    }
    const images = await list(false);
    const chosen = f.format || (f.quiet ? "" : String(ctx.config().values.imagesFormat ?? ""));
    const format = f.digests ? withDigests(chosen) : chosen;
    const rows = imageRows(images, { digests: f.digests || format.includes("{{.Digest}}"), digestRows: f.digests });
    await ctx.print.list(imageView, rows, { format, quiet: f.quiet, trunc: !f.noTrunc, digests: f.digests });
    if (images.length === 0 && name && VERBS.includes(name) && ctx.invokedAs === "images") {
      ctx.stderr.write(`\nNo images found matching ${quote(name)}: did you mean "${ctx.name} image ${name}"?\n`);
    }
  },
});
