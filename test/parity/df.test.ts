/** `system df` beside Docker: an engine's answer, and a crafted one with every corner. */
import { afterAll, beforeAll, describe, test } from "vitest";
import { type CannedDaemon, cannedDaemon } from "../support/canned-daemon.js";
import { type Case, cases, parity } from "../support/parity.js";

const NOW = Math.trunc(Date.now() / 1000);
const HOUR = 3600;
/** In the middle of an hour or a day, so that ages do not change while the test runs. */
const before = (hours: number) => NOW - (hours + 0.3) * HOUR;
const iso = (hours: number) => new Date(before(hours) * 1000).toISOString();
const id = (digit: string) => digit.repeat(64);

const CRAFTED = {
  LayersSize: 123_456_789,
  Images: [
    {
      Id: `sha256:${id("a")}`,
      RepoTags: ["busybox:latest", "other:1"],
      RepoDigests: null,
      Created: before(90),
      Size: 2e6,
      SharedSize: 500,
      Containers: 2,
    },
    {
      Id: `sha256:${id("b")}`,
      RepoTags: ["<none>:<none>"],
      RepoDigests: ["<none>@<none>"],
      Created: before(5),
      Size: 4e6,
      SharedSize: 0,
      Containers: 0,
    },
    {
      Id: `sha256:${id("c")}`,
      RepoTags: [],
      RepoDigests: [`reg.io/x/y@sha256:${id("d")}`],
      Created: before(2500),
      Size: 5e6,
      SharedSize: -1,
      Containers: -1,
    },
    {
      Id: `sha256:${id("e")}`,
      RepoTags: ["localhost:5000/app/x:v1"],
      RepoDigests: [],
      Created: -62135596800,
      Size: 70_000,
      SharedSize: 70_000,
      Containers: 1,
    },
    { Id: `sha256:${id("f")}`, RepoTags: ["NOT A NAME"], RepoDigests: [], Created: before(2500), Size: 1, SharedSize: 0, Containers: 0 },
    {
      Id: `sha256:${id("9")}`,
      RepoTags: [`x@sha256:${id("d")}`],
      RepoDigests: [],
      Created: before(2500),
      Size: -1,
      SharedSize: 0,
      Containers: 3,
    },
  ],
  Containers: [
    {
      Id: id("1"),
      Names: ["/web", "/db/web"],
      Image: "busybox",
      ImageID: `sha256:${id("a")}`,
      Command: "sleep 1000000000000000000000",
      Created: before(5),
      Ports: [],
      SizeRw: 1234,
      SizeRootFs: 99_999,
      Labels: { x: "y<" },
      State: "running",
      Status: "Up 5 minutes",
      Mounts: [
        { Type: "volume", Name: "v1", Driver: "local" },
        { Type: "bind", Source: "/x", Destination: "/y" },
      ],
    },
    {
      Id: id("2"),
      Names: ["/old"],
      Image: "busybox",
      ImageID: `sha256:${id("a")}`,
      Command: "true",
      Created: before(5),
      SizeRw: 8766,
      State: "exited",
      Status: "Exited (0) 1 hour ago",
    },
    {
      Id: id("3"),
      Names: ["/p"],
      Image: `sha256:${id("e")}`,
      ImageID: `sha256:${id("e")}`,
      Command: "true",
      Created: before(50),
      State: "paused",
      Status: "Up (Paused)",
    },
  ],
  Volumes: [
    { Name: "zeta", Driver: "local", Mountpoint: "/m/z", Scope: "local", Labels: { l: "1" }, UsageData: { Size: 4096, RefCount: 0 } },
    { Name: "v1", Driver: "local", Mountpoint: "/m/v1", Scope: "local", Labels: null, UsageData: { Size: 1_000_000, RefCount: 1 } },
    { Name: "nfs", Driver: "x", Mountpoint: "", Scope: "global", UsageData: { Size: -1, RefCount: 0 } },
  ],
  BuildCache: [
    {
      ID: "zq1abcdefghijklmnopqrs",
      " Parents": ["p1aaaaaaaaaaaaaaaaaa", "p2"],
      Type: "regular",
      Description: "mount / from exec",
      InUse: true,
      Shared: false,
      Size: 1_234_567,
      CreatedAt: iso(5),
      LastUsedAt: iso(3),
      UsageCount: 3,
    },
    {
      ID: "b2",
      Type: "source.local",
      Description: "context",
      InUse: false,
      Shared: true,
      Size: 2000,
      CreatedAt: iso(7),
      LastUsedAt: null,
      UsageCount: 1,
    },
    {
      ID: "a2",
      Parent: "par",
      Type: "source.local",
      Description: "x",
      InUse: false,
      Shared: false,
      Size: 300_000,
      CreatedAt: "2020-02-03T04:05:06.007008+02:00",
      LastUsedAt: null,
      UsageCount: 1,
    },
    {
      ID: "c9",
      Type: "exec.cachemount",
      Description: "x",
      InUse: true,
      Shared: true,
      Size: 40_000_000,
      CreatedAt: iso(6),
      LastUsedAt: iso(2),
      UsageCount: 12,
    },
  ],
};

