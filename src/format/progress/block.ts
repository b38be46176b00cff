/** Progress on a terminal in the dockline style: one block that is redrawn as a whole and fits the window, with a total. */
import { headWidthOf, itemLine, nextItem, type ProgressItem, totalLine, visibleItems } from "./block-rows.js";
import { failureOf, type ProgressMessage } from "./message.js";
import { plainText } from "./plain.js";
import type { ProgressDisplay, Screen } from "./terminal.js";

/** Milliseconds between two redraws if only counts have changed. */
const REDRAW_MS = 80;
/** The size assumed for an unknown window. */
const DEFAULT_WIDTH = 80;
const DEFAULT_HEIGHT = 24;

/** The block on the screen: erased and drawn again each time. */
function openBlock(screen: Screen, now: () => number) {
  const items = new Map<string, ProgressItem>();
  let drawnLines = 0;
  let drawnAt = 0;
  /** That of the widest item so far: bars do not move. */
  let headWidth = 0;

  function draw(last: boolean): void {
    // One column stays free: some terminals wrap at the last one.
    const width = (screen.width() || DEFAULT_WIDTH) - 1;
    const rows = Math.max((screen.height() || DEFAULT_HEIGHT) - 2, 1);
    const all = [...items.values()];
    headWidth = Math.max(headWidth, ...all.map(headWidthOf));
    const shown = last ? all : visibleItems(all, rows);
    const lines = [...shown.map((item) => itemLine(item, headWidth, width)), ...(last ? [] : totalLine(all, headWidth, width))];
    const up = drawnLines > 0 ? `\x1b[${drawnLines}A\r\x1b[J` : "";
    screen.write(`${up}${lines.map((line) => `${line}\n`).join("")}`);
    drawnLines = lines.length;
    drawnAt = now();
  }

  return {
    update(message: ProgressMessage, id: string): void {
      const before = items.get(id);
      const item = nextItem(before, message, id);
      items.set(id, item);
      if (before?.status !== item.status || now() - drawnAt >= REDRAW_MS) draw(false);
    },
    /** Draws the block for the last time; the next update begins another one below it. */
    close(): void {
      if (items.size > 0) draw(true);
      items.clear();
      headWidth = 0;
      drawnLines = 0;
      drawnAt = 0;
    },
  };
}

export function blockDisplay(screen: Screen, now: () => number): ProgressDisplay {
  const block = openBlock(screen, now);
  return {
    show(message) {
      if (message.id && (message.progressDetail || message.progress) && failureOf(message) === undefined) {
        block.update(message, message.id);
        return;
      }
      block.close();
      screen.write(plainText(message));
    },
    end: () => block.close(),
  };
}
