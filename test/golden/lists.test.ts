/** `ps` and `images` in both dialects, in a pipe and on a terminal, in every format. */
import { expect, it } from "vitest";
import { expectGolden, fixture, transcript } from "../support/golden.js";

const SINKS = { pipe: undefined, "terminal-160": { width: 160, colour: true }, "terminal-80": { width: 80, colour: false } };

const PS = [
  ["ps"],
  ["ps", "-s"],
  ["ps", "--no-trunc"],
  ["ps", "-q"],
  ["ps", "-q", "--no-trunc"],
  ["ps", "--format", "table"],
  ["ps", "--format", "json"],
  ["ps", "--format", "raw"],
  ["ps", "--format", "{{.Names}}: {{upper .State}} {{.Size}}"],
  [
    "ps",
    "--format",
    'table {{.ID}}\\t{{.Names}}\\t{{.Label "com.docker.compose.project"}}\\t{{.Mounts}}\\t{{.LocalVolumes}}\\t{{.CreatedAt}}',
  ],
];
const IMAGES = [
  ["images"],
  ["images", "--digests"],
  ["images", "--no-trunc"],
  ["images", "-q"],
  ["images", "--format", "table"],
  ["images", "--format", "json"],
  ["images", "--format", "raw"],
  ["images", "--format", "{{.Repository}}:{{.Tag}} {{.UniqueSize}}"],
  ["images", "--format", "table {{.ID}}\\t{{.Repository}}\\t{{.CreatedAt}}\\t{{.Containers}}", "--digests"],
];

const LISTS = [
  ["ps", PS],
  ["images", IMAGES],
] as const;

it.each(LISTS)("prints %s under the name docker", async (name, lines) => {
  expectGolden(`${name}-docker`, await transcript(lines, { ...fixture("crafted"), dialect: "docker" }));
});

it.each(LISTS)("prints %s under the name docker, on a terminal too", async (_, lines) => {
  const print = (terminal?: { width: number; colour: boolean }) =>
    transcript(lines, { ...fixture("crafted"), dialect: "docker", terminal });
  expect(await print({ width: 40, colour: true })).toBe(await print());
});

for (const [sink, terminal] of Object.entries(SINKS)) {
  it.each(LISTS)(`prints %s under the name dockline, ${sink}`, async (name, lines) => {
    expectGolden(`${name}-dockline-${sink}`, await transcript(lines, { ...fixture("crafted"), dialect: "dockline", terminal }));
  });
}

it.each(["docker", "dockline"] as const)("prints lists of a real daemon under the name %s", async (dialect) => {
  const lines = [["ps", "-a", "-s"], ["ps", "--format", "json"], ["images"], ["images", "--format", "json"]];
  expectGolden(`recorded-${dialect}`, await transcript(lines, { ...fixture("recorded"), dialect }));
});

it("prints Docker's formats under both names", async () => {
  for (const lines of [PS, IMAGES].map((all) => all.filter((words) => words.includes("--format") || words.includes("-q")))) {
    const print = (dialect: "docker" | "dockline") => transcript(lines, { ...fixture("crafted"), dialect });
    expect((await print("dockline")).replaceAll("$ dockline", "$ docker")).toBe(await print("docker"));
  }
});

for (const [sink, terminal] of Object.entries(SINKS)) {
  it.each(["docker", "dockline"] as const)(`prints trees under the name %s, ${sink}`, async (dialect) => {
    const lines = [
      ["images", "--tree"],
      ["images", "--tree", "-a"],
    ];
    expectGolden(`tree-${dialect}-${sink}`, await transcript(lines, { ...fixture("tree"), dialect, terminal }));
  });
}
