/** Progress on a terminal in our own style: one block, redrawn as a whole, fitted to the window, with a total. */
import { humanSize } from "../units.js";
import { failureOf, type ProgressDetail, type ProgressMessage } from "./message.js";
import { plainText } from "./plain.js";
import type { ProgressDisplay, Screen } from "./terminal.js";

/** Milliseconds between two redraws if only counts have changed. */
const REDRAW_MS = 80;
const BAR_MIN = 8;
const BAR_MAX = 40;
/** The size assumed for an unknown window. */
const DEFAULT_WIDTH = 80;
const DEFAULT_HEIGHT = 24;
const DONE = /^(Pull complete|Already exists|Layer already exists|Pushed$|Mounted from |Loaded )/;

interface Item {
  id: string;
  status: string;
  detail: ProgressDetail;
  done: boolean;
  /** Bytes received, of the total. */
  moved: number;
  size: number;
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
  const come = humanSize(current, "dockline");
  return total > 0 && current <= total ? `${come} / ${humanSize(total, "dockline")}` : come;
}

/** `head  [===>  ]  tail`, exactly as wide as fits; the bar gives way first, then the text is cut. */
function row(head: string, headWidth: number, part: number | undefined, tail: string, width: number): string {
  if (part === undefined && tail === "") return head.slice(0, width);
  const left = head.padEnd(headWidth);
  const room = Math.min(width - left.length - tail.length - 4, BAR_MAX);
  const middle = part !== undefined && room >= BAR_MIN ? `  ${bar(part, room)}` : "";
  return `${left}${middle}  ${tail}`.trimEnd().slice(0, width);
}

export function blockDisplay(screen: Screen, now: () => number): ProgressDisplay {
  const items = new Map<string, Item>();
  let drawn = 0;
  let drawnAt = 0;
  /** Of the widest `id: status` so far: bars stay where they are. */
  let headWidth = 0;

  function fold(message: ProgressMessage, id: string): boolean {
    const before = items.get(id);
    const { status = "", progress } = message;
    const detail = message.progressDetail ?? {};
    const done = DONE.test(status);
    const counted = detail.total !== undefined && detail.total > 0 && !detail.units && /^(Downloading|Pushing)/.test(status);
    const size = counted ? (detail.total ?? 0) : (before?.size ?? 0);
    const arrived = done || /^(Verifying|Download complete|Extracting)/.test(status);
    const moved = counted ? Math.min(detail.current ?? 0, size) : arrived ? size : (before?.moved ?? 0);
    const text = progress && !message.progressDetail ? `${status} ${progress}` : status;
    items.set(id, { id, status: text, detail, done, moved, size });
    return before?.status !== text;
  }

  function lineOf({ id, status, detail }: Item, width: number): string {
    const { current = 0, total = 0 } = detail;
    const counting = current > 0 || total > 0;
    return row(`${id}: ${status}`, headWidth, total > 0 ? current / total : undefined, counting ? amounts(detail) : "", width);
  }

  function totalLine(width: number): string[] {
    const all = [...items.values()];
    const size = all.reduce((sum, item) => sum + item.size, 0);
    if (all.length < 2 || size === 0) return [];
    const moved = all.reduce((sum, item) => sum + item.moved, 0);
    const head = `Total: ${all.filter((item) => item.done).length} of ${all.length} done`;
    return [row(head, headWidth, moved / size, `${Math.trunc((moved / size) * 100)}%  ${amounts({ current: moved, total: size })}`, width)];
  }

  /** What fits the window: active items first, in their order. */
  function visible(rows: number): Item[] {
    const all = [...items.values()];
    if (all.length <= rows) return all;
    const busy = all.filter((item) => !item.done).slice(0, rows);
    const finished = all.filter((item) => item.done);
    return [...finished.slice(finished.length - (rows - busy.length)), ...busy];
  }

  function draw(last: boolean): void {
    // One column stays free: the last one makes some terminals wrap.
    const width = (screen.width() || DEFAULT_WIDTH) - 1;
    const rows = Math.max((screen.height() || DEFAULT_HEIGHT) - 2, 1);
    const shown = last ? [...items.values()] : visible(rows);
    for (const { id, status } of items.values()) headWidth = Math.max(headWidth, id.length + status.length + 2);
    const lines = [...shown.map((item) => lineOf(item, width)), ...(last ? [] : totalLine(width))];
    const up = drawn > 0 ? `\x1b[${drawn}A\r\x1b[J` : "";
    screen.write(`${up}${lines.map((line) => `${line}\n`).join("")}`);
    drawn = lines.length;
    drawnAt = now();
  }

  function close(): void {
    if (items.size > 0) draw(true);
    items.clear();
    headWidth = 0;
    drawn = 0;
    drawnAt = 0;
  }

  return {
    show(message) {
      if (message.id && (message.progressDetail || message.progress) && failureOf(message) === undefined) {
        if (fold(message, message.id) || now() - drawnAt >= REDRAW_MS) draw(false);
        return;
      }
      close();
      screen.write(plainText(message));
    },
    end() {
      close();
    },
  };
}
