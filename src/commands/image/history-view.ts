/** The columns of `history`. */
import { ago, humanSize } from "../../format/units.js";
import type { View } from "../../format/view.js";
import { ellipsis } from "../../format/wide.js";
import type { Zone } from "../../values/time/zone-rule.js";

/** An element of GET /images/NAME/history. */
export interface HistoryLayer {
  Id: string;
  /** Seconds since the epoch. */
  Created: number;
  CreatedBy: string;
  /** Bytes. */
  Size: number;
  Comment: string;
}

const COMMAND_COLUMNS = 45;
/** 2000-01-01: builds that are to be reproducible set their clocks to the epoch or the like, and an age would mean nothing. */
const NO_AGE_UNTIL = 946_684_800;

/** `2023-11-14T22:13:20Z`, `2023-11-15T03:43:20+05:30`. */
function rfc3339(seconds: number, zone: Zone): string {
  const { offset } = zone(seconds);
  const local = new Date((seconds + offset) * 1000).toISOString().slice(0, -5);
  const minutes = Math.trunc(Math.abs(offset) / 60);
  const two = (n: number) => String(n).padStart(2, "0");
  return offset === 0 ? `${local}Z` : `${local}${offset < 0 ? "-" : "+"}${two(Math.trunc(minutes / 60))}:${two(minutes % 60)}`;
}

/** `sha256:` and all but twelve digits taken away. */
const shortId = (id: string) => id.slice(id.indexOf(":") + 1).slice(0, 12);

/** @param human sizes and ages as people say them; else bytes and times */
export function historyView(human: boolean): View<HistoryLayer> {
  return {
    type: "*image.historyContext",
    columns: {
      ID: { header: "IMAGE", value: ({ Id }, { trunc }) => (trunc ? shortId(Id) : Id) },
      CreatedSince: {
        header: "CREATED",
        value({ Created }, { now, zone, dialect }) {
          if (!human) return rfc3339(Created, zone);
          return Created <= NO_AGE_UNTIL ? "N/A" : ago(Created, now, dialect);
        },
        shrink: 7,
      },
      CreatedAt: { header: "CREATED AT", value: ({ Created }, { zone }) => rfc3339(Created, zone) },
      CreatedBy: {
        header: "CREATED BY",
        value({ CreatedBy }, { trunc }) {
          const command = CreatedBy.replaceAll("\t", " ");
          return trunc ? ellipsis(command, COMMAND_COLUMNS) : command;
        },
        shrink: 20,
      },
      Size: { header: "SIZE", value: ({ Size }, { dialect }) => (human ? humanSize(Size, dialect, 3) : String(Size)) },
      Comment: { header: "COMMENT", value: ({ Comment }) => Comment, shrink: 7 },
    },
    table: ["ID", human ? "CreatedSince" : "CreatedAt", "CreatedBy", "Size", "Comment"],
    quiet: "ID",
  };
}
