/** Many containers in one command: the order of the arguments, every error, as the reference has it. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PrivateEngine } from "../../scripts/engine/engine.mjs";
import { apiJson, apiRequest } from "../../scripts/engine/engine-api.mjs";
import { dockline, reference } from "./command.js";
import { privateEngine } from "./private-engine.js";

const COUNT = 60;
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
  ])("%s %s %s", { timeout: 120_000 }, async (...words) => {
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
