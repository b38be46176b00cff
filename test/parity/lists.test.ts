/** `ps`, `images`, `port`, `top` and `diff` beside Docker, on answers that try every kind of value. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CannedDaemon, cannedDaemon } from "../support/canned-daemon.js";
import { containers, images } from "../support/canned-rows.js";
import { ours, referencePath, run, temporaryFolder } from "../support/command.js";
import { sameButForAges } from "../support/masks.js";

interface Words {
  args: readonly string[];
  config?: object;
  env?: Record<string, string>;
}

/** Blanks part words; where a word has one, give the words. */
const lines = (...texts: (string | readonly string[])[]): Words[] =>
  texts.map((text) => ({ args: typeof text === "string" ? text.split(" ") : text }));
const formats = (command: string, ...templates: string[]): Words[] =>
  templates.map((template) => ({ args: [...command.split(" "), "--format", template] }));

/** Tests that compare outputs, exit code and requests. */
function compare(answers: (now: number) => Record<string, unknown>, list: readonly Words[]): void {
  let daemons: CannedDaemon[] = [];
  beforeAll(async () => {
    const now = Date.now();
    daemons = await Promise.all([cannedDaemon(answers(now)), cannedDaemon(answers(now))]);
  });
  afterAll(() => Promise.all(daemons.map((daemon) => daemon.close())));
  test.each(list.map((one) => ({ ...one, name: `${JSON.stringify({ ...one.env, ...one.config })} ${one.args.join(" ")}` })))(
    "$name",
    async (one) => {
      const [actual, expected] = await Promise.all(
        [ours("docker"), [referencePath()]].map((command, i) => outcome(command, one, daemons[i] as CannedDaemon)),
      );
      if (actual && expected && sameButForAges(actual.stdout, expected.stdout)) actual.stdout = expected.stdout;
      expect(actual).toEqual(expected);
    },
  );
}

async function outcome(command: readonly string[], { args, config, env }: Words, daemon: CannedDaemon) {
  const home = temporaryFolder("list");
  mkdirSync(join(home, ".docker"));
  writeFileSync(join(home, ".docker", "config.json"), JSON.stringify(config ?? {}));
  const result = await run([...command, ...args], { env: { HOME: home, DOCKER_HOST: daemon.host, ...env } });
  return { stdout: result.stdout.toString(), stderr: result.stderr.toString(), code: result.code, requests: daemon.taken() };
}

describe("ps", () => {
  compare(
    (now) => ({ "/containers/json": containers(112, now) }),
    [
      ...lines("ps", "ps -a", "ps --no-trunc", "ps -s", "ps -s --no-trunc", "ps -q", "ps -q --no-trunc", "ps -n 3", "ps -l", "ps -l -n 5"),
      ...lines(
        "ps -n 0",
        "ps -n -1",
        "ps -n=-5",
        "ps -a=false -s=false",
        "container ls",
        "container ps",
        "container list",
        "ps x",
        "ps -f a",
      ),
      ...lines("ps -f status=running -f status=exited -f label=a=b", ["ps", "-f", ""], "ps -f =b", "ps --filter=x=y=z", "ps -q -s"),
      ...lines(
        ["ps", "-f", " Status = running "],
        "ps --format json",
        "ps --format json --no-trunc",
        "ps --format raw",
        "ps --format raw -s",
      ),
      ...lines("ps --format raw -q", "ps -q --format json", "ps --format table", "ps --format tablefoo", "ps -q --format {{.Names}}"),
      ...formats(
        "ps",
        "",
        " ",
        "size",
        " table {{.ID}}",
        "table {{.ID}}\\t{{.Names}}\\t{{.Labels}}",
        "{{.Size}}",
        "{{if false}}{{.Size}}{{end}}",
      ),
      ...formats("ps", "table {{.ID}}\\t{{.Mounts}}\\t{{.LocalVolumes}}\\t{{.Networks}}\\t{{.Ports}}", "{{json .}}", "table {{json .}}"),
      ...formats("ps", "table {{.Command}}\\t{{.CreatedAt}}\\t{{.RunningFor}}\\t{{.State}}\\t{{.Status}}\\t{{.Size}}\\t{{.Platform}}"),
      ...formats("ps", 'table {{.ID}}\\t{{.Label "a"}}\\t{{.Label "com.x-y_z"}}', '{{.Label "tab"}}\\t{{.Platform}}', "{{json .Platform}}"),
      ...formats(
        "ps",
        "{{with .Platform}}{{.OS}}-{{.OSVersion}}-{{.OSFeatures}}-{{.Architecture}}-{{.Variant}}{{end}}",
        "{{.Platform.OS}}",
      ),
      ...formats(
        "ps",
        "{{.Foo}}",
        "{{.Foo",
        "table {{.Foo}}",
        "{{slice .ID 0 4}}",
        "{{.Label}}",
        "{{.Label 1}}",
        '{{.ID "x"}}',
        "{{.Names.Foo}}",
      ),
      ...formats(
        "ps",
        "table {{upper .Names}}\\t{{lower .Image}}\\t{{truncate .ID 3}}\\t{{title .State}}\\t{{len .ID}}",
        "a\\tb\\n{{.ID}}\\\\t\\x",
        "table {{pad .State 2 2}}|{{pad .ID 0 1}}",
      ),
      ...formats("ps --size=false", "{{.Size}}"),
      ...["table {{.ID}}\\t{{.Size}}", "{{.Nope}}", "json", "raw"].flatMap((psFormat) =>
        lines("ps", "ps -q", "ps --format table").map((one) => ({ ...one, config: { psFormat } })),
      ),
      ...[
        "Europe/Berlin",
        "America/New_York",
        "Asia/Kolkata",
        "Asia/Tehran",
        "Nope/Nope",
        "",
        ":Europe/London",
        "EST5EDT",
        "CET-1CEST",
      ].flatMap((TZ) => formats("ps", "{{.CreatedAt}}").map((one) => ({ ...one, env: { TZ } }))),
    ],
  );
});

