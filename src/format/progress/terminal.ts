/** Progress on a terminal as Docker draws it: each item keeps its line, the cursor goes up to it and comes back. */
import { progressText } from "./bar.js";
import type { ProgressMessage } from "./message.js";
import { prefixOf } from "./message.js";
import { plainText } from "./plain.js";

export interface Screen {
  /** Columns; 0 where unknown. */
  width(): number;
  /** Rows; 0 where unknown. */
  height(): number;
  write(text: string): void;
}

export interface ProgressDisplay {
  show(message: ProgressMessage): void;
  /** Leaves the cursor at the start of the line below everything. */
  end(): void;
}

const CLEAR_LINE = "\x1b[2K";

const move = (rows: number, direction: "A" | "B") => (rows > 0 ? `\x1b[${rows}${direction}` : "");

/** Never wider than the terminal: a wrapped line would make every later movement of the cursor wrong. */
function fitted(text: string, width: number): string {
  return width > 0 && text.length > width ? text.slice(0, width) : text;
}

export function terminalDisplay(screen: Screen, now: () => number): ProgressDisplay {
  const lines = new Map<string, number>();

  function line(message: ProgressMessage): string {
    const { progressDetail, stream, status = "" } = message;
    if (!progressDetail) return plainText(message);
    const width = screen.width();
    const clear = stream ? "" : `${CLEAR_LINE}\r`;
    return `${clear}${fitted(`${prefixOf(message)}${status} ${progressText(progressDetail, width, now())}`, width)}${stream ? "" : "\r"}`;
  }

  return {
    show(message) {
      const { id } = message;
      if (!id || !(message.progressDetail || message.progress)) {
        lines.clear();
        screen.write(line(message));
        return;
      }
      const known = lines.get(id);
      const row = known ?? lines.size;
      lines.set(id, row);
      const up = lines.size - row;
      screen.write(`${known === undefined ? "\n" : ""}${move(up, "A")}${line(message)}${move(up, "B")}`);
    },
    end() {},
  };
}
