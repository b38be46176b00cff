import { filter } from "../../cli/filter.js";
import { listFormat } from "../../cli/format.js";
import { bool, defineCommand, int } from "../../cli/spec.js";
import { rowsOf } from "../../engine/rows.js";
import { withLogin } from "../../registry/with-login.js";
import { type Found, searchView } from "./search-view.js";

export default defineCommand({
  path: "search",
  summary: "Look for images on Docker Hub",
  usage: "[OPTIONS] TERM",
  args: { min: 1, max: 1 },
  flags: {
    filter: filter("Keep only what matches, e.g. is-official=true, stars=50", { short: "f" }),
    format: listFormat(),
    limit: int("At most so many results (0: the engine's own limit)"),
    noTrunc: bool("Print descriptions in full"),
  },
  examples: [{ say: "Official ones that many people like", run: "search --filter is-official=true --filter stars=100 web" }],
  async run(ctx, [term = ""], f) {
    if (Object.hasOwn(f.filter, "is-automated"))
      ctx.stderr.write(
        'WARNING: the "is-automated" filter is deprecated, and searching for "is-automated=true" will not yield any results in future.\n',
      );
    // As a list: an empty one is sent, too.
    const query = { term: [term], filters: f.filter, limit: f.limit > 0 ? f.limit : undefined };
    const engine = await ctx.engine();
    const answer = await withLogin(ctx, term, "search", (auth) =>
      engine.json("GET", "/images/search", { query, headers: { "X-Registry-Auth": auth } }),
    );
    const rows = rowsOf<Found>(answer, "[]registry.SearchResult");
    await ctx.print.list(searchView, rows, { format: f.format, quiet: false, trunc: !f.noTrunc });
  },
});
