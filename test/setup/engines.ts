/** Starts private engines when tests ask for them, and ends them with the run. */
import { mkdirSync } from "node:fs";
import http from "node:http";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import type { PrivateEngine } from "../../scripts/engine/engine.mjs";
import { importBusybox } from "../../scripts/engine/images.mjs";
import { startEngine } from "../../scripts/engine/start.mjs";
import { noteSkipped, remedy } from "./skipped.js";

declare module "vitest" {
  interface ProvidedContext {
    /** Unix socket of the broker: GET /PID/VERSION answers the name of a running engine. "" where engines cannot run. */
    engineBroker: string;
  }
}

/** What most tests run on: API 1.51. */
export const USUAL_VERSION = "28.5";

interface Broker {
  socket: string;
  close(): Promise<void>;
}

const shared = globalThis as { docklineBroker?: Promise<Broker> };

export default async function setup(project: TestProject) {
  const problem = project.getProvidedContext().cannotRun;
  if (problem) {
    if (process.env.CI) throw new Error(`with CI set the tests of "${project.name}" must run, but: ${problem}`);
    project.provide("engineBroker", "");
    noteSkipped(project.getProvidedContext().runFolder, { what: `ALL tests of "${project.name}"`, why: problem, get: remedy(problem) });
    return;
  }
  shared.docklineBroker ??= startBroker(join(project.getProvidedContext().runFolder, "broker"));
  const broker = await shared.docklineBroker;
  project.provide("engineBroker", broker.socket);
  return () => broker.close();
}

/** An engine and the worker process that has it; free when that has ended. */
interface Lease {
  version: string;
  tenant: number;
  engine: Promise<PrivateEngine>;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function startBroker(folder: string): Promise<Broker> {
  const leases: Lease[] = [];
  /** Vitest runs each test file in a process of its own: what one file asks for, no other has at the same time. */
  const lease = (tenant: number, version: string) => {
    const same = leases.filter((one) => one.version === version);
    let found = same.find((one) => one.tenant === tenant) ?? same.find((one) => !isAlive(one.tenant));
    if (!found) {
      const made = { version, tenant, engine: start(version) };
      made.engine.catch(() => leases.splice(leases.indexOf(made), 1));
      leases.push(made);
      found = made;
    }
    found.tenant = tenant;
    return found.engine;
  };
  // The first one now: downloads are no test's time, and a machine that cannot fails here, with the reason.
  const NOBODY = 2 ** 22 + 1;
  await lease(NOBODY, USUAL_VERSION);
  mkdirSync(folder);
  const socket = join(folder, "sock");
  const server = http.createServer(async (request, response) => {
    try {
      const [, tenant = "", version = USUAL_VERSION] = (request.url ?? "").split("/");
      response.end((await lease(Number(tenant), version)).name);
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  let closing: Promise<void> | undefined;
  const close = async () => {
    server.close();
    for (const started of await Promise.allSettled(leases.map(({ engine }) => engine))) {
      if (started.status === "fulfilled") await started.value.remove();
    }
  };
  return { socket, close: () => (closing ??= close()) };
}

async function start(version?: string): Promise<PrivateEngine> {
  const engine = await startEngine({ version });
  await importBusybox(engine.socket);
  return engine;
}
