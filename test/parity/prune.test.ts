/** The prune commands beside Docker: what they say, ask, send and remove. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CannedDaemon, cannedDaemon } from "../support/canned-daemon.js";
import { ours, referencePath, run, temporaryFolder } from "../support/command.js";
import { type Case, cases, parity } from "../support/parity.js";

const words = (line: string) => line.split(" ").filter(Boolean);

const PRUNED = {
  "/containers/prune": { ContainersDeleted: ["c1", "c2"], SpaceReclaimed: 1000 },
  "/networks/prune": { NetworksDeleted: ["n1"] },
  "/volumes/prune": { VolumesDeleted: ["v1"], SpaceReclaimed: 20_000 },
  "/images/prune": { ImagesDeleted: [{ Untagged: "a:1" }, { Deleted: "sha256:11" }, {}], SpaceReclaimed: 300_000 },
  "/build/prune": { CachesDeleted: ["b1", "b2"], SpaceReclaimed: 4_000_000 },
};
const NOTHING = {
  "/containers/prune": { ContainersDeleted: null, SpaceReclaimed: 1000 },
  "/networks/prune": { NetworksDeleted: [] },
  "/volumes/prune": { VolumesDeleted: [], SpaceReclaimed: 20_000 },
  "/images/prune": { ImagesDeleted: null, SpaceReclaimed: 300_000 },
  "/build/prune": { CachesDeleted: null, SpaceReclaimed: 4_000_000 },
};
/** An engine that fails half-way. */
const HALF = { "/containers/prune": PRUNED["/containers/prune"] };

type Name = "full" | "empty" | "half" | "old" | "older";
const daemons = new Map<Name, CannedDaemon>();
beforeAll(async () => {
  daemons.set("full", await cannedDaemon(PRUNED));
  daemons.set("empty", await cannedDaemon(NOTHING));
  daemons.set("half", await cannedDaemon(HALF));
  daemons.set("old", await cannedDaemon(PRUNED, "1.30"));
  daemons.set("older", await cannedDaemon(PRUNED, "1.24"));
});
afterAll(async () => {
  for (const daemon of daemons.values()) await daemon.close();
});

/** What a side asked for, without the order of the query and what is empty in it. */
function requests(daemon: CannedDaemon): string[] {
  return daemon.taken().map((line) => {
    const [path = "", query = ""] = line.split("?");
    const parts = [...new URLSearchParams(query)].filter(([, value]) => value !== "").sort(([a], [b]) => (a < b ? -1 : 1));
    return [path, ...parts.map(([name, value]) => `${name}=${name === "filters" ? sorted(value) : value}`)].join(" ");
  });
}

const sorted = (filters: string) =>
  JSON.stringify(
    Object.entries(JSON.parse(filters) as Record<string, Record<string, boolean>>)
      .map(([name, values]) => [name, Object.keys(values).sort()])
      .sort(),
  );

interface Canned {
  on?: Name;
  stdin?: string;
  config?: object;
}

/** The same words to both, on a daemon that answers from memory: outputs and requests are equal. */
function canned(lines: readonly string[], { on = "full", stdin, config }: Canned = {}): void {
  const how = [on === "full" ? "" : on, stdin === undefined ? "" : JSON.stringify(stdin)].filter(Boolean).join(", ");
  test.each(lines)(`prunes as Docker does: %s${how && ` (${how})`}`, async (line) => {
    const daemon = daemons.get(on) as CannedDaemon;
    daemon.taken();
    const one: Case = {
      args: words(line),
      env: { DOCKER_HOST: daemon.host },
      sequential: true,
      ...(stdin !== undefined && { stdin }),
      ...(config && { config }),
    };
    await parity(one);
    const all = requests(daemon);
    // Docker went first.
    expect(all.slice(all.length / 2)).toEqual(all.slice(0, all.length / 2));
  });
}

const EACH = ["container prune", "image prune", "image prune -a", "builder prune", "builder prune -a", "system prune", "system prune -a"];

describe("the question of prune", () => {
  canned([...EACH, "system prune --volumes", "system prune -a --volumes"], { stdin: "y\n" });
  canned(["container prune", "image prune", "builder prune", "system prune"], { stdin: "n\n" });
  canned(["container prune", "image prune -a", "builder prune", "system prune -a"]);
  for (const stdin of ["Y\n", " y \n", "yes\n", "\n", "y", "yy\n", "ny\n"]) canned(["system prune --volumes"], { stdin });
  canned(
    [
      "system prune --filter until=3 --filter label=x --filter label!=z --filter label=a10 --filter label=a9 --filter bogus=1 -a",
      "system prune --filter x=y",
      "system prune --filter label=",
    ],
    { stdin: "y\n" },
  );
});

describe("the requests and the output of prune", () => {
  canned([
    ...EACH.map((line) => `${line} -f`),
    "system prune -af --volumes",
    "container prune --force --filter until=1h --filter label=x",
    "image prune -f --filter label!=x",
    "image prune -fa --filter dangling=1",
    "image prune -f --filter x=y",
    "builder prune -f --filter unused-for=3h --filter until=3 --keep-storage 3MB",
    "builder prune -af --keep-storage 0",
    "builder prune -f --keep-storage 1.5g",
    "system prune -f --filter label=x --volumes",
  ]);
  canned(
    [...EACH, "system prune --volumes"].map((line) => `${line} -f`),
    { on: "empty" },
  );
  canned(["system prune -f", "image prune -f", "builder prune -f"], { on: "half" });
  canned(["system prune -f", "system prune -af", "builder prune -f", "container prune -f", "image prune -f"], { on: "old" });
  canned(["system prune -f", "system prune -f --filter label=x", "container prune -f", "image prune -f", "builder prune -f"], {
    on: "older",
  });
  canned(["system prune -f --filter label=a --filter label!=b", "image prune -f --filter label=a --filter label!=b"], {
    config: { pruneFilters: ["until=24h", "label=keep", "label!=x", "nonsense"] },
  });
});

