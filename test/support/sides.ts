/** The clients that the tests of this folder run one beside the other, and containers for them to work on. */
import { onTestFinished } from "vitest";
import type { PrivateEngine } from "../../scripts/engine/engine.mjs";
import { apiJson, apiRequest } from "../../scripts/engine/engine-api.mjs";
import { ours, referencePath } from "./command.js";

/** For `test.each(sides)("…: %s", async (_, client) => …)`. */
export const sides: readonly [string, () => string[]][] = [
  ["ours", () => ours("docker")],
  ["Docker", () => [referencePath()]],
];

let count = 0;

/** A container's name that no other test has; the container goes when the test is over. */
export function ownName(engine: PrivateEngine): string {
  const name = `pty-${process.pid.toString(36)}-${++count}`;
  onTestFinished(async () => {
    await apiRequest(engine.socket, "DELETE", `/containers/${name}?force=1&v=1`).catch(() => {});
  });
  return name;
}

export interface Made {
  /** Of busybox's shell. */
  script: string;
  tty?: boolean;
  stdin?: boolean;
  /** Leave it created. */
  created?: boolean;
}

/** Makes a container, and starts it; its name. */
export async function made(engine: PrivateEngine, { script, tty = false, stdin = false, created = false }: Made): Promise<string> {
  const name = ownName(engine);
  const json = { Image: "busybox:latest", Cmd: ["sh", "-c", script], Tty: tty, OpenStdin: stdin };
  await apiJson(engine.socket, "POST", `/containers/create?name=${name}`, { json });
  if (!created) await apiRequest(engine.socket, "POST", `/containers/${name}/start`);
  return name;
}

/** "running", "exited", …; "gone" when there is none of the name. */
export async function stateOf(engine: PrivateEngine, name: string): Promise<string> {
  const { status, body } = await apiRequest(engine.socket, "GET", `/containers/${name}/json`);
  return status === 404 ? "gone" : JSON.parse(body.toString()).State.Status;
}
