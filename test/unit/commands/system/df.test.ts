import { describe, expect, it } from "vitest";
import { byLastUse } from "../../../../src/commands/system/df-cache.js";
import { usages } from "../../../../src/commands/system/df-summary.js";
import { pruneWarning, type Scope } from "../../../../src/commands/system/prune-warning.js";

const row = (usage: object, i: number) => {
  const { total, active, size, reclaimable } = usages(usage)[i] as ReturnType<typeof usages>[number];
  return [total, active, size, reclaimable];
};

describe("usages of disk", () => {
  it("returns four entries even for an empty list", () => {
    expect(usages({}).map(({ type, total, reclaimable }) => [type, total, reclaimable])).toEqual([
      ["Images", 0, 0],
      ["Containers", 0, 0],
      ["Local Volumes", 0, 0],
      ["Build Cache", 0, 0],
    ]);
  });
  it("counts an image's own bytes if they are known", () => {
    const Images = [
      { Id: "a", Size: 100, SharedSize: 40, Containers: 1 },
      { Id: "b", Size: 50, SharedSize: -1, Containers: 2 },
      { Id: "c", Size: 30, SharedSize: 0, Containers: 0 },
    ];
    expect(row({ LayersSize: 200, Images }, 0)).toEqual([3, 2, 200, 140]);
  });
  it.each(["running", "paused", "restarting"])("does not count a container that is %s as reclaimable", (State) => {
    const Containers = [{ Id: "a", State, SizeRw: 5 }, { Id: "b", State: "exited", SizeRw: 7 }, { Id: "c" }];
    expect(row({ Containers }, 1)).toEqual([3, 1, 12, 7]);
  });
  it("skips volumes that were not measured", () => {
    const Volumes = [
      { Name: "a", UsageData: { Size: 5, RefCount: 1 } },
      { Name: "b", UsageData: { Size: -1, RefCount: 0 } },
      { Name: "c" },
    ];
    expect(row({ Volumes: [...Volumes, { Name: "d", UsageData: { Size: 9, RefCount: 0 } }] }, 2)).toEqual([4, 1, 14, 9]);
  });
  it("counts shared cache once", () => {
    const BuildCache = [
      { ID: "a", Size: 5, Shared: true, InUse: true },
      { ID: "b", Size: 7, InUse: true },
      { ID: "c", Size: 9 },
    ];
    expect(row({ BuildCache }, 3)).toEqual([3, 2, 16, 9]);
  });
});

it("sorts the cache by last use, never used first, then by name", () => {
  const at = (ID: string, LastUsedAt: string | null) => ({ ID, LastUsedAt });
  const sorted = [
    at("a", null),
    at("b", null),
    at("y", "2026-01-01T00:00:00Z"),
    at("z", "2026-01-01T01:00:00+01:00"),
    at("x", "2026-01-01T00:00:00.5Z"),
    at("c", "2026-02-01T00:00:00Z"),
  ];
  expect([...sorted].reverse().sort(byLastUse)).toEqual(sorted);
});

describe("the query of df", () => {
  const none: Scope = { all: false, volumes: false, namedVolumes: false, buildCache: false, filters: {} };
  it.each<[Partial<Scope>, string[]]>([
    [{}, ["all stopped containers", "all networks not used by at least one container", "all dangling images"]],
    [{ namedVolumes: true }, ["all stopped containers", "all networks not used by at least one container", "all dangling images"]],
    [
      { all: true, volumes: true, buildCache: true },
      [
        "all stopped containers",
        "all networks not used by at least one container",
        "all anonymous volumes not used by at least one container",
        "all images without at least one container associated to them",
        "all build cache",
      ],
    ],
    [
      { volumes: true, namedVolumes: true, buildCache: true },
      [
        "all stopped containers",
        "all networks not used by at least one container",
        "all volumes not used by at least one container",
        "all dangling images",
        "unused build cache",
      ],
    ],
  ])("is made of %j", (more, targets) => {
    expect(pruneWarning({ ...none, ...more })).toBe(
      `WARNING! This will remove:\n${targets.map((target) => `  - ${target}\n`).join("")}\nAre you sure you want to continue?`,
    );
  });
  it("names the filters that Docker knows, in natural order", () => {
    const filters = { until: { "3": true }, label: { a10: true, a9: true }, bogus: { x: true }, "label!": { z: true } } as const;
    expect(pruneWarning({ ...none, filters })).toContain(
      "\n\n  Items to be pruned will be filtered with:\n  - label!=z\n  - label=a9\n  - label=a10\n  - until=3\n\nAre",
    );
    expect(pruneWarning({ ...none, filters: { bogus: { x: true } } })).not.toContain("filtered");
  });
});
