/** Runs our `network` and `volume` commands, whole, on the daemon that Docker was recorded on. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import type { ProgramCtx } from "../../src/cli/command-table.js";
import { runWords } from "../../src/cli/route.js";
import { createEngine } from "../../src/engine/client.js";
import { StatusError } from "../../src/errors.js";
import { objectDaemon } from "../fixtures/object-daemon.mjs";
import { cannedContext } from "./canned-context.js";

export interface Recorded {
  args: string[];
  api?: string;
  stdin?: string;
  config?: object;
  requests: { request: string; body?: unknown }[];
  stdout: string;
  stderr: string;
  code: number;
}

const recordings: readonly Recorded[] = JSON.parse(
  fs.readFileSync(path.join(import.meta.dirname, "../fixtures/object-requests.json"), "utf8"),
);

type Daemon = Awaited<ReturnType<typeof objectDaemon>>;

async function replay(
  daemon: Daemon,
  socket: string,
  { args, api = "1.50", stdin = "", config }: Recorded,
): Promise<Omit<Recorded, "args">> {
  daemon.api = api;
  const { ctx, written } = cannedContext({ dialect: "docker", now: 0, answers: {}, config });
  const engine = createEngine({
    endpoint: { kind: "unix", host: `unix://${socket}`, path: socket },
    env: {},
    userAgent: "Docker-Client/28.2.2 (linux)",
    platform: "linux",
  });
  let left = stdin;
  // Who reads first gets all that there is.
  async function* typed() {
    const chunk = Buffer.from(left);
    left = "";
    yield chunk;
  }
  const whole = {
    ...ctx,
    stdin: { fd: 0, isTTY: false, open: () => ({ [Symbol.asyncIterator]: typed, close() {} }) },
    signals: { on: () => () => {}, cleanup: () => () => {} },
    spinner: () => ({ clear() {}, stop() {} }),
    engine: async () => engine,
  } as unknown as ProgramCtx;
  let code: number;
  try {
    code = await runWords(whole, args, false, "/");
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    written.stderr += error.message === "" ? "" : `${error.message}\n`;
    code = error.exitCode;
  } finally {
    engine.close();
  }
  return { requests: daemon.taken(), stdout: written.stdout, stderr: written.stderr, code };
}

/** A test for each recording of the noun. */
export function replayRecordings(noun: "network" | "volume"): void {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "dockline-objects-"));
  const socket = path.join(folder, "s");
  let daemon: Daemon;
  beforeAll(async () => {
    daemon = await objectDaemon(socket);
  });
  afterEach(() => void daemon.taken());
  afterAll(() => {
    daemon.close();
    fs.rmSync(folder, { recursive: true, force: true });
  });
  const own = recordings.filter(({ args }) => args[0] === noun);
  const title = ({ args, api, stdin }: Recorded) =>
    [...args, api && `(API ${api})`, stdin && `< ${JSON.stringify(stdin)}`].filter((word) => word !== undefined).join(" ");
  it.each(own.map((recorded) => [title(recorded), recorded] as const))("%s", async (_, recorded) => {
    const { args, api: _api, stdin: _stdin, config: _config, ...expected } = recorded;
    expect(await replay(daemon, socket, recorded)).toEqual(expected);
  });
}
