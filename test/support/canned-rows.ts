/** Answers of list requests that try every kind of value against every other: lists of unlike lengths are walked side by side. */

/** Sixty-four hexadecimal digits. */
const id = (n: number) => n.toString(16).padStart(64, "0");
const digest = (digit: string) => `sha256:${digit.repeat(64)}`;
const at = <T>(list: readonly T[], i: number) => list[i % list.length] as T;

const STATES = [
  ["running", "Up 24 seconds"],
  ["running", "Up 2 hours (health: starting)"],
  ["exited", "Exited (137) 3 weeks ago"],
  ["paused", "Up 5 minutes (Paused)"],
  ["created", "Created"],
] as const;
/** Seconds; every limit of the words, with half a minute to spare so that they hold while the tests run. */
const AGES = [65, 90, 155, 3450, 3630, 5370, 5430, 86_430, 172_770, 172_830, 1_209_570, 1_209_630, 5_183_970, 5_184_030, 63_072_030, 1e9];
const COMMANDS = [
  "/bin/bash",
  "a\nb\tc\\d\"e'",
  "a".repeat(20),
  "a".repeat(21),
  "é".repeat(20),
  "é".repeat(21),
  "日本語".repeat(10),
  `${"a".repeat(18)}日本`,
  "x\u0000\u0007\u001b[31m\u007f\u0080\u00ad",
  "\u00a0\u200b\u2028\ufeff\u{e0001}",
  "👨‍👩‍👧 👍🏽 🇫🇷 ❤️ 1️⃣",
  "e\u0301".repeat(12),
  "ｆｕｌｌｗｉｄｔｈ",
  "",
];
const IMAGES = [
  "ubuntu",
  "docker.io/library/ubuntu:14.04",
  "index.docker.io/library/x",
  "localhost/x:1",
  `localhost:5000/a/b@${digest("a")}`,
  `foo:tag@${digest("b")}`,
  `sha256:${id(7)}`,
  id(7),
  "BAD",
  "a b",
  "library/a/b",
  "x@sha256:abc",
  `x@sha512:${"c".repeat(128)}`,
  "[::1]:5000/z:1",
  `x:${"t".repeat(129)}`,
  "",
];
const published = (port: number, outside = port, ip = "0.0.0.0", type = "tcp") => ({
  IP: ip,
  PrivatePort: port,
  PublicPort: outside,
  Type: type,
});
const exposed = (port: number, type = "tcp") => ({ PrivatePort: port, Type: type });
const PORTS = [
  [],
  null,
  [exposed(80)],
  [published(80), published(80, 80, "::"), exposed(81)],
  [9000, 9001, 9002, 9004].map((port) => published(port)),
  [published(53, 5353, "127.0.0.1", "udp"), published(54, 5354, "::1", "udp"), exposed(10, "sctp"), exposed(9, "sctp"), exposed(7)],
  [3, 1, 2, 5, 4, 8, 7].flatMap((port) => [exposed(port), published(port, port + (port % 2), "1.2.3.4", "udp")]),
];
const NAMES = [["/a"], ["/b/c", "/d"], ["/e/f", "/g/h"], [], null, ["bare"], ["/x", "/y"]];
const LABELS = [{}, null, { a: "b" }, { z: "1", "com.x-y_z": "p", B: "3", k: "v=w,x" }, { tab: "a\tb", nl: "a\nb" }, { html: "<&>\u2028" }];
const MOUNTS = [
  [],
  null,
  [
    { Type: "volume", Name: "0123456789abcdef0123", Driver: "local" },
    { Type: "bind", Source: "/very/long/path/to" },
  ],
  [{ Name: "日本語".repeat(4), Driver: "nfs" }, { Type: "tmpfs" }],
];
const NETWORKS = [null, {}, { Networks: null }, { Networks: { bridge: {} } }];
const PLATFORMS = [
  undefined,
  { platform: null },
  { platform: { architecture: "amd64", os: "windows", "os.version": "10.0.1", "os.features": ["win32k"] } },
  { platform: { architecture: "arm64", os: "linux", variant: "v8" } },
];
const SIZES = [
  [0, 0],
  [1, 999],
  [12_345, 67_890_123],
  [999_949, 999_950],
  [1e9, 1e12],
  [-5, -7],
  [1005, 1015],
  [1125, 2_250_000],
] as const;

export function containers(count: number, now: number): object[] {
  return Array.from({ length: count }, (_, i) => {
    const [State, Status] = at(STATES, i);
    const [SizeRw, SizeRootFs] = at(SIZES, i);
    return {
      Id: id(i * 7919 + 1),
      Names: at(NAMES, i),
      Image: at(IMAGES, i),
      ImageID: `sha256:${id(i % 3 ? 7 : i)}`,
      Command: at(COMMANDS, i),
      Created: Math.trunc(now / 1000) - at(AGES, i),
      Ports: at(PORTS, i),
      Labels: at(LABELS, i),
      Mounts: at(MOUNTS, i),
      NetworkSettings: at(NETWORKS, i),
      ImageManifestDescriptor: at(PLATFORMS, i),
      State,
      Status,
      SizeRw,
      SizeRootFs,
    };
  });
}

const NAMINGS = [
  [["a:1"], []],
  [["docker.io/library/b:2", "b:3"], null],
  [["localhost:5000/x/y:1"], [`localhost:5000/x/y@${digest("4")}`]],
  [[], [`a@${digest("1")}`]],
  [null, [`b@${digest("2")}`, `b@${digest("3")}`]],
  [
    ["a/b:c", "a/b:d"],
    [`a/b@${digest("5")}`, `a/b@${digest("6")}`],
  ],
  [["<none>:<none>"], ["<none>@<none>"]],
  [["<none>:<none>"], []],
  [["bad ref", "UPPER:1", "noTag"], ["junk"]],
  [[`x:1@${digest("a")}`], []],
  [[], []],
] as const;
const BYTES = [910, 273_700_000, 1000, 999_999, -1, 0, 1e15, 12_345_678, 1005, 99_950];

/** No image has tags of two repositories: Docker prints those in an order of chance. */
export function images(count: number, now: number): object[] {
  return Array.from({ length: count }, (_, i) => {
    const [RepoTags, RepoDigests] = at(NAMINGS, i);
    const Created = i % 7 === 3 ? -62_135_596_800 : Math.trunc(now / 1000) - at(AGES, i);
    const numbers = { Size: at(BYTES, i), SharedSize: [-1, 0, 5][i % 3], Containers: [-1, 0, 7][i % 3] };
    return { Id: i % 2 ? digest((i % 16).toString(16)) : id(i), RepoTags, RepoDigests, Created, ...numbers };
  });
}
