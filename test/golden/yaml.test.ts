/** `--format yaml` in both dialects: the objects of `--format json`. */
import { expect, it } from "vitest";
import { parse } from "yaml";
import { createInspector } from "../../src/format/inspect.js";
import { run } from "../support/canned-engine.js";
import { expectGolden, fixture, output, transcript } from "../support/golden.js";

const LISTS = ["ps", "images"] as const;

it.each(LISTS)("prints %s as YAML", async (name) => {
  const lines = [[name, "--format", "yaml"]];
  const text = await transcript(lines, { ...fixture("crafted"), dialect: "docker" });
  expectGolden(`yaml-${name}`, text);
  const terminal = { width: 40, colour: true };
  const ours = await transcript(lines, { ...fixture("crafted"), dialect: "dockline", terminal });
  expect(ours.replace("$ dockline", "$ docker")).toBe(text);
});

it.each(LISTS.flatMap((name) => (["crafted", "recorded", "slides"] as const).map((source) => [name, source] as const)))(
  "%s of %s: what json has",
  async (name, source) => {
    const print = (...words: string[]) => output([name, ...words], { ...fixture(source), dialect: "docker" });
    for (const more of [[], ["-q"], ["--no-trunc"]]) {
      if (name === "ps" && more[0] === "-q") continue;
      const json = await print("--format", "json", ...more);
      const objects = json.split("\n").filter(Boolean).map((line) => JSON.parse(line));
      expect(parse(await print("--format", "yaml", ...more))).toEqual(objects);
    }
  },
);

const RAW = `{"Id":"0e1","Created":"2026-11-20T01:02:03.5Z","Size":1e3,"Limit":12345678901234567890,"Ratio":1.50,"Zero":-0,
  "10":"ten","2":2,"Cmd":["sh","-c","while :; do\\n  sleep 1\\ndone\\n"],"Env":["A=on","B="],"Ports":{"80/tcp":null},
  "Labels":{},"Mounts":[],"Html":"<a&b>","Flag":"true","Real":true,"None":null,"Empty":""}`;

it("prints inspect as YAML", async () => {
  let text = "";
  const inspector = await createInspector("yaml", (piece) => {
    text += piece;
  });
  await inspector.add({ raw: RAW, root: "container" });
  await inspector.add({ raw: "{}" });
  await inspector.add({ raw: '{"Name":"v","Driver":"local","Unknown":1}', root: "volume", typedOnly: true });
  inspector.flush();
  expectGolden("yaml-inspect", text);
});

it("prints an empty list for inspect of nothing", async () => {
  let text = "";
  (await createInspector("yaml", (piece) => (text += piece))).flush();
  expect(text).toBe("[]\n");
});

it.each(["version", "info"] as const)("reads back what JSON reads: %s", async (command) => {
  const answer = JSON.stringify({ Version: "28.5.2", ApiVersion: "1.51", ID: "x", Containers: 3, NCPU: 2, Labels: ["on"], Warnings: null });
  for (const dialect of ["docker", "dockline"] as const) {
    const { stdout, code } = await run(command, "yaml", { answer, dialect });
    const json = await run(command, "json", { answer, dialect });
    expect(code).toBe(0);
    expect(parse(stdout)).toEqual(JSON.parse(json.stdout));
    expect(Object.keys(parse(stdout))).toEqual(Object.keys(JSON.parse(json.stdout)));
  }
});
