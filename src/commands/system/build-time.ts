/** When something was built, as people read it. */
import { parseRfc3339 } from "../../values/time/rfc3339.js";

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** RFC 3339 to time.ANSIC in its own zone, "Fri May 30 12:07:14 2025"; any other text stays as it is. */
export function ansic(built: string): string {
  return spelled(built, "");
}

/** RFC 3339 to the form of the classic layout, "Mon Oct 12 05:39:44 UTC 2015"; any other text stays as it is. */
export function unixDate(built: string): string {
  return spelled(built, " UTC");
}

function spelled(built: string, zone: string): string {
  const instant = parseRfc3339(built);
  if (instant === undefined) return built;
  // ANSIC has no zone and shows the clock as written; the classic layout names UTC.
  const date = new Date((instant.seconds + (zone === "" ? instant.offset : 0)) * 1000);
  const two = (n: number) => String(n).padStart(2, "0");
  const clock = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
  const day = String(date.getUTCDate()).padStart(2, " ");
  return `${DAYS[date.getUTCDay()]} ${MONTHS[date.getUTCMonth()]} ${day} ${clock}${zone} ${String(date.getUTCFullYear()).padStart(4, "0")}`;
}
