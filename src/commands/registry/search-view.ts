/** The columns of `search`. */
import type { View } from "../../format/view.js";
import { ellipsis } from "../../format/wide.js";

/** registry.SearchResult, as the daemon sends it. */
export interface Found {
  name?: string;
  description?: string;
  star_count?: number;
  is_official?: boolean;
}

const LONGEST_DESCRIPTION = 45;

export const searchView: View<Found> = {
  type: "*registry.searchContext",
  columns: {
    Name: { header: "NAME", value: ({ name = "" }) => name, shrink: { least: 16, last: true } },
    Description: {
      header: "DESCRIPTION",
      value: ({ description = "" }, { trunc }) => {
        const line = description.replace(/[\n\r]/g, " ");
        return trunc ? ellipsis(line, LONGEST_DESCRIPTION) : line;
      },
      shrink: 16,
    },
    StarCount: { header: "STARS", value: ({ star_count = 0 }) => String(star_count) },
    IsOfficial: {
      header: "OFFICIAL",
      value: ({ is_official = false }) => (is_official ? "[OK]" : ""),
      json: ({ is_official = false }) => String(is_official),
    },
  },
  table: ["Name", "Description", "StarCount", "IsOfficial"],
  quiet: "Name",
  blank: {},
};
