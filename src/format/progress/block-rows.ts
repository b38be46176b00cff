/** The lines of a progress block: one for each item, and a total. Pure. */
import { humanSize } from "../units.js";
import type { ProgressDetail, ProgressMessage } from "./message.js";

const BAR_MIN = 8;
const BAR_MAX = 40;
const DONE = /^(Pull complete|Already exists|Layer already exists|Pushed$|Mounted from |Loaded )/;
const TRANSFERRED = /^(Verifying|Download complete|Extracting)/;
const TRANSFERRING = /^(Downloading|Pushing)/;

/** What is known of one layer or file. */
export interface ProgressItem {
  id: string;
  status: string;
  detail: ProgressDetail;
  done: boolean;
  /** Bytes received, of the total. */
  moved: number;
  size: number;
}

/** The item after a message about it. `before`: undefined for the first message. */
export function nextItem(before: ProgressItem | undefined, message: ProgressMessage, id: string): ProgressItem {
  const { status = "", progress } = message;
  const detail = message.progressDetail ?? {};
  const { current = 0, total = 0 } = detail;
  const done = DONE.test(status);
  const counted = total > 0 && !detail.units && TRANSFERRING.test(status);
  const size = counted ? total : (before?.size ?? 0);
  const arrived = done || TRANSFERRED.test(status);
  const moved = counted ? Math.min(current, size) : arrived ? size : (before?.moved ?? 0);
  const text = progress && !message.progressDetail ? `${status} ${progress}` : status;
  return { id, status: text, detail, done, moved, size };
}

/** The width of `id: status`. */
export const headWidthOf = ({ id, status }: ProgressItem) => id.length + status.length + 2;

/** @param headWidth where bars begin, in columns */
export function itemLine({ id, status, detail }: ProgressItem, headWidth: number, width: number): string {
  const { current = 0, total = 0 } = detail;
  const counting = current > 0 || total > 0;
  return row(`${id}: ${status}`, headWidth, total > 0 ? current / total : undefined, counting ? amounts(detail) : "", width);
}

/** One line, or none if there is nothing to add up. */
export function totalLine(items: readonly ProgressItem[], headWidth: number, width: number): string[] {
  const size = items.reduce((sum, item) => sum + item.size, 0);
  if (items.length < 2 || size === 0) return [];
  const moved = items.reduce((sum, item) => sum + item.moved, 0);
  const head = `Total: ${items.filter((item) => item.done).length} of ${items.length} done`;
  return [row(head, headWidth, moved / size, `${Math.trunc((moved / size) * 100)}%  ${amounts({ current: moved, total: size })}`, width)];
}

/** The items that fit into `rows`: those in progress first, in their order. */
export function visibleItems(items: readonly ProgressItem[], rows: number): readonly ProgressItem[] {
  if (items.length <= rows) return items;
  const busy = items.filter((item) => !item.done).slice(0, rows);
  const finished = items.filter((item) => item.done);
  return [...finished.slice(finished.length - (rows - busy.length)), ...busy];
}

/** `head  [===>  ]  tail`, exactly as wide as fits; the bar is dropped first, then the text is truncated. */
function row(head: string, headWidth: number, part: number | undefined, tail: string, width: number): string {
  if (part === undefined && tail === "") return head.slice(0, width);
  const left = head.padEnd(headWidth);
  const room = Math.min(width - left.length - tail.length - 4, BAR_MAX);
  const middle = part !== undefined && room >= BAR_MIN ? `  ${bar(part, room)}` : "";
  return `${left}${middle}  ${tail}`.trimEnd().slice(0, width);
}

/** `[====>    ]` of `width` columns, brackets included. */
function bar(part: number, width: number): string {
  const inner = width - 3;
  const filled = Math.round(Math.min(Math.max(part, 0), 1) * inner);
  return `[${"=".repeat(filled)}>${" ".repeat(inner - filled)}]`;
}

function amounts({ current = 0, total = 0, units, hidecounts }: ProgressDetail): string {
  if (hidecounts) return "";
  if (units) return total > 0 && current <= total ? `${current}/${total} ${units}` : `${current} ${units}`;
  const size = humanSize(current, "dockline");
  return total > 0 && current <= total ? `${size} / ${humanSize(total, "dockline")}` : size;
}
