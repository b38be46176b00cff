/** dockerode over our wire: its conventions kept, its transport not used. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { describe, expect, onTestFinished, test } from "vitest";
import { EarlyEndError } from "../../../../src/errors.js";
import { engineOf, failure, ok, type Reply, scripted } from "../../../support/scripted-server.js";

async function docker(...replies: Reply[]) {
  const server = await scripted(replies);
  const engine = engineOf(server, { env: { DOCKER_API_VERSION: "1.45" } });
  return { server, docker: await engine.docker() };
}

const firstLine = (request: string | undefined) => request?.slice(0, request.indexOf(" HTTP"));
const bodyOf = (request: string | undefined) => request?.slice(request.indexOf("\r\n\r\n") + 4);

async function text(stream: NodeJS.ReadableStream): Promise<string> {
  let all = "";
  for await (const chunk of stream) all += chunk.toString();
  return all;
}

function frame(stream: number, payload: string): Buffer {
  return Buffer.concat([Buffer.from([stream, 0, 0, 0, 0, 0, 0, payload.length]), Buffer.from(payload)]);
}

describe("requests of dockerode", () => {
  test("put options into the query, objects as JSON", async () => {
    const { server, docker: d } = await docker(ok('[{"Id":"a"}]'));
    expect(await d.listContainers({ all: true, filters: { status: ["running"] } })).toEqual([{ Id: "a" }]);
    expect(firstLine(server.requests[0])).toBe("GET /v1.45/containers/json?all=true&filters=%7B%22status%22%3A%5B%22running%22%5D%7D");
  });

  test("have no question mark without options", async () => {
    const { server, docker: d } = await docker(ok("[]"));
    await d.listImages();
    expect(firstLine(server.requests[0])).toBe("GET /v1.45/images/json");
  });

  test("keep query and body apart, and credentials in the header only", async () => {
    const { server, docker: d } = await docker(ok('{"Id":"a"}'));
    const container = await d.createContainer({ _query: { name: "web 1", platform: "linux/amd64" }, _body: { Image: "busybox" } } as never);
    expect(container.id).toBe("a");
    expect(firstLine(server.requests[0])).toBe("POST /v1.45/containers/create?name=web%201&platform=linux%2Famd64");
    expect(JSON.parse(bodyOf(server.requests[0]) ?? "")).toEqual({ Image: "busybox" });

    const push = await docker(ok("{}"));
    await push.docker.getImage("localhost:5000/a").push({ tag: "t", authconfig: { username: "u~?", password: "p" } });
    expect(firstLine(push.server.requests[0])).toBe("POST /v1.45/images/localhost:5000/a/push?tag=t");
    const header = /X-Registry-Auth: (\S+)/.exec(push.server.requests[0] ?? "")?.[1] ?? "";
    expect(JSON.parse(Buffer.from(header, "base64url").toString())).toEqual({ username: "u~?", password: "p" });
    expect(push.server.requests[0]).not.toMatch(/[?&]authconfig/);
  });

  test("send no body with a POST without options, but exec's own even if it is empty", async () => {
    const { server, docker: d } = await docker(ok("{}"), ok("{}"));
    await d.getContainer("x").pause();
    expect(server.requests[0]).toMatch(/^POST \/v1\.45\/containers\/x\/pause HTTP\/1\.1\r\n[\s\S]*Content-Length: 0\r\n\r\n$/);
    await text(await d.getExec("e").start({}));
    expect(server.requests[1]).toMatch(/Content-Type: application\/json\r\n\r\n\{\}$/);
  });

  test("encode names that a path may not hold", async () => {
    const { server, docker: d } = await docker(ok("{}"));
    await d.getContainer("a b\r\nX: y").inspect();
    expect(firstLine(server.requests[0])).toBe("GET /v1.45/containers/a%20b%0D%0AX:%20y/json");
  });

  test.each<[string, () => string | Buffer | Readable]>([
    [
      "a file",
      () => {
        const folder = mkdtempSync(join(tmpdir(), "modem-"));
        onTestFinished(() => rmSync(folder, { recursive: true }));
        writeFileSync(join(folder, "a.tar"), "tar bytes");
        return join(folder, "a.tar");
      },
    ],
    ["bytes", () => Buffer.from("tar bytes")],
    ["a stream", () => Readable.from([Buffer.from("tar "), Buffer.from("bytes")])],
  ])("send the archive of putArchive from %s", async (_, make) => {
    let body = "";
    const { docker: d, server } = await docker((socket, request) => {
      body = bodyOf(request) ?? "";
      const done = () =>
        (/^0\r\n\r\n$/m.test(body) || body === "tar bytes") && socket.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
      socket.removeAllListeners("data").on("data", (bytes) => {
        body += bytes;
        done();
      });
      done();
    });
    await d.getContainer("x").putArchive(make(), { path: "/tmp" });
    expect(firstLine(server.requests[0])).toBe("PUT /v1.45/containers/x/archive?path=%2Ftmp");
    expect(server.requests[0]).toMatch(/\r\nContent-Type: application\/tar\r\n/);
    expect(body.replace(/^[0-9a-f]+\r\n|\r\n[0-9a-f]+\r\n(\r\n)?/gm, "")).toBe("tar bytes");
  });
});

describe("responses for dockerode", () => {
  test("are JSON, or bytes if they are not", async () => {
    const { docker: d } = await docker(ok("OK", "text/plain"), ok('{"a":1}'));
    expect(String(await d.ping())).toBe("OK");
    expect(await d.info()).toEqual({ a: 1 });
  });

  test("are streams with status and headers, which fail when they are cut", async () => {
    const { docker: d } = await docker(ok("some logs", "application/vnd.docker.raw-stream"));
    const stream = (await d.getContainer("x").logs({ follow: true, stdout: true })) as unknown as Readable & {
      statusCode: number;
      headers: object;
    };
    expect([stream.statusCode, stream.headers]).toMatchObject([200, { "content-type": "application/vnd.docker.raw-stream" }]);
    expect(await text(stream)).toBe("some logs");

    const cut = await docker((socket) => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nabc"));
    expect(await failure(text(await cut.docker.getContainer("x").export()))).toBeInstanceOf(EarlyEndError);
  });

  test("are our errors with dockerode's fields for an error status", async () => {
    const { docker: d } = await docker(
      'HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: 34\r\n\r\n{"message":"No such container: x"}',
    );
    expect(await failure(d.getContainer("x").inspect())).toMatchObject({
      message: "Error response from daemon: No such container: x",
      status: 404,
      statusCode: 404,
      reason: "no such container",
      json: { message: "No such container: x" },
    });
  });

  test("are errors for a status below 400 that the call does not expect", async () => {
    const { docker: d } = await docker("HTTP/1.1 304 Not Modified\r\n\r\n");
    expect(await failure(d.getContainer("x").start())).toMatchObject({ statusCode: 304, reason: "container already started" });
  });

  test("go to callbacks", async () => {
    const { docker: d } = await docker(ok("[1]"), "HTTP/1.1 500 E\r\nContent-Length: 2\r\n\r\nno");
    const call = () =>
      new Promise((resolve) => d.listContainers((error: unknown, data: unknown) => resolve([(error as Error | null)?.message, data])));
    expect(await call()).toEqual([undefined, [1]]);
    expect(await call()).toEqual(["Error response from daemon: no", null]);
  });

  test("end when they are aborted", async () => {
    const stop = new AbortController();
    const { docker: d } = await docker("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
    const stream = await d.getEvents({ abortSignal: stop.signal });
    const reading = failure(text(stream));
    stream.once("data", () => stop.abort(new Error("enough")));
    expect((await reading).message).toBe("enough");
  });
});

describe("streams of dockerode", () => {
  test("go both ways and half-close with a hijacked attach", async () => {
    const { docker: d } = await docker((socket) => {
      socket.removeAllListeners("data").removeAllListeners("end");
      socket.write("HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\nhello ");
      socket.on("data", (bytes) => socket.write(bytes)).on("end", () => socket.end(" bye"));
    });
    const stream = await d.getContainer("x").attach({ stream: true, stdin: true, stdout: true, hijack: true });
    stream.end("world");
    expect(await text(stream)).toBe("hello world bye");
  });

  test("are separated by demuxStream", async () => {
    const { docker: d } = await docker();
    const source = Readable.from([frame(1, "out"), Buffer.concat([frame(2, "err"), frame(1, "more")])]);
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    d.modem.demuxStream(source, stdout, stderr);
    source.once("close", () => {
      stdout.end();
      stderr.end();
    });
    expect([await text(stdout), await text(stderr)]).toEqual(["outmore", "err"]);
  });

  test("are followed by followProgress: each event, then all, or the error", async () => {
    const { docker: d } = await docker(ok('{"status":"Pulling"}\r\n{"status":"Done"}\r\n'));
    const events: unknown[] = [];
    const stream = await d.pull("busybox");
    const all = await new Promise((resolve) =>
      d.modem.followProgress(
        stream,
        (error, output) => resolve([error, output]),
        (e) => events.push(e),
      ),
    );
    expect(events).toEqual([{ status: "Pulling" }, { status: "Done" }]);
    expect(all).toEqual([null, events]);

    const cut = await docker((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"status":"Pulling"}\r\n'));
    const [error, output] = await new Promise<[Error, unknown[]]>((resolve) => {
      cut.docker.pull("busybox").then((s) => cut.docker.modem.followProgress(s, (e, o) => resolve([e as Error, o])));
    });
    expect(error).toBeInstanceOf(EarlyEndError);
    expect(output).toEqual([{ status: "Pulling" }]);
  });
});
