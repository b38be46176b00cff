/** Versions, refusals and failures: the texts were recorded from docker 28.2.2 against the same answers. */
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { ConnectionError } from "../../../src/errors/connection.js";
import { ApiError, EarlyEndError, StatusError } from "../../../src/errors.js";
import type { Endpoint } from "../../../src/transport/endpoint.js";
import { engineOf, failure, ok, PING, type Reply, scripted, shown } from "../../support/scripted-server.js";

const refusal = (status: string, body: string, type = "application/json") =>
  `HTTP/1.1 ${status}\r\nContent-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
const paths = (requests: readonly string[]) => requests.map((r) => r.slice(0, r.indexOf(" HTTP")));

describe("the API version", () => {
  const ping = (version: string) => PING.replace("1.45", version);

  test.each([
    ["lower than ours", "1.41", "v1.41"],
    ["higher than ours", "1.51", "v1.50"],
    ["one digit", "1.9", "v1.9"],
  ])("is negotiated: %s", async (_, theirs, used) => {
    const server = await scripted([ping(theirs), ok("[]")]);
    await engineOf(server).json("GET", "/containers/json");
    expect(paths(server.requests)).toEqual(["HEAD /_ping", `GET /${used}/containers/json`]);
  });

  test("is 1.24 if the daemon does not say one", async () => {
    const server = await scripted(["HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n", ok("[]")]);
    await engineOf(server).json("GET", "/x");
    expect(paths(server.requests)).toEqual(["HEAD /_ping", "GET /v1.24/x"]);
  });

  test("is asked for once, however many requests start together", async () => {
    const server = await scripted([PING, ok("[]")]);
    const engine = engineOf(server);
    await Promise.all([engine.json("GET", "/a"), engine.json("GET", "/b"), engine.ping(), engine.apiVersion()]);
    expect(paths(server.requests).filter((p) => p.includes("_ping")).length).toBe(1);
  });

  test("is pinned by DOCKER_API_VERSION, without a ping", async () => {
    const server = await scripted([ok("[]")]);
    const engine = engineOf(server, { env: { DOCKER_API_VERSION: "v1.40" } });
    await engine.json("GET", "/x");
    expect(await engine.apiVersion()).toBe("1.40");
    expect(paths(server.requests)).toEqual(["GET /v1.40/x"]);
  });

  test("is not asked for by requests without a version", async () => {
    const server = await scripted([ok("OK", "text/plain")]);
    expect(await (await engineOf(server).request("GET", "/_ping", { unversioned: true })).text()).toBe("OK");
    expect(paths(server.requests)).toEqual(["GET /_ping"]);
  });

  test.each([404, 405, 502])("is asked for with GET if HEAD is answered with %d", async (status) => {
    const server = await scripted([`HTTP/1.1 ${status} No\r\n\r\n`, `${PING}OK`, ok("[]")]);
    await engineOf(server).json("GET", "/x");
    expect(paths(server.requests)).toEqual(["HEAD /_ping", "GET /_ping", "GET /v1.45/x"]);
  });

  test("is taken from a status 500 that names one", async () => {
    const server = await scripted(["HTTP/1.1 500 No\r\nApi-Version: 1.41\r\nContent-Length: 0\r\n\r\n", ok("[]")]);
    await engineOf(server).json("GET", "/x");
    expect(paths(server.requests)).toEqual(["HEAD /_ping", "GET /v1.41/x"]);
  });

  test("leaves the request's own error to be reported if the ping fails", async () => {
    const server = await scripted(["HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n", refusal("500 No", '{"message":"real trouble"}')]);
    expect((await failure(engineOf(server).json("GET", "/x"))).message).toBe("Error response from daemon: real trouble");
    expect(paths(server.requests)).toEqual(["HEAD /_ping", "GET /v1.50/x"]);
  });

  test("is reported by ping(), or its failure", async () => {
    const server = await scripted(["HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n"]);
    const url = shown(server.endpoint, "/_ping");
    expect((await failure(engineOf(server).ping())).message).toBe(
      `request returned 500 Internal Server Error for API route and version ${url}, check if the server supports the requested API version`,
    );
  });

  test("is no longer waited for if the daemon accepts connections and sends nothing", async () => {
    const server = await scripted([() => {}]);
    const error = await failure(engineOf(server, { pingTimeoutMs: 60 }).json("GET", "/x"));
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error.message).toBe(`Cannot connect to the Docker daemon at ${server.endpoint.host}. Is the docker daemon running?`);
    expect(server.requests.length).toBe(1);
  });

  test("comes behind the base path of a reverse proxy", async () => {
    const server = await scripted([PING, refusal("404 Not Found", "")], { listen: "tcp" });
    const endpoint = { ...server.endpoint, basePath: "/some/base" } as Endpoint;
    const error = await failure(engineOf({ endpoint }).json("GET", "/x"));
    expect(paths(server.requests)).toEqual(["HEAD /some/base/_ping", "GET /some/base/v1.45/x"]);
    expect(error.message).toContain(`${shown(endpoint, "/some/base/v1.45/x")}, check`);
  });
});

describe("an error status", () => {
  test.each<[string, string, string]>([
    ["a message", refusal("500 E", '{"message":" it broke \\n"}'), "Error response from daemon: it broke"],
    [
      "JSON by another type",
      refusal("500 E", '{"message":"x"}', "application/json; charset=utf-8"),
      'Error response from daemon: {"message":"x"}',
    ],
    ["text", refusal("500 E", " plain text\n", "text/plain"), "Error response from daemon: plain text"],
    ["HTML", refusal("502 E", "<html>\n<b>boom</b>\n</html>\n", "text/html"), "Error response from daemon: <html>\n<b>boom</b>\n</html>"],
    ["no type", "HTTP/1.1 400 E\r\nContent-Length: 3\r\n\r\nbad", "Error response from daemon: bad"],
    [
      "an empty object",
      refusal("500 E", "{}"),
      "Error response from daemon: API returned a 500 (Internal Server Error) but provided no error-message",
    ],
    ["HTML called JSON", refusal("500 E", "<html"), "Error reading JSON: invalid character '<' looking for beginning of value"],
    ["half of JSON", refusal("500 E", '{"message":'), "Error reading JSON: unexpected end of JSON input"],
    [
      "an HTTPS port",
      refusal("400 Bad Request", "Client sent an HTTP request to an HTTPS server.\n", "text/plain"),
      "Error response from daemon: Client sent an HTTP request to an HTTPS server.",
    ],
  ])("has the message of %s", async (_, reply, message) => {
    const error = (await failure(engineOf(await scripted([PING, reply])).json("GET", "/x"))) as ApiError;
    expect(error).toBeInstanceOf(ApiError);
    expect(error.message).toBe(message);
    expect(error.status).toBe(Number(reply.slice(9, 12)));
  });

  test.each([
    ["500 Internal Server Error", "500 Internal Server Error"],
    ["502 Strange Words", "502 Strange Words"],
    ["599", "599"],
  ])("has a message without a body: %s", async (status, told) => {
    const server = await scripted([PING, `HTTP/1.1 ${status}\r\nContent-Length: 0\r\n\r\n`]);
    expect((await failure(engineOf(server).json("GET", "/containers/json"))).message).toBe(
      `request returned ${told} for API route and version ${shown(server.endpoint, "/v1.45/containers/json")}, check if the server supports the requested API version`,
    );
  });

  test("reads at most a mebibyte of the body", async () => {
    const server = await scripted([PING, refusal("500 Internal Server Error", "x".repeat(1024 * 1024 + 10), "text/plain")]);
    expect((await failure(engineOf(server).json("GET", "/x"))).message).toBe(
      `request returned 500 Internal Server Error with a message (> 1048576 bytes) for API route and version ${shown(server.endpoint, "/v1.45/x")}, check if the server supports the requested API version`,
    );
  });

  test("reports a body that is cut", async () => {
    const server = await scripted([
      PING,
      (socket) => socket.end('HTTP/1.1 500 E\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{"mess'),
    ]);
    expect((await failure(engineOf(server).json("GET", "/x"))).message).toBe("unexpected EOF");
  });

  test("leaves the connection free for the next request", async () => {
    const server = await scripted([PING, refusal("404 Not Found", '{"message":"no"}'), ok("[]")]);
    const engine = engineOf(server);
    await failure(engine.json("GET", "/x"));
    await engine.json("GET", "/y");
    expect(server.connections()).toBe(1);
  });
});

describe("what is no HTTP response", () => {
  const broken = "net/http: HTTP/1.x transport connection broken: ";

  test.each<[string, string, string]>([
    ["half a head", "HTTP/1.1 200 OK\r\nContent-Ty", `${broken}malformed MIME header: missing colon: "Content-Ty"`],
    ["an end behind a field", "HTTP/1.1 200 OK\r\nX: y\r\n", `${broken}unexpected EOF`],
    ["a bad status", "HTTP/1.1 abc OK\r\n\r\n", `${broken}malformed HTTP status code "abc"`],
    ["words", "blah blah\r\n", `${broken}malformed HTTP status code "blah"`],
    ["a bad version", "HTTP/9 200 OK\r\n\r\n", `${broken}malformed HTTP version "HTTP/9"`],
    [
      "a field without a colon",
      "HTTP/1.1 200 OK\r\nno colon here\r\n\r\n",
      `${broken}malformed MIME header: missing colon: "no colon here"`,
    ],
    ["a bad length", "HTTP/1.1 200 OK\r\nContent-Length: 12x\r\n\r\n", `${broken}bad Content-Length "12x"`],
    ["a negative length", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", `${broken}bad Content-Length "-1"`],
    [
      "two lengths",
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n[]\n",
      `${broken}http: message cannot contain multiple Content-Length headers; got ["2" "3"]`,
    ],
    ["another coding", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", `${broken}unsupported transfer encoding: "gzip"`],
    [
      "an endless head",
      `HTTP/1.1 200 OK\r\n${`X-A: ${"a".repeat(60_000)}\r\n`.repeat(180)}`,
      `${broken}net/http: server response headers exceeded 10485760 bytes; aborted`,
    ],
    ["nothing", "", "EOF"],
  ])("is reported: %s", async (_, reply, text) => {
    const server = await scripted([PING, (socket) => socket.end(reply)]);
    const error = await failure(engineOf(server).json("POST", "/x"));
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error.message).toBe(`error during connect: Post "${shown(server.endpoint, "/v1.45/x")}": ${text}`);
  });

  test.each<[string, Uint8Array | string, string]>([
    ["ssh", "SSH-2.0-OpenSSH_9.2\r\n", "SSH-2.0-OpenSSH_9.2"],
    ["a TLS alert", Buffer.from([0x15, 3, 1, 0, 2, 2, 0x46, 10]), "\\x15\\x03\\x01\\x00\\x02\\x02F"],
  ])("asks if TLS is meant: %s", async (_, reply, quoted) => {
    // Open, not ended: one line is enough to know.
    const server = await scripted([reply]);
    expect((await failure(engineOf(server).json("GET", "/x"))).message).toBe(
      `Get "${shown(server.endpoint, "/v1.50/x")}": ${broken}malformed HTTP response "${quoted}".\n* Are you trying to connect to a TLS-enabled daemon without TLS?`,
    );
  });

  test.each<[string, Reply, string, new (...a: never[]) => StatusError]>([
    ["no JSON", ok("<html>"), "invalid character '<' looking for beginning of value", StatusError],
    ["no body", ok(""), "EOF", EarlyEndError],
    ["a redirect", "HTTP/1.1 301 Moved\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n", "EOF", EarlyEndError],
    ["half of JSON", (socket) => socket.end("HTTP/1.1 200 OK\r\n\r\n[1,"), "unexpected EOF", EarlyEndError],
    ["chunks that are none", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "invalid byte in chunk length", StatusError],
  ])("reports a malformed body: %s", async (_, reply, message, kind) => {
    const error = await failure(engineOf(await scripted([PING, reply])).json("GET", "/x"));
    expect(error).toBeInstanceOf(kind);
    expect(error.message).toBe(message);
  });
});

describe("a connection that cannot be made", () => {
  const folder = () => {
    const path = mkdtempSync(join(tmpdir(), "connect-"));
    onTestFinished(() => rmSync(path, { recursive: true, force: true }));
    return path;
  };
  const unix = (path: string): Endpoint => ({ kind: "unix", host: `unix://${path}`, path });
  const tcp = (hostname: string, port: number): Endpoint => ({
    kind: "tcp",
    host: `tcp://${hostname}:${port}`,
    hostname,
    port,
    basePath: "",
  });
  const told = async (endpoint: Endpoint, method = "GET") =>
    (await failure(engineOf({ endpoint }).request(method, "/containers/json"))).message;

  test("names a missing socket, a file, a directory, and a file in place of a directory", async () => {
    const at = folder();
    writeFileSync(join(at, "file"), "");
    for (const path of ["none", "file", ".", "file/x"].map((p) => join(at, p))) {
      expect(await told(unix(path))).toBe(`Cannot connect to the Docker daemon at unix://${path}. Is the docker daemon running?`);
    }
  });

  test("reports a refused port", async () => {
    expect(await told(tcp("127.0.0.1", 9))).toBe("Cannot connect to the Docker daemon at tcp://127.0.0.1:9. Is the docker daemon running?");
  });

  test("reports an impossible port", async () => {
    expect(await told(tcp("127.0.0.1", 99999))).toBe(
      'error during connect: Get "http://127.0.0.1:99999/v1.50/containers/json": dial tcp: address 99999: invalid port',
    );
  });

  test("reports an unknown name", async () => {
    expect(await told(tcp("no-such-host.invalid", 2375), "DELETE")).toMatch(
      /^error during connect: Delete "http:\/\/no-such-host\.invalid:2375\/v1\.50\/containers\/json": dial tcp: lookup no-such-host\.invalid( on \S+:53)?: (no such host|server misbehaving)$/,
    );
  });

  test("writes IPv6 addresses in brackets", async () => {
    expect(await told(tcp("::1", 99999))).toContain('"http://[::1]:99999/v1.50/');
  });

  test("reports a socket that may not be opened", async () => {
    const at = folder();
    chmodSync(at, 0o755);
    mkdirSync(join(at, "closed"), { mode: 0o700 });
    if (process.getuid?.() !== 0) chmodSync(join(at, "closed"), 0);
    const path = join(at, "closed/sock");
    // Nothing is closed to root: be nobody for as long as it takes.
    if (process.getuid?.() === 0) process.seteuid?.(65534);
    try {
      expect(await told(unix(path))).toBe(
        `permission denied while trying to connect to the Docker daemon socket at unix://${path}: Get "http://${encodeURIComponent(path)}/v1.50/containers/json": dial unix ${path}: connect: permission denied`,
      );
    } finally {
      if (process.getuid?.() === 0) process.seteuid?.(0);
    }
  });

  test("reports what was read, not the failed write, if it was closed before", async () => {
    for (let round = 0; round < 20; round++) {
      const path = join(folder(), "sock");
      const server = net.createServer((socket) => socket.destroy()).listen(path);
      onTestFinished(() => void server.close());
      await once(server, "listening");
      expect(await told(unix(path))).toMatch(/": (EOF|read unix @->\S+: read: connection reset by peer)$/);
    }
  });

  test("reports a reset", async () => {
    const server = await scripted([(socket) => socket.resetAndDestroy()], { listen: "tcp" });
    expect(await told(server.endpoint)).toMatch(
      /^error during connect: Get "http:\/\/127\.0\.0\.1:\d+\/v1\.50\/containers\/json": read tcp 127\.0\.0\.1:\d+->127\.0\.0\.1:\d+: read: connection reset by peer$/,
    );
  });
});
