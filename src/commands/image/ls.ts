import type { Ctx } from "../../cli/context.js";
import { filter } from "../../cli/filter.js";
import { bool } from "../../cli/flags.js";
import { defineList } from "../../cli/list.js";
import { rowsOf } from "../../engine/rows.js";
import { StatusError } from "../../errors.js";
import { imageRows, imageView } from "../../format/views/image.js";
import { addFilter, type Filters } from "../../values/filter.js";
import { quote } from "../../values/quote.js";
import type { TreeImage } from "./tree.js";

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

/** `manifests`: with each image's variants for platforms. */
async function imagesOf({ engine }: Ctx, name: string | undefined, f: { all: boolean; filter: Filters }, manifests: boolean) {
  const filters = name ? addFilter(f.filter, "reference", name) : f.filter;
  const answer = await (await engine()).json("GET", "/images/json", { query: { all: f.all, filters, manifests } });
  return rowsOf<TreeImage>(answer, "[]image.Summary");
}

export default defineList({
  path: "image ls",
  aliases: ["images", "image list"],
  summary: "List images",
  usage: "[OPTIONS] [REPOSITORY[:TAG]]",
  args: { min: 0, max: 1 },
  flags: {
    all: bool("Show all images, including intermediate ones", { short: "a", shown: "hides intermediate images" }),
    digests: bool("Show digests"),
    filter: filter("Show only what matches, e.g. dangling=true", { short: "f" }),
    tree: bool("List multi-platform images as a tree", { api: "1.47" }),
  },
  examples: [
    { say: "Show only names and sizes", run: "images --format '{{.Repository}}:{{.Tag}} {{.Size}}'" },
    { say: "List untagged images", run: "images -f dangling=true" },
  ],
  view: imageView,
  configFormat: "imagesFormat",
  format(_ctx, { format, quiet, digests }, configured) {
    const chosen = format || (quiet ? "" : configured);
    return digests ? withDigests(chosen) : chosen;
  },
  options: ({ flags: { digests } }) => ({ digests }),
  async instead(ctx, { args: [name], flags: f }) {
    if (!f.tree) return false;
    checkTree(f);
    const { printTree } = await import("./tree.js");
    printTree(ctx, await imagesOf(ctx, name, f, true), f.all);
    return true;
  },
  async rows(ctx, { args: [name], flags: f, format }) {
    const digests = f.digests || format.includes("{{.Digest}}");
    return imageRows(await imagesOf(ctx, name, f, false), { digests, digestRows: f.digests });
  },
  after(ctx, rows, { args: [name] }) {
    if (rows.length === 0 && name && VERBS.includes(name) && ctx.invokedAs === "images") {
      ctx.stderr.write(`\nNo images found matching ${quote(name)}: did you mean "${ctx.name} image ${name}"?\n`);
    }
  },
});
