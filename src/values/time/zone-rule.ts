/** The rule at the end of a zone file (POSIX TZ): "CET-1CEST,M3.5.0,M10.5.0/3" says when summer time is, forever. */

export interface ZoneOffset {
  /** Seconds east of UTC. */
  offset: number;
  /** "CET"; zones without letters have "+03". */
  name: string;
}

/** What the clock on the wall shows at a moment (seconds since the epoch). */
export type Zone = (seconds: number) => ZoneOffset;

const NAME = "(?:[A-Za-z]{3,}|<[-+A-Za-z0-9]+>)";
const TIME = "[-+]?\\d{1,3}(?::\\d{1,2}(?::\\d{1,2})?)?";
const RULE = new RegExp(`^(${NAME})(${TIME})(?:(${NAME})(${TIME})?(?:,([^,]+),([^,]+))?)?$`);
const DAY = 86_400;

/** Undefined when the text is no rule. */
export function parseZoneRule(text: string): Zone | undefined {
  const [, name, west, summerName, summerWest, from = "M3.2.0", to = "M11.1.0"] = RULE.exec(text) ?? [];
  if (name === undefined || west === undefined) return undefined;
  const standard: ZoneOffset = { name: bare(name), offset: -secondsOf(west) };
  if (summerName === undefined) return () => standard;
  const summer: ZoneOffset = { name: bare(summerName), offset: summerWest === undefined ? standard.offset + 3600 : -secondsOf(summerWest) };
  const begin = parseChange(from);
  const end = parseChange(to);
  if (!begin || !end) return undefined;
  return (seconds) => {
    const year = new Date((seconds + standard.offset) * 1000).getUTCFullYear();
    const start = begin(year) - standard.offset;
    const stop = end(year) - summer.offset;
    const isSummer = start < stop ? seconds >= start && seconds < stop : seconds >= start || seconds < stop;
    return isSummer ? summer : standard;
  };
}

function bare(name: string): string {
  return name.replace(/[<>]/g, "");
}

/** "-5:30" in seconds. */
function secondsOf(time: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.replace(/^[-+]/, "").split(":").map(Number);
  const total = hours * 3600 + minutes * 60 + seconds;
  return time.startsWith("-") ? -total : total;
}

/** A day of the year and a time of day: gives seconds since the epoch on the local clock. */
function parseChange(text: string): ((year: number) => number) | undefined {
  const [date = "", time = "2"] = text.split("/");
  if (!new RegExp(`^${TIME}$`).test(time)) return undefined;
  const clock = secondsOf(time);
  const month = /^M(\d+)\.(\d)\.(\d)$/.exec(date);
  if (month) {
    const [m, week, weekday] = month.slice(1).map(Number) as [number, number, number];
    return (year) => weekdayOf(year, m, week, weekday) + clock;
  }
  const day = /^(J?)(\d+)$/.exec(date);
  if (!day) return undefined;
  const julian = day[1] === "J";
  const n = Number(day[2]);
  return (year) => dayOfYear(year, n, julian) + clock;
}

/** The `week`th `weekday` (0 = Sunday) of a month; the fifth is the last. */
function weekdayOf(year: number, month: number, week: number, weekday: number): number {
  const first = Date.UTC(year, month - 1, 1) / 1000;
  const length = new Date(Date.UTC(year, month, 0)).getUTCDate();
  let day = 1 + ((weekday - new Date(first * 1000).getUTCDay() + 7) % 7) + (week - 1) * 7;
  while (day > length) day -= 7;
  return first + (day - 1) * DAY;
}

/** Day `n`: from 1 and without 29 February (`julian`), or from 0 and with it. */
function dayOfYear(year: number, n: number, julian: boolean): number {
  const start = Date.UTC(year, 0, 1) / 1000;
  if (!julian) return start + n * DAY;
  const leap = new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1;
  return start + (n - 1 + (leap && n >= 60 ? 1 : 0)) * DAY;
}
