import { describe, expect, it } from "vitest";
import { type StatsSample, toEntry } from "../../../../src/commands/container/stats-math.js";
import { screenFrame } from "../../../../src/commands/container/stats-screen.js";
import { percentage } from "../../../../src/commands/container/stats-view.js";
import { systemOf } from "../../../../src/commands/container/stats-watch.js";

const cpu = (used: number, system: number, processors?: number) => ({
  cpu_usage: { total_usage: used, percpu_usage: [1, 1, 1] },
  system_cpu_usage: system,
  ...(processors !== undefined && { online_cpus: processors }),
});

describe("toEntry", () => {
  it.each<[string, StatsSample, number]>([
    ["a tenth of the system's time on two", { cpu_stats: cpu(200, 2000, 2), precpu_stats: cpu(100, 1000) }, 20],
    ["processors by what each used", { cpu_stats: cpu(200, 2000), precpu_stats: cpu(100, 1000) }, 30],
    ["nothing used", { cpu_stats: cpu(100, 2000, 2), precpu_stats: cpu(100, 1000) }, 0],
    ["counters begun anew", { cpu_stats: cpu(50, 2000, 2), precpu_stats: cpu(100, 1000) }, 0],
    ["no time went by", { cpu_stats: cpu(200, 1000, 2), precpu_stats: cpu(100, 1000) }, 0],
    ["nothing known", {}, 0],
  ])("computes the share of the processor: %s", (_, sample, expected) => {
    expect(toEntry("c", sample, false).cpu).toBeCloseTo(expected, 10);
  });

  it("computes the share of the processor on Windows from intervals of 100 ns of all processors", () => {
    const sample = { read: "2026-01-01T00:00:01.0000001Z", preread: "2026-01-01T00:00:00.0000001Z", num_procs: 4 };
    const used = { cpu_stats: cpu(11_000_000, 0), precpu_stats: cpu(1_000_000, 0) };
    expect(toEntry("c", { ...sample, ...used }, true).cpu).toBe(25);
    expect(toEntry("c", used, true).cpu).toBe(0);
    expect(toEntry("c", { ...sample, num_procs: 0, ...used }, true).cpu).toBe(0);
  });

  it.each<[string, Record<string, number> | null, number]>([
    ["cgroup v1", { total_inactive_file: 30, inactive_file: 5 }, 70],
    ["cgroup v2", { inactive_file: 5 }, 95],
    ["a v1 cache above the usage", { total_inactive_file: 100, inactive_file: 5 }, 95],
    ["a v2 cache above the usage", { inactive_file: 200 }, 100],
    ["no details", null, 100],
  ])("computes the memory in use: %s", (_, stats, expected) => {
    const { memory, memoryShare } = toEntry("c", { memory_stats: { usage: 100, limit: 400, stats } }, false);
    expect([memory, memoryShare]).toEqual([expected, expected / 4]);
  });

  it("gives no share of memory without a limit", () => {
    expect(toEntry("c", { memory_stats: { usage: 100 } }, false).memoryShare).toBe(0);
  });

  it("adds up networks, and block I/O by the first letter of the operation", () => {
    const sample = {
      networks: { a: { rx_bytes: 1, tx_bytes: 2 }, b: { rx_bytes: 10 } },
      blkio_stats: {
        io_service_bytes_recursive: [
          { op: "Read", value: 1 },
          { op: "r", value: 2 },
          { op: "write", value: 4 },
          { op: "Total", value: 8 },
          { value: 16 },
        ],
      },
    };
    expect(toEntry("c", sample, false)).toMatchObject({ networkIn: 11, networkOut: 2, blockRead: 3, blockWrite: 4 });
    expect(toEntry("c", { ...sample, storage_stats: { read_size_bytes: 7 } }, true)).toMatchObject({
      blockRead: 7,
      blockWrite: 0,
      pids: 0,
    });
  });
});

it.each([
  [0, "0.00%"],
  [0.125, "0.12%"],
  [0.375, "0.38%"],
  [2.625, "2.62%"],
  [2.875, "2.88%"],
  [1.005, "1.00%"],
  [99.995, "100.00%"],
  [6400, "6400.00%"],
])("prints the percentage %d as %s", (value, text) => {
  expect(percentage(value)).toBe(text);
});

it.each([
  ["Docker/28.5.2 (linux)", "linux"],
  ["Docker/28.5.2 (windows)", "windows"],
  ["Libpod/5.8.0 (linux)", ""],
  [undefined, ""],
])("takes the operating system of %s for %s", (server, os) => {
  expect(systemOf(server)).toBe(os);
});

it("draws each picture over the last one", () => {
  expect(screenFrame("a\nb\n")).toBe("\x1b[Ha\nb\n\x1b[Ha \x1b[K\nb \x1b[K\n \x1b[K\n\x1b[J");
});
