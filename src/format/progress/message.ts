/** One message of a progress stream (pull, push, load, import, build): the daemon's JSONMessage. */
import { kindOfStatus, type StatusError } from "../../errors.js";

/** How far one item is; an empty object says "a step without counts". */
export interface ProgressDetail {
  current?: number;
  total?: number;
  /** What is counted; bytes when absent. */
  units?: string;
  hidecounts?: boolean;
  /** Seconds since the epoch. */
  start?: number;
}

export interface ProgressMessage {
  status?: string;
  /** Item (layer) the message is about; items keep their line on a terminal. */
  id?: string;
  from?: string;
  stream?: string;
  progressDetail?: ProgressDetail | null;
  /** Progress already rendered by an old engine. */
  progress?: string;
  /** Seconds since the epoch. */
  time?: number;
  /** Nanoseconds since the epoch. */
  timeNano?: number;
  errorDetail?: { code?: number; message?: string } | null;
  error?: string;
  /** Result that is not for display (IDs, digests). */
  aux?: unknown;
}

/** The error the message carries; undefined where it carries none. Some daemons send `error` alone: that ends the command too. */
export function failureOf(message: ProgressMessage): string | undefined {
  if (message.errorDetail) return message.errorDetail.message ?? "";
  return message.error || undefined;
}

/** The kind of that error: some daemons send a status with it. */
export function failureKind({ errorDetail }: ProgressMessage): StatusError["kind"] {
  const code = errorDetail?.code ?? 0;
  return code >= 400 ? kindOfStatus(code) : "refused";
}

/** RFC 3339 with nine digits, in local time: what `time` and `timeNano` print as. */
function stamp({ time, timeNano }: ProgressMessage): string {
  if (!time && !timeNano) return "";
  // Through the decimal digits: those are what the daemon wrote, as far as a double of JSON.parse kept them.
  const nanos = timeNano ? BigInt(String(timeNano)) : BigInt(time ?? 0) * 1_000_000_000n;
  const date = new Date(Number(nanos / 1_000_000n));
  const two = (n: number) => String(Math.abs(n)).padStart(2, "0");
  const minutes = -date.getTimezoneOffset();
  const zone = minutes === 0 ? "Z" : `${minutes < 0 ? "-" : "+"}${two(Math.trunc(minutes / 60))}:${two(minutes % 60)}`;
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const clock = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  return `${day}T${clock}.${String(nanos % 1_000_000_000n).padStart(9, "0")}${zone} `;
}

/** What stands before the status: time, item, origin. */
export function prefixOf(message: ProgressMessage): string {
  return `${stamp(message)}${message.id ? `${message.id}: ` : ""}${message.from ? `(from ${message.from}) ` : ""}`;
}
