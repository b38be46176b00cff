/**
 * Sizes and ages as Docker's tables print them (docker/go-units).
 * Two dialects: "docker" is Docker's today (`1.98MB`), "dockline" the classic layout's (`1.979 MB`: four significant
 * digits and a space; seconds as `24s`, every longer age in words).
 */
import { significant } from "./significant.js";

type Dialect = "docker" | "dockline";

const DECIMAL = ["B", "kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"];
const BINARY = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"];
const SLIDE_DIGITS = 4;

function scaled(bytes: number, base: number, units: readonly string[], digits: number, gap: string): string {
  let size = bytes;
  let unit = 0;
  while (size >= base && unit < units.length - 1) {
    size /= base;
    unit++;
  }
  return `${significant(size, digits)}${gap}${units[unit]}`;
}

/**
 * Bytes in powers of 1000.
 * @param digits significant digits of the docker dialect: 3 in tables, 4 where Docker uses units.HumanSize
 */
export function humanSize(bytes: number, dialect: Dialect = "docker", digits = 4): string {
  if (dialect === "dockline") return scaled(bytes, 1000, DECIMAL, SLIDE_DIGITS, " ");
  return scaled(bytes, 1000, DECIMAL, digits, "");
}

/** Bytes in powers of 1024: `15.58GiB`, in the classic layout `15.58 GiB`. */
export function bytesSize(bytes: number, dialect: Dialect = "docker"): string {
  return scaled(bytes, 1024, BINARY, SLIDE_DIGITS, dialect === "dockline" ? " " : "");
}

/** A Go duration holds 63 bits of nanoseconds: longer ones stop there, at 292 years. */
const LONGEST_SECONDS = 9_223_372_036;

/** A duration in seconds, as people say it: "About a minute", "3 weeks". The past's future is "Less than a second". */
export function humanDuration(duration: number, dialect: Dialect = "docker"): string {
  const seconds = Math.trunc(Math.min(duration, LONGEST_SECONDS));
  if (seconds < 1) return "Less than a second";
  if (seconds < 60 && dialect === "dockline") return `${seconds}s`;
  if (seconds === 1) return "1 second";
  if (seconds < 60) return `${seconds} seconds`;
  const minutes = Math.trunc(seconds / 60);
  if (minutes === 1) return "About a minute";
  if (minutes < 60) return `${minutes} minutes`;
  const exactHours = Math.min(duration, LONGEST_SECONDS) / 3600;
  const hours = Math.trunc(exactHours + 0.5);
  if (hours === 1) return "About an hour";
  if (hours < 48) return `${hours} hours`;
  if (hours < 24 * 7 * 2) return `${Math.trunc(hours / 24)} days`;
  if (hours < 24 * 30 * 2) return `${Math.trunc(hours / 24 / 7)} weeks`;
  if (hours < 24 * 365 * 2) return `${Math.trunc(hours / 24 / 30)} months`;
  return `${Math.trunc(Math.trunc(exactHours) / 24 / 365)} years`;
}

/** Go's zero time in seconds since the epoch: what "never" looks like. */
export const ZERO_TIME = -62_135_596_800;

/**
 * How long ago a moment was.
 * @param moment seconds since the epoch
 * @param now milliseconds since the epoch
 */
export function ago(moment: number, now: number, dialect: Dialect = "docker"): string {
  return `${humanDuration(now / 1000 - moment, dialect)} ago`;
}

/** "Up 24 seconds" of the daemon as the classic layout prints it: "Up 24s". The engine's words are kept otherwise. */
export function statusAge(status: string, dialect: Dialect): string {
  return dialect === "dockline" ? status.replace(/\b(\d+) seconds?\b/, "$1s") : status;
}
