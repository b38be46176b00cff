import { filter } from "../../cli/filter.js";
import { int } from "../../cli/flags.js";
import { defineList } from "../../cli/list.js";
import { rowsOf } from "../../engine/rows.js";
import { withLogin } from "../../registry/with-login.js";
import { type Found, searchView } from "./search-view.js";

export default defineList({
  path: "search",
  summary: "Search Docker Hub for images",
  usage: "[OPTIONS] TERM",
  args: { min: 1, max: 1 },
  flags: {
    filter: filter("Show only what matches, e.g. is-official=true, stars=50", { short: "f" }),
    limit: int("Maximum number of results (0: the daemon's limit)"),
  },
  examples: [{ say: "Find official images with many stars", run: "search --filter is-official=true --filter stars=100 web" }],
  view: searchView,
  has: ["format", "noTrunc"],
  async rows(ctx, { args: [term = ""], flags: { filter, limit } }) {
    if (Object.hasOwn(filter, "is-automated"))
      ctx.stderr.write(
        'WARNING: the "is-automated" filter is deprecated, and searching for "is-automated=true" will not yield any results in future.\n',
      );
    // As a list: an empty one is sent, too.
    const query = { term: [term], filters: filter, limit: limit > 0 ? limit : undefined };
    const engine = await ctx.engine();
    const answer = await withLogin(ctx, term, "search", (auth) =>
      engine.json("GET", "/images/search", { query, headers: { "X-Registry-Auth": auth } }),
    );
    return rowsOf<Found>(answer, "[]registry.SearchResult");
  },
});
