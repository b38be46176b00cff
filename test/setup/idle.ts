/** Commands that wait for something to happen, begun with the run: test/idle looks at them when the run has gone on for minutes. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, openSync, writeFileSync } from "node:fs";
import net from "node:net";
import { dirname, join } from "node:path";
import type { TestProject } from "vitest/node";
import { makeCertificates } from "../../scripts/engine/certificates.mjs";
import type { PrivateEngine } from "../../scripts/engine/engine.mjs";
import { apiJson, apiRequest } from "../../scripts/engine/engine-api.mjs";
import { importBusybox } from "../../scripts/engine/images.mjs";
import { startEngine } from "../../scripts/engine/start.mjs";
import { isSingleFile } from "./program.js";
import { noteSkipped, remedy } from "./skipped.js";

export interface IdleCommand {
  /** "logs" */
  verb: string;
  /** "logs over tcp+tls, single file" */
  title: string;
  pid: number;
  /** KiB that it may hold: what issue 8 allows its build. */
  memory: number;
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
      /** In the container: a word on each wakes an exec. */
      fifos: string[];
      /** `ps`, asked of a daemon that takes the connection and says nothing. */
      unanswered: { host: string; commands: IdleCommand[] };
    };
  }
}

/** In the container: a word on it ends that. */
export const END = "/end";
const NODE_KIB = 150 * 1024;
const SINGLE_FILE_KIB = 100 * 1024;

interface Program {
  name: string;
  file: string;
  memory: number;
}

/** The run's own program, and the single file beside it where there is one: this takes so long that both are tested at once. */
function programs(runFolder: string, root: string): Program[] {
  const single = { name: "single file", file: join(root, "dist/bin/docker"), memory: SINGLE_FILE_KIB };
  if (isSingleFile) return [single];
  const node = { name: "Node", file: join(runFolder, "bin/docker"), memory: NODE_KIB };
  return existsSync(single.file) ? [node, single] : [node];
}

const named = (name: string, program: Program): Program => ({ ...program, file: join(dirname(program.file), name) });

const lines = (fifo: string): string[][] => [
  ["events", "--filter", "event=die", "--format", "{{.Action}} {{.Actor.Attributes.exitCode}}"],
  ["logs", "-f", "idle"],
  ["wait", "idle"],
  ["exec", "idle", "sh", "-c", `read word <${fifo}; echo $word; exit 5`],
];

export default async function setup(project: TestProject) {
  const { runFolder, cannotRun } = project.getProvidedContext();
  if (cannotRun) {
    noteSkipped(runFolder, { what: `ALL tests of "${project.name}"`, why: cannotRun, get: remedy(cannotRun) });
    return;
  }
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
  const mute = net.createServer((client) => void client.on("error", () => {})).listen(join(folder, "mute"));
  await once(mute, "listening");
  const close = async () => {
    for (const child of children) child.kill("SIGKILL");
    mute.close();
    await engine.remove();
  };
  try {
    const ways = [
      ["unix", { DOCKER_HOST: engine.host }],
      ["tcp+tls", { DOCKER_HOST: `tcp://${engine.ip}:2376`, DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH: certificates }],
    ] as const;
    const subjects = programs(runFolder, project.vitest.config.root);
    const pairs = subjects.flatMap((program) => ways.map((way) => ({ program, way })));
    const fifos = pairs.map((_, i) => `/exec-${i}`);
    await makeContainer(engine, [...fifos, END]);
    const one = (program: Program, args: string[], way: string, env: Record<string, string>): IdleCommand => {
      const [verb = ""] = args;
      const place = join(folder, `${verb}-${children.length}`);
      const child = begin([program.file, ...args], env, place);
      children.push(child);
      return { verb, title: `${verb} over ${way}, ${program.name}`, pid: child.pid ?? 0, memory: program.memory, folder: place };
    };
    const commands = pairs.flatMap(({ program, way: [way, env] }, i) => lines(fifos[i] ?? "").map((args) => one(program, args, way, env)));
    const host = `unix://${join(folder, "mute")}`;
    const unanswered = {
      host,
      commands: subjects.map((program) => one(named("dockline", program), ["ps"], "unix", { DOCKER_HOST: host })),
    };
    project.provide("idle", { begun: Date.now(), socket: engine.socket, commands, fifos, unanswered });
  } catch (error) {
    await close();
    throw error;
  }
  return close;
}

async function makeContainer({ socket }: PrivateEngine, fifos: string[]): Promise<void> {
  const script = `mkfifo ${fifos.join(" ")}; read word <${END}; echo $word; exit 7`;
  await importBusybox(socket);
  await apiJson(socket, "POST", "/containers/create?name=idle", { json: { Image: "busybox:latest", Cmd: ["sh", "-c", script] } });
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
