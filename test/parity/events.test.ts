/** `events` beside Docker: on events that are fixed, byte for byte, and on a real engine. */
import { describe, expect, onTestFinished, test } from "vitest";
import { ours, referencePath, run, start } from "../support/command.js";
import { startProxy } from "../support/fault-proxy.js";
import { startDaemon } from "../support/faulty-daemon.js";
import { cases } from "../support/parity.js";
import { privateEngine } from "../support/private-engine.js";
import { until } from "../support/until.js";

const EVENTS = [
  '{"status":"start","id":"abc","from":"busybox","Type":"container","Action":"start","Actor":{"ID":"abc","Attributes":{"name":"web","image":"busybox","é":"2","Z":"1","z":"x, y"}},"scope":"local","time":1767323045,"timeNano":1767323045123456789}',
  '{"Type":"container","Action":"exec_start: sh -c true","Actor":{"ID":"a","Attributes":{"q":"<a&b> \\"é\\""}},"time":1700000000}\n',
  '{"Type":"network","Action":"connect","Actor":{"ID":"i"}}',
  '{"time":5,"timeNano":1751364245000000000,"Type":"a","Action":"b","Actor":{"ID":"","Attributes":{}}}\n\n',
  '{"Type":"x","timeNano":-1,"Actor":{"Attributes":{"a":null}},"more":[1]}null ',
];

interface Answered {
  words: readonly string[];
  body?: string;
  env?: Record<string, string>;
}

async function compared({ words, body = EVENTS.join(""), env }: Answered) {
  const chunk = `${Buffer.byteLength(body).toString(16)}\r\n${Buffer.from(body).toString("latin1")}\r\n0\r\n\r\n`;
  const daemon = await startDaemon(({ target }) =>
    target.includes("/events")
      ? { raw: `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${chunk}`, after: "keep" }
      : undefined,
  );
  onTestFinished(() => daemon.close());
  const results = [];
  for (const command of [ours("docker"), [referencePath()]]) {
    const { stdout, stderr, code } = await run([...command, "events", ...words], { env: { DOCKER_HOST: daemon.host, ...env } });
    const asked = daemon.requests.findLast(({ target }) => target.includes("/events"))?.target.replace(/^\/v[\d.]+/, "");
    results.push({ stdout: stdout.toString(), stderr: stderr.toString(), code, asked });
  }
  expect(results[0]).toEqual(results[1]);
  return results[0];
}

describe("events of a fixed answer", () => {
  test.each(["UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu"])("prints lines in the time zone %s", async (TZ) => {
    const told = await compared({ words: [], env: { TZ } });
    expect(told?.stdout.split("\n").length).toBe(7);
  });

  const words: readonly (readonly string[])[] = [
    ["--format", "json"],
    ["--format", "{{json .}}"],
    ["--format", "{{.Status}} {{.ID}} {{.From}} {{.Type}} {{.Action}} {{.Actor.ID}} {{.Time}} {{.TimeNano}} {{.Scope}}"],
    ["--format", "{{.Actor.Attributes.image}} {{json .Actor}} {{.Actor.Attributes}}"],
    ["--format", "{{.}}"],
    ["--format", "{{with .Actor.Attributes}}{{range $k, $v := .}}{{$k}};{{end}}{{end}}"],
    ["--format", "{{"],
    ["--format", "{{.Nothing}}"],
    ["--format", "{{index .Actor.Attributes 3}}"],
    ["--format", "x{{if .Status}}{{slice .Status 0 30}}{{end}}"],
    ["--filter", "Event=start", "--filter", "type = container", "--filter", "event=die"],
    ["--since", "10", "--until", "20.5"],
    ["--since", "2026-01-02T03:04:05.678Z", "--until", "2026-01-02"],
    ["--since", "foo"],
    ["--until", "2020-13-01"],
    ["--filter", "foo"],
    ["surplus"],
  ];
  test.each(words)("prints what Docker prints for %s %s %s %s", async (...typed) => {
    await compared({ words: typed });
  });

  test.each(['{"Type":"x","Action":', '{"Type":"x"}[1]', "{bad}", "[1]", "5"])(
    "fails as Docker does for an invalid answer: %s",
    async (body) => {
      const told = await compared({ words: ["--format", "json"], body });
      expect(told?.code).toBe(1);
    },
  );

  test("ends as Docker does for an empty answer", async () => {
    expect((await compared({ words: [], body: "\n" }))?.code).toBe(0);
  });
});

describe("events of a real daemon", () => {
  const setup = [["run", "--name", "{obj}", "--label", "odd=<a&b>", "busybox", "true"]];
  const past = ["events", "--since", "30s", "--until=-2s", "--filter", "container={obj}"];
  const settled = [
    [/execDuration=\d+/g, "execDuration=<n>"],
    [/"execDuration":"\d+"/g, '"execDuration":"<n>"'],
  ] as const;
  cases([
    { name: "lines", args: past, setup, mask: settled },
    { name: "json", args: [...past, "--format", "json"], setup, mask: settled },
    { name: "template", args: [...past, "--format", "{{.Action}} {{.Actor.Attributes.name}}"], setup },
    { name: "a filter that the engine refuses", args: ["events", "--until", "0s", "--filter", "foo=bar"] },
    {
      name: "system events",
      args: ["system", "events", "--since", "30s", "--until=-2s", "--filter", "event=die", "--filter", "container={obj}"],
      setup,
      mask: settled,
    },
  ]);

  test("prints each event as it comes, until the given time", async () => {
    const engine = await privateEngine();
    const proxy = await startProxy(engine.socket);
    onTestFinished(() => proxy.close());
    const env = { DOCKER_HOST: proxy.host };
    const name = `events-${process.pid}`;
    const end = String(Math.ceil(Date.now() / 1000) + 6);
    const words = ["events", "--until", end, "--filter", `container=${name}`, "--filter", "event=create", "--filter", "event=destroy"];
    const sides = [ours("docker"), [referencePath()]].map((command) => start([...command, ...words], { env }));
    await until(() => proxy.requests.filter((line) => line.includes("/events?")).length === 2);
    await run([referencePath(), "create", "--name", name, "busybox"], { env });
    for (const side of sides) await side.expect(/container create/, 3000);
    await run([referencePath(), "rm", name], { env });
    const [mine, theirs] = await Promise.all(sides.map((side) => side.done));
    expect(mine).toEqual(theirs);
    expect(mine?.code).toBe(0);
    expect(mine?.stdout.toString().split("\n").length).toBe(3);
  });
});
