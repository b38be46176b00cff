import { expect, it } from "vitest";
import { progressText } from "../../../../src/format/progress/bar.js";
import type { ProgressDetail } from "../../../../src/format/progress/message.js";

const HALF = `[${"=".repeat(25)}>${" ".repeat(25)}] `;

// As docker 28.2.2 draws them on terminals of these widths.
it.each<[ProgressDetail, number, string]>([
  [{}, 200, ""],
  [{ current: 0, total: 0 }, 200, ""],
  [{ current: 1, total: 1000 }, 80, "      1B/1kB"],
  [{ current: 500, total: 1000 }, 110, "    500B/1kB"],
  [{ current: 500, total: 1000 }, 111, `${HALF}    500B/1kB`],
  [{ current: 1234567 }, 200, " 1.235MB"],
  [{ current: 3, total: 9, units: "things" }, 111, `[${"=".repeat(16)}>${" ".repeat(34)}] 3/9 things`],
  [{ current: 3, units: "s" }, 200, "3 s"],
  [{ current: 12, total: 9 }, 80, "     12B"],
  [{ current: 12, total: 9, units: "u" }, 80, "12 u"],
  [{ current: 450_000, total: 900_000, hidecounts: true }, 120, HALF],
  [{ current: 1000, total: 1000 }, 120, `[${"=".repeat(50)}>]      1kB/1kB`],
  [{ current: 10, total: 100, start: 990 }, 60, "     10B/100B 1m30s"],
  [{ current: 10, total: 100, start: 990 }, 50, "     10B/100B"],
  [{ current: 99, total: 100, start: 990 }, 60, "     99B/100B 0s"],
  [{ current: 100, total: 100, start: 990 }, 60, "    100B/100B"],
])("draws %j in %i columns", (detail, width, text) => {
  expect(progressText(detail, width, 1_000_000)).toBe(text);
});
