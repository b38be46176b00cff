/** Templates on live objects: the same bytes as Docker, whatever they are asked for. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, test } from "vitest";
import { referencePath, run } from "../support/command.js";
import type { Mask } from "../support/masks.js";
import { parity } from "../support/parity.js";
import { privateEngine } from "../support/private-engine.js";

interface Row {
  kind: "container" | "image" | "network" | "volume" | "info" | "version" | "ps";
  template: string;
}

const rows = JSON.parse(readFileSync(new URL("../fixtures/parity-templates.json", import.meta.url), "utf8")) as Row[];
const NAME = `templates-${process.pid}`;

/** One object of each kind for all templates: neither side changes it. */
const COMMAND: Record<Row["kind"], readonly string[]> = {
  container: ["inspect", "--type", "container", NAME, "-f"],
  image: ["image", "inspect", "busybox", "-f"],
  network: ["inspect", "--type", "network", NAME, "-f"],
  volume: ["inspect", "--type", "volume", NAME, "-f"],
  info: ["info", "-f"],
  version: ["version", "-f"],
  ps: ["ps", "-a", "--filter", `name=${NAME}`, "--format"],
};

async function reference(...words: string[]): Promise<void> {
  const { host } = await privateEngine();
  const { code, stderr } = await run([referencePath(), ...words], { env: { DOCKER_HOST: host } });
  if (code !== 0) throw new Error(`docker ${words.join(" ")}: ${stderr}`);
}

beforeAll(async () => {
  await reference("network", "create", "--label", "a=b", "--subnet", "10.87.3.0/24", NAME);
  await reference("volume", "create", "--label", "a=b", NAME);
  const flags = "-l app=web -l tier=front -e A=b -p 127.0.0.1::80 -p 127.0.0.1::53/udp --expose 443 -m 64m --restart on-failure:3".split(
    " ",
  );
  await reference("run", "-d", "--name", NAME, "--network", NAME, ...flags, "-v", `${NAME}:/data`, "busybox", "sleep", "6000");
});

afterAll(async () => {
  await reference("rm", "-fv", NAME);
  await reference("network", "rm", NAME);
  await reference("volume", "rm", NAME);
});

/** Facts of the client itself, and the engine's counters, which the two calls change. */
const OWN_FACTS: readonly Mask[] = [
  [/\b(go1\.\d+\.\d+|(?:node|bun)\d+\.\d+\.\d+)\b/g, "<runtime>"],
  [/\be6534b4\b|(?<=28\.2\.2[^/]{0,60})\b[0-9a-f]{7}\b/g, "<commit>"],
  [/("GitCommit":")[0-9a-f]{7}"/g, '$1<commit>"'],
  [/\b[A-Z][a-z]{2} [A-Z][a-z]{2} +\d+ [\d:]{8} \d{4}\b/g, "<built>"],
  [/("?\b(NGoroutines|NFd|NEventsListener)\b"?[: ]+)\d+/g, "$1<n>"],
];
/** Nothing but such a counter. */
const COUNTER = /^\{\{\.?(NGoroutines|NFd|NEventsListener)\}\}$/;

/** Commands whose rows are not in the shared table. */
const MORE: Record<string, readonly string[]> = {
  "history busybox --format": [
    "{{.ID}}",
    "{{.CreatedBy}}|{{.Size}}|{{.Comment}}",
    "{{json .}}",
    "table {{.CreatedBy}}\t{{upper .Size}}",
    "{{.Nope}}",
    "{{",
  ],
  "history --human=false --no-trunc busybox --format": ["{{.ID}} {{.Size}}", "json", "{{truncate .CreatedBy 3}}"],
  "images busybox --format": [
    "{{lower .Repository}}:{{lower .Tag}} {{lower .ID}}",
    "{{json .}}",
    "table {{.Repository}}\t{{.Containers}}",
    "{{.Nope}}",
  ],
  "network ls --filter name=host --format": [
    "{{.ID}} {{.Name}} {{.Driver}} {{.Scope}} {{.IPv4}} {{.IPv6}} {{.Internal}}",
    "json",
    '{{.Label "x"}}|',
  ],
  "network inspect host --format": [
    "{{.Name}} {{.Driver}} {{json .IPAM}}",
    "{{range $k, $v := .Options}}{{$k}}={{$v}}{{end}}|",
    "json",
    "{{.Nope}}",
  ],
  [`volume ls --filter name=${NAME} --format`]: [
    '{{.Name}} {{.Driver}} {{.Scope}} {{.Labels}} {{.Label "a"}}',
    "json",
    "table {{.Name}}\t{{.Links}}",
  ],
  [`volume inspect ${NAME} --format`]: ["{{.Name}} {{.Driver}} {{.Labels.a}} {{.Mountpoint}}", "json", "{{.Nope}}"],
  [`stats --no-stream ${NAME} --format`]: [
    "{{.Name}} {{.Container}}",
    "{{.ID}}",
    "table {{.Name}}\t{{.ID}}",
    "{{.Nope}}",
    "{{if .PIDs}}some{{end}}",
  ],
  [`events --since 1h --until=-1s --filter event=create --filter container=${NAME} --format`]: [
    "{{.Type}} {{.Action}} {{.Actor.ID}}",
    "{{json .}}",
    "{{.ID}} {{.From}} {{.Status}} {{.Time}} {{.TimeNano}}",
    "{{range $k, $v := .Actor.Attributes}}{{$k}}={{$v}} {{end}}",
    "json",
    "{{.Nope}}",
  ],
};

for (const [line, templates] of Object.entries(MORE)) {
  describe(line, () => {
    test.concurrent.each(templates.map((template) => [template]))("prints what Docker prints for %s", (template) =>
      parity({ args: [...line.split(" "), template], timeout: 30_000 }),
    );
  });
}

for (const kind of Object.keys(COMMAND) as Row["kind"][]) {
  describe(kind, () => {
    const mine = rows.filter((row) => row.kind === kind);
    test.concurrent.each(mine.map(({ template }) => [template]))("prints what Docker prints for %s", async (template) => {
      const mask = kind === "version" || kind === "info" ? OWN_FACTS : [];
      await parity({ args: [...COMMAND[kind], template], mask, ...(COUNTER.test(template) && { ignore: ["stdout"] }) });
    });
  });
}