describe("what prune refuses", () => {
  cases(
    [
      "container prune x",
      "image prune x",
      "builder prune x",
      "system prune x",
      "container prune --all",
      "image prune --volumes",
      "builder prune -x",
      "builder prune -f --keep-storage x",
      "builder prune -f --keep-storage -1",
      "builder prune --filter x",
      "system prune --filter x",
      "system prune --volumes --filter until=3",
      "system prune -f --volumes --filter until=3 --filter label=x",
    ].map((line) => ({ args: words(line) })),
  );
  cases(
    ["container prune", "image prune", "builder prune", "system prune", "system prune -f", "container prune -f"].map((line) => ({
      name: `${line}, nobody there`,
      args: words(line),
      env: { DOCKER_HOST: "unix:///nowhere" },
      stdin: "y\n",
    })),
  );
});

describe("prune on a daemon", () => {
  const sequential = true;
  const stopped = ["create", "--name", "{obj}", "-l", "{obj}", "busybox", "true"];
  const dangling = [stopped, ["commit", "-c", "LABEL {obj}=1", "{obj}"], ["rm", "{obj}"]];
  // Build cache has no labels: what other tests on this engine left of it would go to whoever is first.
  const nothingBuilt = ["builder", "prune", "-af"];
  const mask: Case["mask"] = [[/sha256:[0-9a-f]{64}/g, "<digest>"]];
  for (const version of ["28.5", "20.10"]) {
    describe(version, () => {
      cases(
        [
          {
            args: words("container prune -f --filter label={obj}"),
            setup: [stopped, ["create", "--name", "{obj2}", "-l", "{obj}", "busybox"]],
          },
          { args: words("container prune -f --filter label=nosuch-{obj}"), setup: [stopped] },
          { args: words("container prune -f --filter bogus=x") },
          { args: words("image prune -f --filter label={obj}"), setup: dangling },
          {
            args: words("image prune -f -a --filter label={obj}"),
            setup: [...dangling, stopped, ["commit", "-c", "LABEL {obj}=1", "{obj}", "{obj}:1"], ["rm", "{obj}"]],
          },
          { args: words("image prune -f --filter bogus=x") },
          { args: words("builder prune -f --filter until=10000h") },
          { args: words("builder prune -f --filter bogus=x") },
          {
            args: words("system prune -f --filter label={obj}"),
            setup: [
              nothingBuilt,
              ...dangling,
              stopped,
              ["network", "create", "--label", "{obj}", "{obj}"],
              ["volume", "create", "--label", "{obj}", "{obj}"],
            ],
          },
          {
            args: words("system prune -af --volumes --filter label={obj}"),
            setup: [nothingBuilt, stopped, ["volume", "create", "--label", "{obj}", "{obj}"]],
          },
        ].map((one) => ({ ...one, mask, sequential, anyOrder: true })),
        { version },
      );
    });
  }
});

describe("prune does better than Docker", () => {
  const side = async (command: readonly string[], line: string, on: Name, config: object = {}, stdin?: string) => {
    const folder = temporaryFolder("config");
    const { writeFileSync } = await import("node:fs");
    writeFileSync(`${folder}/config.json`, JSON.stringify(config));
    const daemon = daemons.get(on) as CannedDaemon;
    daemon.taken();
    const env = { DOCKER_HOST: daemon.host, DOCKER_CONFIG: folder };
    const { stdout, stderr, code } = await run([...command, ...words(line)], { env, ...(stdin !== undefined && { stdin }) });
    return { stdout: stdout.toString(), stderr: stderr.toString(), code, requests: requests(daemon) };
  };

  test("keeps what the configuration's labels protect, which Docker forgets", async () => {
    const config = { pruneFilters: ["label!=keep", "until=24h"] };
    const kept = ['POST /containers/prune filters=[["label!",["keep"]],["until",["24h"]]]'];
    expect((await side([referencePath()], "container prune -f", "full", config)).requests).not.toEqual(kept);
    expect((await side(ours("docker"), "container prune -f", "full", config)).requests).toEqual(kept);
    const all = await side(ours("docker"), "system prune -f", "full", config);
    expect(all.requests).toHaveLength(4);
    for (const request of all.requests) expect(request).toContain('["label!",["keep"]],["until",["24h"]]');
    const asked = await side(ours("docker"), "system prune", "full", config, "n\n");
    expect(asked.stdout).toContain("filtered with:\n  - label!=keep\n  - until=24h\n");
    expect(asked.requests).toEqual([]);
  });

  test("refuses until from the configuration with --volumes before anything is removed", async () => {
    const config = { pruneFilters: ["until=24h"] };
    expect((await side([referencePath()], "system prune -f --volumes", "full", config)).requests).not.toEqual([]);
    expect(await side(ours("docker"), "system prune -f --volumes", "full", config)).toEqual({
      stdout: "",
      stderr: 'ERROR: The "until" filter is not supported with "--volumes"\n',
      code: 1,
      requests: [],
    });
  });

  test("says in the question that an old daemon removes named volumes, too", async () => {
    const { stdout } = await side(ours("docker"), "system prune --volumes", "old", {}, "n\n");
    expect(stdout).toContain("  - all volumes not used by at least one container\n");
    const today = await side(ours("docker"), "system prune --volumes", "full", {}, "n\n");
    expect(today.stdout).toContain("  - all anonymous volumes not used by at least one container\n");
  });
});
