/** Text of one item's progress, as Docker words it. */
import { formatDuration } from "../../values/duration.js";
import { humanSize } from "../units.js";
import type { ProgressDetail } from "./message.js";

/** Columns above which Docker draws a bar, and above which it tells the time left. */
const BAR_FROM = 110;
const TIME_LEFT_FROM = 50;
const BAR_WIDTH = 50;
const SECOND = 1_000_000_000n;

/**
 * `[=====>   ]  1.2MB/3.4MB`; "" for a step without counts.
 * @param width columns of the terminal
 * @param now milliseconds since the epoch
 */
export function progressText(detail: ProgressDetail, width: number, now: number): string {
  const { current = 0, total = 0, units = "" } = detail;
  if (current <= 0 && total <= 0) return "";
  if (total <= 0) return units === "" ? humanSize(current).padStart(8) : `${current} ${units}`;
  const filled = Math.min(Math.trunc(Math.trunc((current / total) * 100) / 2), BAR_WIDTH);
  const bar = width > BAR_FROM ? `[${"=".repeat(Math.max(filled, 0))}>${" ".repeat(BAR_WIDTH - filled)}] ` : "";
  return bar + counts(detail) + (width > TIME_LEFT_FROM && filled < BAR_WIDTH ? timeLeft(detail, now) : "");
}

/** `1.2MB/3.4MB`, `3/9 things`; the total is left out where more came than was announced. */
function counts({ current = 0, total = 0, units = "", hidecounts }: ProgressDetail): string {
  if (hidecounts) return "";
  if (units !== "") return current > total ? `${current} ${units}` : `${current}/${total} ${units}`;
  const done = humanSize(current).padStart(8);
  return current > total ? done : `${done}/${humanSize(total)}`;
}

/** At the pace so far, rounded to seconds half away from zero; integer nanoseconds as Go's Duration counts. */
function timeLeft({ current = 0, total = 0, start = 0 }: ProgressDetail, now: number): string {
  if (current <= 0 || start <= 0) return "";
  const elapsed = BigInt(Math.trunc(now)) * 1_000_000n - BigInt(start) * SECOND;
  const left = BigInt.asIntN(64, BigInt(total - current) * (elapsed / BigInt(current)));
  const half = left < 0n ? -SECOND / 2n : SECOND / 2n;
  return ` ${formatDuration(((left + half) / SECOND) * SECOND)}`;
}
