/** The wire against a real engine: hijacks, logs, and dockerode's object model, plain and over TLS. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PrivateEngine } from "../../scripts/engine/engine.mjs";
import { createEngine } from "../../src/engine/client.js";
import { demux } from "../../src/engine/demux.js";
import type { Engine, HijackedStream } from "../../src/engine/engine.js";
import { ApiError } from "../../src/errors.js";
import type { Endpoint } from "../../src/transport/endpoint.js";
import { type Certificates, makeCertificates } from "../support/certificates.js";
import { privateEngine } from "../support/private-engine.js";
import { startTlsFront, type TlsFront } from "../support/tls-front.js";

let real: PrivateEngine;
let certs: Certificates;
let folder: string;
let front: TlsFront;
const engines: Engine[] = [];
const made: string[] = [];

beforeAll(async () => {
  real = await privateEngine();
  certs = makeCertificates();
  folder = mkdtempSync(join(tmpdir(), "wire-"));
  for (const kind of ["cert", "key"] as const) writeFileSync(join(folder, kind), certs.server[kind]);
  writeFileSync(join(folder, "ca"), certs.ca);
  front = await startTlsFront(real.socket, { cert: join(folder, "cert"), key: join(folder, "key") }, join(folder, "ca"));
});
afterAll(async () => {
  const engine = open("unix");
  for (const id of made) await engine.request("DELETE", `/containers/${id}`, { query: { force: true, v: true } }).catch(() => {});
  for (const one of engines) one.close();
  await front.close();
  certs.remove();
  rmSync(folder, { recursive: true });
});

function open(kind: "unix" | "tls"): Engine {
  const port = Number(front.host.split(":")[2]);
  const endpoint: Endpoint =
    kind === "unix"
      ? { kind, host: `unix://${real.socket}`, path: real.socket }
      : {
          kind: "tcp",
          host: front.host,
          hostname: "127.0.0.1",
          port,
          basePath: "",
          tls: { ca: certs.ca, ...certs.client, skipVerify: false },
        };
  const engine = createEngine({ endpoint, env: {}, userAgent: "Docker-Client/28.2.2 (linux)", platform: "linux" });
  engines.push(engine);
  return engine;
}

async function start(engine: Engine, Cmd: string[], more: object = {}): Promise<string> {
  const { Id } = await engine.json<{ Id: string }>("POST", "/containers/create", { body: { Image: "busybox:latest", Cmd, ...more } });
  made.push(Id);
  await engine.request("POST", `/containers/${Id}/start`);
  return Id;
}

async function outputs(stream: AsyncIterable<Buffer>): Promise<{ 1: string; 2: string }> {
  const got = { 1: "", 2: "" };
  await demux(stream, (to, bytes) => {
    got[to] += bytes.toString("latin1");
  });
  return got;
}

async function exec(engine: Engine, id: string, Cmd: string[], Tty = false): Promise<HijackedStream> {
  const body = { Cmd, Tty, AttachStdin: true, AttachStdout: true, AttachStderr: true };
  const { Id } = await engine.json<{ Id: string }>("POST", `/containers/${id}/exec`, { body });
  return engine.hijack(`/exec/${Id}/start`, { body: { Detach: false, Tty } });
}

describe.each(["unix", "tls"] as const)("the HTTP client over %s", (kind) => {
  test("asks for ping and version, and puts the version into the path", async () => {
    const engine = open(kind);
    const ping = await engine.ping();
    const version = await engine.json<{ ApiVersion: string }>("GET", "/version");
    expect(ping).toMatchObject({
      apiVersion: version.ApiVersion,
      osType: "linux",
      swarm: { nodeState: "inactive", controlAvailable: false },
    });
    expect(await engine.apiVersion()).toBe("1.50");
  });

  test("attaches to cat, which returns every byte and ends at the half-close", async () => {
    const engine = open(kind);
    const create = { Image: "busybox:latest", Cmd: ["cat"], OpenStdin: true, StdinOnce: true, AttachStdin: true, AttachStdout: true };
    const { Id } = await engine.json<{ Id: string }>("POST", "/containers/create", { body: create });
    made.push(Id);
    const stream = await engine.hijack(`/containers/${Id}/attach`, { query: { stream: true, stdin: true, stdout: true, stderr: true } });
    expect(stream.contentType).toBe("application/vnd.docker.multiplexed-stream");
    await engine.request("POST", `/containers/${Id}/start`);
    const bytes = Buffer.from(Array.from({ length: 1_000_000 }, (_, i) => (i * 31) % 256));
    const writing = (async () => {
      for (let at = 0; at < bytes.length; at += 50_000) await stream.write(bytes.subarray(at, at + 50_000));
      stream.closeWrite();
    })();
    const got = await outputs(stream);
    await writing;
    expect(Buffer.from(got[1], "latin1").equals(bytes)).toBe(true);
    expect(got[2]).toBe("");
  });

  test("runs exec with two outputs and input, and raw on a terminal", async () => {
    const engine = open(kind);
    const id = await start(engine, ["sleep", "60"]);
    const stream = await exec(engine, id, ["sh", "-c", "cat; echo out; echo err >&2"]);
    await stream.write(Buffer.from("in\n"));
    stream.closeWrite();
    expect(await outputs(stream)).toEqual({ 1: "in\nout\n", 2: "err\n" });

    const terminal = await exec(engine, id, ["sh", "-c", "stty -echo; read x; echo got $x"], true);
    expect(terminal.contentType).toBe("application/vnd.docker.raw-stream");
    await terminal.write(Buffer.from("word\n"));
    let text = "";
    for await (const chunk of terminal) text += chunk;
    expect(text).toMatch(/got word\r\n$/);
  });

  test("reads logs of 50,000 lines", async () => {
    const engine = open(kind);
    const id = await start(engine, ["sh", "-c", "seq 1 50000; echo end >&2"]);
    expect(await engine.json("POST", `/containers/${id}/wait`)).toMatchObject({ StatusCode: 0 });
    const got = await outputs(await engine.request("GET", `/containers/${id}/logs`, { query: { stdout: true, stderr: true } }));
    expect(got[1]).toBe(Array.from({ length: 50_000 }, (_, i) => `${i + 1}\n`).join(""));
    expect(got[2]).toBe("end\n");
  });

  test("gets events as they happen, and ends them", async () => {
    const engine = open(kind);
    const events = await engine.request("GET", "/events", { query: { filters: { type: { container: true } } } });
    const id = await start(engine, ["true"]);
    for await (const event of events.jsonLines<{ Action: string; Actor: { ID: string } }>()) {
      if (event.Actor.ID === id && event.Action === "die") break;
    }
    expect(await engine.json("GET", "/info")).toMatchObject({ OSType: "linux" });
  });

  test("reports refusals of a request, a hijack and an upload", async () => {
    const engine = open(kind);
    await expect(engine.json("GET", "/containers/no-such/json")).rejects.toThrow("Error response from daemon: No such container: no-such");
    await expect(engine.hijack("/containers/no-such/attach", { query: { stream: true } })).rejects.toThrow(
      "unable to upgrade to tcp, received 404",
    );
    async function* endless() {
      for (;;) yield Buffer.alloc(64 * 1024, 1);
    }
    const upload = engine.request("PUT", "/containers/no-such/archive", { query: { path: "/" }, body: endless() });
    await expect(upload).rejects.toBeInstanceOf(ApiError);
  });

  test("serves dockerode: list, inspect, exec, wait, archives, progress", async () => {
    const engine = open(kind);
    const docker = await engine.docker();
    const id = await start(engine, ["sleep", "60"]);
    const container = docker.getContainer(id);
    expect((await docker.listContainers({ filters: { id: [id] } })).map((c) => c.Id)).toEqual([id]);
    expect((await docker.listImages()).flatMap((i) => i.RepoTags ?? [])).toContain("busybox:latest");
    expect((await container.inspect()).State.Running).toBe(true);
    expect((await docker.getImage("busybox:latest").inspect()).Os).toBe("linux");

    const run = await container.exec({ Cmd: ["cat"], AttachStdin: true, AttachStdout: true });
    const stream = await run.start({ hijack: true, stdin: true });
    stream.end("through dockerode");
    expect((await outputs(stream as AsyncIterable<Buffer> as never))[1]).toBe("through dockerode");
    expect(await run.inspect()).toMatchObject({ Running: false, ExitCode: 0 });

    const tar = await container.getArchive({ path: "/etc/passwd" }).catch(() => container.getArchive({ path: "/bin/busybox" }));
    await container.putArchive(tar as NodeJS.ReadableStream as never, { path: "/tmp" });
    const events: unknown[] = [];
    const layers = await docker.importImage((await container.export()) as never, { repo: "wire-test", tag: "1" });
    await new Promise((resolve, reject) =>
      docker.modem.followProgress(
        layers,
        (error, all) => (error ? reject(error) : resolve(all)),
        (e) => events.push(e),
      ),
    );
    expect(events.length).toBeGreaterThan(0);
    await docker.getImage("wire-test:1").remove();

    await container.kill();
    expect(await container.wait()).toEqual({ StatusCode: 137 });
    await container.remove();
  });
});