let crafted: CannedDaemon;
let empty: CannedDaemon;
let bare: CannedDaemon;
beforeAll(async () => {
  crafted = await cannedDaemon({ "/system/df": CRAFTED });
  empty = await cannedDaemon({ "/system/df": {} });
  bare = await cannedDaemon({
    "/system/df": {
      LayersSize: 0,
      Images: [{ Id: `sha256:${id("a")}`, Size: 5 }],
      Containers: [{ Id: id("1") }],
      BuildCache: [{ ID: "x" }],
    },
  });
});
afterAll(async () => {
  for (const daemon of [crafted, empty, bare]) await daemon.close();
});

const EVERY_FORMAT: readonly (readonly string[])[] = [
  [],
  ["-v"],
  ["--verbose=false"],
  ["--format", ""],
  ["--format", "table"],
  ["--format", "json"],
  ["--format", "raw"],
  ["--format", "{{json .}}"],
  ["--format", "table {{.Type}}\\t{{.Size}}"],
  ["--format", "table {{upper .Type}}\\t{{.Reclaimable}} {{.Active}}/{{.TotalCount}}"],
  ["--format", "{{.Type}}: {{.Reclaimable}}"],
  ["--format", "{{.Type}} {{.Nope}}"],
  ["--format", "{{"],
  ["-v", "--format", "table"],
  ["-v", "--format", "json"],
  ["-v", "--format", "raw"],
  ["-v", "--format", "{{json .}}"],
  ["-v", "--format", "{{json .Volumes}}"],
  ["-v", "--format", "{{len .Images}} {{len .Containers}} {{len .Volumes}} {{len .BuildCache}}"],
  ["-v", "--format", "{{range .Images}}{{.Repository}} {{.Tag}} {{.ID}} {{.Digest}} {{.Size}} {{.CreatedAt}} {{.UniqueSize}}\n{{end}}"],
  ["-v", "--format", '{{range .Containers}}{{.ID}} {{.Size}} {{.Label "x"}} {{.Image}} {{.Names}} {{.Mounts}} {{.Command}}\n{{end}}'],
  ["-v", "--format", "{{range .BuildCache}}{{.ID}} {{.Parent}} {{.CreatedAt}} {{.LastUsedAt}} {{.LastUsedSince}} {{.Size}}\n{{end}}"],
  ["-v", "--format", "{{range $i, $v := .Volumes}}{{$i}}{{$v.Name}} {{$v.Links}} {{$v.Size}},{{end}}"],
  ["-v", "--format", "table {{range .Images}}{{.ID}}\\t{{.Tag}}\\n{{end}}"],
  ["-v", "--format", "table {{range .BuildCache}}{{.ID}} {{.Parent}}\\n{{end}}"],
  ["-v", "--format", '{{printf "%T" .}} {{.Foo}}'],
  ["-v", "--format", "{{len .Images}} {{range .Images}}{{.Nope}}{{end}}"],
  ["-v", "--format", "{{"],
];

const onCanned = (format: readonly string[], daemon: CannedDaemon): Case => ({
  args: ["system", "df", ...format],
  env: { DOCKER_HOST: daemon.host, TZ: "Europe/Helsinki" },
});

describe("df of a crafted answer", () => {
  test.each(EVERY_FORMAT.map((format) => ({ name: format.join(" ") || "(table)", format })))(
    "prints what Docker prints: $name",
    ({ format }) => parity(onCanned(format, crafted)),
  );
});

describe("df of an empty answer", () => {
  const formats = [
    [],
    ["-v"],
    ["--format", "json"],
    ["-v", "--format", "json"],
    ["-v", "--format", "raw"],
    ["-v", "--format", "{{.Images}}"],
  ];
  test.each(formats.map((format) => ({ name: format.join(" ") || "(table)", format })))("prints what Docker prints: $name", ({ format }) =>
    parity(onCanned(format, empty)),
  );
});

describe("df of an incomplete answer", () => {
  test.each([[], ["-v"], ["-v", "--format", "raw"]].map((format) => ({ name: format.join(" ") || "(table)", format })))(
    "$name",
    ({ format }) => parity(onCanned(format, bare)),
  );
});

describe("df of a daemon", () => {
  for (const version of ["28.5", "20.10"]) {
    describe(version, () => {
      cases(
        [
          { args: ["system", "df"] },
          // Images of the same second come in the order of a Go map.
          { args: ["system", "df", "-v"], anyOrder: true },
          { args: ["system", "df", "--format", "{{json .}}"] },
          {
            args: ["system", "df", "-v", "--format", "{{range .Images}}{{.Repository}} {{.Size}} {{.SharedSize}}\n{{end}}"],
            anyOrder: true,
          },
        ],
        { version },
      );
    });
  }
  cases([
    { args: ["system", "df", "x"] },
    { args: ["system", "df", "-q"] },
    { args: ["system", "df", "--format"] },
    { args: ["system", "df"], env: { DOCKER_HOST: "unix:///nowhere" }, name: "nobody there" },
  ]);
});