describe("images", () => {
  compare(
    (now) => ({ "/images/json": images(55, now) }),
    [
      ...lines(
        "images",
        "images -a",
        "images --digests",
        "images --no-trunc",
        "images --digests --no-trunc",
        "images -q",
        "images -q --no-trunc",
      ),
      ...lines(
        "image ls",
        "image list",
        "images foo",
        "images ls",
        "images foo -f reference=bar -f dangling=true",
        "images a b",
        "images -f x",
      ),
      ...lines(
        "images --format json",
        "images --format json --digests",
        "images -q --format json",
        "images --format raw",
        "images --format raw -q",
      ),
      ...lines(
        "images --format raw --digests",
        "images --format raw --digests -q",
        "images --format table",
        "images --format table --digests",
      ),
      ...formats("images", "table {{.Repository}}\\t{{.Digest}}", "{{.Repository}} {{.Digest}}", "{{.Repository}} {{ .Digest}}"),
      ...formats("images --digests", "table {{.Repository}}\\t{{.Tag}}", "table {{.Repository}}\\t{{.Digest}}", "tablex", "{{.Tag}}"),
      ...formats(
        "images",
        "table {{.Containers}}\\t{{.VirtualSize}}\\t{{.SharedSize}}\\t{{.UniqueSize}}\\t{{.CreatedAt}}\\t{{.CreatedSince}}\\t{{.Size}}",
      ),
      ...formats(
        "images",
        "{{.Foo}}",
        "{{.Foo",
        "table {{.Foo}}",
        'table {{.ID}}\\t{{.Label "x"}}',
        "{{lower .Repository}}:{{lower .Tag}} {{lower .ID}}",
      ),
      ...formats("images -q", "{{.ID}} {{.Tag}}"),
      ...lines("images --tree -q", "images --tree --no-trunc", "images --tree --digests", "images --tree --format x"),
      ...["table {{.ID}}", "raw"].flatMap((imagesFormat) =>
        lines("images", "images -q", "images --digests").map((one) => ({ ...one, config: { imagesFormat } })),
      ),
    ],
  );
});

describe("empty lists", () => {
  compare(
    () => ({ "/images/json": [], "/containers/json": null }),
    [
      ...lines(
        "images",
        "images ls",
        "images rm",
        "images foo",
        "images -q ls",
        "image ls ls",
        "image list rm",
        "ps",
        "ps -q",
        "ps --format json",
      ),
      ...lines("images --tree", "images --tree ls"),
      ...formats("ps", "table {{.ID}}", "{{.ID}}", "table {{.Foo}}"),
      ...formats("images", "table {{.Foo}}", "{{.Foo}}"),
    ],
  );
});

describe("port, top and diff", () => {
  const Ports = {
    "80/tcp": ["0.0.0.0:8080", ":::8080", "127.0.0.1:9", "127.0.0.1:10"].map((text) => {
      const colon = text.lastIndexOf(":");
      return { HostIp: text.slice(0, colon), HostPort: text.slice(colon + 1) };
    }),
    "9/udp": [{ HostIp: "", HostPort: "1234" }],
    "100/tcp": null,
    "08/tcp": [{ HostIp: "1.2.3.4", HostPort: "" }],
    "8/tcp": [{ HostIp: "1.2.3.4", HostPort: "5" }],
    "1/sctp": [{ HostIp: "fe80::1%eth0", HostPort: "5" }],
  };
  const Titles = ["UID", "PID", "CMD"];
  const rows = [["root", "1", "sleep 日本 a\tb"], ["averyveryveryverylongname", "12345", "é"], []];
  compare(
    () => ({
      "/containers/c/json": { Id: "x", Name: "/c", Config: {}, NetworkSettings: { Ports } },
      "/containers/c/top": { Titles, Processes: rows },
      "/containers/bare/top": { Titles: null, Processes: null },
      "/containers/c/changes": ["/a", "/b b\n", "/c", "/d"].map((Path, Kind) => ({ Path, Kind })),
      "/containers/bare/changes": null,
    }),
    [
      ...lines(
        "port c",
        "port c 80",
        "port c 80/tcp",
        "port c 100",
        "port c 9/udp",
        "port c 9/UDP",
        "port c x",
        "port c 99999",
        "port c 80/",
      ),
      ...lines(
        "port c /tcp",
        "port c 080",
        "port c 80/tcp/x",
        "port nope",
        "port c -5",
        ["port", "c", '5"é'],
        ["port", "c", ""],
        ["port", ""],
        "port",
      ),
      ...lines(
        "port a b c",
        "container port c",
        ["port", "a/b c?%"],
        "top c",
        "top c aux -x",
        "top c -- -x",
        "top -x c",
        "top c -eo pid,comm",
      ),
      ...lines(
        "top bare",
        "top nope",
        ["top", " "],
        "top",
        "container top c",
        "diff c",
        "diff bare",
        "diff nope",
        ["diff", ""],
        ["diff", " "],
      ),
      ...lines("diff", "diff a b", "container diff c"),
    ],
  );
});
