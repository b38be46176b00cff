/** When something was built, as people read it. */

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const RFC3339 = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d([.,]\d+)?([Zz]|[-+]\d\d:\d\d)$/;

/** RFC 3339 to time.ANSIC in its own zone, "Fri May 30 12:07:14 2025"; any other text stays as it is. */
export function ansic(built: string): string {
  return spelled(built, "");
}

/** RFC 3339 to the form of the classic layout, "Mon Oct 12 05:39:44 UTC 2015"; any other text stays as it is. */
export function unixDate(built: string): string {
  return spelled(built, " UTC");
}

function spelled(built: string, zone: string): string {
  const [, , offset] = RFC3339.exec(built) ?? [];
  const moment = offset === undefined ? Number.NaN : Date.parse(built.replace(",", "."));
  if (offset === undefined || Number.isNaN(moment)) return built;
  // ANSIC has no zone and shows the clock as written; the classic layout names UTC.
  const date = new Date(moment + (zone === "" ? minutesEast(offset) * 60_000 : 0));
  const two = (n: number) => String(n).padStart(2, "0");
  const clock = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
  const day = String(date.getUTCDate()).padStart(2, " ");
  return `${DAYS[date.getUTCDay()]} ${MONTHS[date.getUTCMonth()]} ${day} ${clock}${zone} ${String(date.getUTCFullYear()).padStart(4, "0")}`;
}

function minutesEast(offset: string): number {
  const [, sign, hours, minutes] = /^([-+])(\d\d):(\d\d)$/.exec(offset) ?? [];
  return sign === undefined ? 0 : (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}
