/** Commands that wait for something to happen, begun with the run: test/idle looks at them when the run has gone on for minutes. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, openSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { TestProject } from "vitest/node";
import { makeCertificates } from "../../scripts/engine/certificates.mjs";
import { type PrivateEngine, startEngine } from "../../scripts/engine/engine.mjs";
import { apiJson, apiRequest } from "../../scripts/engine/engine-api.mjs";
import { importBusybox } from "../../scripts/engine/images.mjs";

export interface IdleCommand {
  /** "logs -f over tcp+tls" */
  title: string;
  pid: number;
  /** Of its files: `out`, `err`, and `code` once it has ended (a number, or the name of a signal). */
  folder: string;
}

declare module "vitest" {
  interface ProvidedContext {
    idle: {
      /** Milliseconds since the epoch: all of them were started before. */
      begun: number;
      /** Unix socket of the engine that they are on, which no other test uses. */
      socket: string;
      commands: IdleCommand[];
    };
  }
}

/** Waits for a word on each of these, in this order: the first two are for execs, the last ends the container. */
export const FIFOS = { unix: "/unix", "tcp+tls": "/tls", end: "/end" };
const SCRIPT = `mkfifo ${Object.values(FIFOS).join(" ")}; read word <${FIFOS.end}; echo $word; exit 7`;

const commands = (fifo: string): [title: string, args: string[]][] => [
  ["events", ["events", "--filter", "event=die", "--format", "{{.Action}} {{.Actor.Attributes.exitCode}}"]],
  ["logs -f", ["logs", "-f", "idle"]],
  ["wait", ["wait", "idle"]],
  ["exec", ["exec", "idle", "sh", "-c", `read word <${fifo}; echo $word; exit 5`]],
];

export default async function setup(project: TestProject) {
  const { runFolder, cannotRun } = project.getProvidedContext();
  if (cannotRun) return;
  const folder = join(runFolder, "idle");
  let certificates = "";
  const engine = await startEngine({
    name: `t${process.pid}-idle`,
    args: async ({ ip }) => {
      const made = await makeCertificates(join(folder, "certificates"), [ip]);
      certificates = made.client;
      const files = ["--tlscacert", made.ca, "--tlscert", made.server.cert, "--tlskey", made.server.key];
      return ["-H", `tcp://${ip}:2376`, "--tlsverify", ...files];
    },
  });
  const children: ChildProcess[] = [];
  const close = async () => {
    for (const child of children) child.kill("SIGKILL");
    await engine.remove();
  };
  try {
    await makeContainer(engine);
    const ways = {
      unix: { DOCKER_HOST: engine.host },
      "tcp+tls": { DOCKER_HOST: `tcp://${engine.ip}:2376`, DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH: certificates },
    };
    const started = Object.entries(ways).flatMap(([way, env]) =>
      commands(FIFOS[way as keyof typeof ways]).map(([name, args], i) => {
        const place = join(folder, `${way}-${i}`);
        const child = begin([join(runFolder, "bin/docker"), ...args], env, place);
        children.push(child);
        return { title: `${name} over ${way}`, pid: child.pid ?? 0, folder: place };
      }),
    );
    project.provide("idle", { begun: Date.now(), socket: engine.socket, commands: started });
  } catch (error) {
    await close();
    throw error;
  }
  return close;
}

async function makeContainer({ socket }: PrivateEngine): Promise<void> {
  await importBusybox(socket);
  await apiJson(socket, "POST", "/containers/create?name=idle", { json: { Image: "busybox:latest", Cmd: ["sh", "-c", SCRIPT] } });
  await apiRequest(socket, "POST", "/containers/idle/start");
}

function begin([file = "", ...args]: string[], env: Record<string, string>, folder: string): ChildProcess {
  mkdirSync(folder, { recursive: true });
  const child = spawn(file, args, {
    env: { PATH: `${dirname(process.execPath)}:/usr/bin:/bin`, HOME: folder, LANG: "C.UTF-8", ...env },
    stdio: ["ignore", openSync(join(folder, "out"), "w"), openSync(join(folder, "err"), "w")],
  });
  child.once("exit", (code, signal) => writeFileSync(join(folder, "code"), String(signal ?? code)));
  return child;
}
