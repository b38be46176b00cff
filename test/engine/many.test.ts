/** Many containers in one command: the order of the arguments, every error, as Docker has it. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PrivateEngine } from "../../scripts/engine/engine.mjs";
import { apiJson, apiRequest } from "../../scripts/engine/engine-api.mjs";
import { dockline, reference } from "../support/command.js";
import { privateEngine } from "../support/private-engine.js";

const COUNT = 40;
/** One that is not there, in the middle. */
const names = (side: string) => [...Array.from({ length: COUNT }, (_, i) => `my-${side}-${i}`)].toSpliced(30, 0, `my-${side}-none`);

let engine: PrivateEngine;
const sides = ["o", "r"] as const;
beforeAll(async () => {
  engine = await privateEngine();
  for (const side of sides) {
    for (const name of names(side)) {
      if (name.endsWith("none")) continue;
      await apiJson(engine.socket, "POST", `/containers/create?name=${name}`, {
        json: { Image: "busybox:latest", Cmd: ["sleep", "600"], StopSignal: "SIGKILL", HostConfig: { NetworkMode: "none" } },
      });
    }
  }
});
afterAll(async () => {
  for (const side of sides) for (const name of names(side)) await apiRequest(engine.socket, "DELETE", `/containers/${name}?force=1`);
});

describe(`${COUNT} at once`, () => {
  // In this order: each needs the state that the one before leaves.
  test.each([
    ["start"],
    ["inspect", "--format", "{{.Name}} {{.State.Status}}"],
    ["pause"],
    ["unpause"],
    ["stop"],
    ["start"],
    ["kill"],
    ["wait"],
    ["rm"],
    ["rm", "-f"],
  ])("prints and ends as Docker does for %s %s %s", { timeout: 120_000 }, async (...words) => {
    const options = { env: { DOCKER_HOST: engine.host }, timeout: 60_000 };
    const verb = words.filter((word): word is string => typeof word === "string");
    const [own, theirs] = [
      await dockline([...verb, ...names("o")], { ...options, name: "docker" }),
      await reference([...verb, ...names("r")], options),
    ];
    const plain = (bytes: Buffer) => bytes.toString().replace(/my-[or]-/g, "my-x-");
    expect(plain(own.stdout)).toBe(plain(theirs.stdout));
    expect(plain(own.stderr)).toBe(plain(theirs.stderr));
    expect(own.code).toBe(theirs.code);
  });
});

/** Each line: the flags of the containers, in the order in which they are started. `{}` is the side's prefix. */
test.each([
  ["links and namespaces of others", ["", "--link {}0:a", "--network container:{}1", "--pid container:{}0", ""]],
  ["what they need comes later", ["--link {}2:c", "--network container:{}2", "", "--ipc container:{}1"]],
  ["one port for several", ["-p 127.0.0.1:18651:80", "", "-p 127.0.0.1:18651:81", "-p 127.0.0.1:18650:82", "-p 127.0.0.1:18650-18650:83"]],
] as const)("starts the containers that start one after the other, and no others: %s", { timeout: 90_000 }, async (_, flags) => {
  const options = { env: { DOCKER_HOST: engine.host }, timeout: 60_000 };
  const outcomes: string[] = [];
  for (const side of sides) {
    const prefix = `mo-${side}-`;
    const all = flags.map((_, i) => `${prefix}${i}`);
    // What links or joins is made once that runs, and then all stop.
    const order = [...all.keys()].sort((a, b) => Number(flags[a]?.includes("{}")) - Number(flags[b]?.includes("{}")));
    for (const i of order) {
      const words = (flags[i] ?? "").replaceAll("{}", prefix).split(" ").filter(Boolean);
      const made = ["create", "--name", `${prefix}${i}`, "--stop-signal", "KILL", ...words, "busybox", "sleep", "600"];
      expect((await reference(made, options)).stderr.toString()).toBe("");
      if (!/-p/.test(flags.join())) await reference(["start", `${prefix}${i}`], options);
    }
    await reference(["kill", ...all], options);
    const started = await (side === "o"
      ? dockline(["start", ...all], { ...options, name: "docker" })
      : reference(["start", ...all], options));
    const ports = await reference(
      ["inspect", "--format", "{{.State.Status}} {{.HostConfig.PortBindings}} {{.NetworkSettings.Ports}}", ...all],
      options,
    );
    await reference(["rm", "-f", ...all], options);
    const text = [started.code, started.stdout, started.stderr, ports.stdout].join("\n");
    outcomes.push(text.replaceAll(prefix, "").replace(/[0-9a-f]{64}/g, "<id>"));
  }
  expect(outcomes[0]).toBe(outcomes[1]);
});
