/** The HTTP client against answers scripted byte by byte. */
import { describe, expect, test } from "vitest";
import { EarlyEndError } from "../../../../src/errors.js";
import { engineOf, failure, ok, PING, pieces, type Reply, scripted } from "../../../support/scripted-server.js";

/** An engine whose every request gets `reply`; the version is pinned, so that no ping is in the way. */
async function pinned(reply: Reply | readonly Reply[], listen: "unix" | "tcp" = "unix") {
  const server = await scripted(Array.isArray(reply) ? reply : [reply as Reply], { listen });
  return { server, engine: engineOf(server, { env: { DOCKER_API_VERSION: "1.45" } }) };
}

/** Writes the parts one after another, each in a read of its own at the other end. */
function inParts(parts: readonly (string | Uint8Array)[], end = false): Reply {
  return async (socket) => {
    socket.setNoDelay(true);
    for (const part of parts) {
      socket.write(part);
      await new Promise((resolve) => setImmediate(resolve));
    }
    if (end) socket.end();
  };
}

describe("requests, as Docker sends them", () => {
  test("have Docker's bytes for GET, POST without body, POST of JSON, and DELETE", async () => {
    const { server, engine } = await pinned(ok("{}"));
    await engine.request("GET", "/containers/json", { query: { all: true } }).then((r) => r.text());
    await engine.request("POST", "/containers/x/start").then((r) => r.text());
    await engine.request("POST", "/containers/create", { body: { Image: "é" } }).then((r) => r.text());
    await engine.request("DELETE", "/containers/x").then((r) => r.text());
    const common = "HTTP/1.1\r\nHost: api.moby.localhost\r\nUser-Agent: Docker-Client/28.2.2 (linux)\r\n";
    expect(server.requests).toEqual([
      `GET /v1.45/containers/json?all=1 ${common}\r\n`,
      `POST /v1.45/containers/x/start ${common}Content-Length: 0\r\n\r\n`,
      `POST /v1.45/containers/create ${common}Content-Length: 14\r\nContent-Type: application/json\r\n\r\n{"Image":"\xc3\xa9"}`,
      `DELETE /v1.45/containers/x ${common}\r\n`,
    ]);
  });

  test("carry the headers of the configuration and of the call, but our user agent", async () => {
    const server = await scripted([ok("{}")]);
    const engine = engineOf(server, {
      env: { DOCKER_API_VERSION: "1.45" },
      headers: { "X-Meta": "a", "user-agent": "mine", "X-Two": "b" },
    });
    await engine.request("GET", "/info", { headers: { "X-Registry-Auth": "e30=", "x-two": "c" } });
    expect(server.requests[0]?.split("\r\n").slice(1)).toEqual([
      "Host: api.moby.localhost",
      "User-Agent: Docker-Client/28.2.2 (linux)",
      "X-Meta: a",
      "x-two: c",
      "X-Registry-Auth: e30=",
      "",
      "",
    ]);
  });

  test.each([
    ["a path with a space", "/containers/a b", {}],
    ["a path with a line break", "/containers/a\r\nX: y", {}],
    ["a header with a line break", "/info", { headers: { X: "a\r\nY: b" } }],
    ["a header name with a space", "/info", { headers: { "X Y": "a" } }],
  ])("never send %s", async (_, path, options) => {
    const { server, engine } = await pinned(ok("{}"));
    await failure(engine.request("GET", path, options));
    expect(server.requests).toEqual([]);
  });

  test("never ask for compression", async () => {
    const { server, engine } = await pinned(ok("{}"));
    await engine.json("GET", "/info");
    expect(server.requests[0]).not.toMatch(/accept-encoding/i);
  });
});

describe("responses", () => {
  const chunked =
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-A: 1\r\nx-a: 2\r\n\r\n4;ext=1\r\n[1,2\r\n1\r\n]\r\n0\r\nX-Trailer: t\r\n\r\n";

  test("are read when chunked, split at every byte", async () => {
    const { server, engine } = await pinned(
      Array.from({ length: chunked.length + 1 }, (_, at) => inParts([chunked.slice(0, at), chunked.slice(at)].filter(Boolean))),
    );
    for (let at = 0; at <= chunked.length; at++) {
      const response = await engine.request("GET", "/x");
      expect(response.headers).toEqual({ "transfer-encoding": "chunked", "x-a": "1, 2" });
      expect(await response.json()).toEqual([1, 2]);
    }
    expect(server.connections()).toBe(1);
  });

  test("are read by their length, split at every byte", async () => {
    const whole = ok("[1,2,3]").toString();
    const { server, engine } = await pinned(
      Array.from({ length: whole.length }, (_, at) => inParts([whole.slice(0, at), whole.slice(at)])),
    );
    for (let at = 0; at < whole.length; at++) expect(await engine.json("GET", "/x")).toEqual([1, 2, 3]);
    expect(server.connections()).toBe(1);
  });

  test("are read until the connection closes", async () => {
    const { server, engine } = await pinned(inParts(["HTTP/1.1 200 OK\r\n\r\n", "some ", "bytes"], true));
    expect(await (await engine.request("GET", "/x")).text()).toBe("some bytes");
    expect(await (await engine.request("GET", "/x")).text()).toBe("some bytes");
    expect(server.connections()).toBe(2);
  });

  test("are read behind interim responses", async () => {
    const { engine } = await pinned(`HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n${ok("[7]")}`);
    expect(await engine.json("GET", "/x")).toEqual([7]);
  });

  test.each([
    ["204", "HTTP/1.1 204 No Content\r\n\r\n"],
    ["304", "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n"],
    ["length 0", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"],
  ])("have no body with %s and leave the connection free, read or not", async (_, reply) => {
    const { server, engine } = await pinned(reply);
    await engine.request("POST", "/x");
    expect(await (await engine.request("POST", "/x")).text()).toBe("");
    await engine.request("POST", "/x");
    expect(server.connections()).toBe(1);
  });

  test("have no body after HEAD, whatever their length says", async () => {
    const { server, engine } = await pinned("HTTP/1.1 200 OK\r\nContent-Length: 500\r\nX-Docker-Container-Path-Stat: e30=\r\n\r\n");
    expect((await engine.request("HEAD", "/containers/x/archive")).headers["x-docker-container-path-stat"]).toBe("e30=");
    expect(await (await engine.request("HEAD", "/x")).text()).toBe("");
    expect(server.connections()).toBe(1);
  });

  test("may have folded fields, bare line feeds, and empty reasons", async () => {
    const { engine } = await pinned("HTTP/1.1 200\nX-Long: a\n  b\nContent-Length: 2\n\n{}");
    const response = await engine.request("GET", "/x");
    expect([response.status, response.headers["x-long"]]).toEqual([200, "a b"]);
    expect(await response.json()).toEqual({});
  });

  test("pass large bodies unchanged", async () => {
    const body = Buffer.alloc(3_000_000, "0123456789");
    const { engine } = await pinned(ok(body));
    expect((await (await engine.request("GET", "/x")).bytes()).equals(body)).toBe(true);
  });

  test("give JSON values as they are sent", async () => {
    const { engine } = await pinned((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n{"a":1}\n\r\n');
      // The second one only when the first has been seen: the test would hang otherwise.
      setTimeout(() => socket.write('8\r\n{"a":2}\n\r\n0\r\n\r\n'), 50);
    });
    const seen: unknown[] = [];
    for await (const value of (await engine.request("GET", "/events")).jsonLines()) seen.push(value);
    expect(seen).toEqual([{ a: 1 }, { a: 2 }]);
  });
});

describe("connections", () => {
  test("are reused once a body has been read, by one request at a time", async () => {
    const { server, engine } = await pinned(ok("[]"));
    for (let i = 0; i < 5; i++) await engine.json("GET", "/x");
    expect(server.connections()).toBe(1);
    await Promise.all(Array.from({ length: 4 }, () => engine.json("GET", "/x")));
    expect(server.connections()).toBe(4);
    await Promise.all(Array.from({ length: 4 }, () => engine.json("GET", "/x")));
    expect(server.connections()).toBe(4);
  });

  test("serve the request after the ping", async () => {
    const server = await scripted([PING, ok("[]")]);
    await engineOf(server).json("GET", "/containers/json");
    expect([server.connections(), server.requests.length]).toEqual([1, 2]);
  });

  test.each([
    ["Connection: close", "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}"],
    ["HTTP/1.0", "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n{}"],
    ["bytes behind the body", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nspoof"],
  ])("are not reused after %s", async (_, reply) => {
    const { server, engine } = await pinned(reply);
    expect(await engine.json("GET", "/x")).toEqual({});
    expect(await engine.json("GET", "/x")).toEqual({});
    expect(server.connections()).toBe(2);
  });

  test("close with a body that is released early", async () => {
    const { server, engine } = await pinned(ok("[1,2,3]"));
    (await engine.request("GET", "/x")).cancel();
    for await (const _ of await engine.request("GET", "/x")) break;
    await engine.json("GET", "/x");
    expect(server.connections()).toBe(3);
  });

  test("are replaced silently if the daemon closed them while idle", async () => {
    const { server, engine } = await pinned((socket) => socket.end(ok("[]")));
    await engine.json("GET", "/x");
    await new Promise((resolve) => setTimeout(resolve, 20));
    await engine.json("POST", "/x");
    expect(server.connections()).toBe(2);
  });

  test("that turn out to be closed make a GET be sent again, but not a POST", async () => {
    const hangUp: Reply = (socket) => socket.end();
    const get = await pinned([ok("[]"), hangUp, ok("[2]")]);
    await get.engine.json("GET", "/x");
    expect(await get.engine.json("GET", "/x")).toEqual([2]);
    expect(get.server.requests.length).toBe(3);

    const post = await pinned([ok("[]"), hangUp, ok("[2]")]);
    await post.engine.json("GET", "/x");
    expect((await failure(post.engine.json("POST", "/containers/x/start"))).message).toMatch(/^error during connect: Post "http:.*": EOF$/);
    expect(post.server.requests.length).toBe(2);
  });

  test("are not tried again if a fresh one closes", async () => {
    const { server, engine } = await pinned((socket) => socket.end());
    expect((await failure(engine.json("GET", "/x"))).message).toMatch(/EOF$/);
    expect(server.requests.length).toBe(1);
  });

  test("close at close()", async () => {
    let closed = false;
    const { engine } = await pinned((socket) => {
      socket.once("end", () => {
        closed = true;
      });
      socket.write(ok("[]"));
    });
    await engine.json("GET", "/x");
    engine.close();
    await expect.poll(() => closed).toBe(true);
  });
});

describe("uploads", () => {
  /** Answers once the whole body has come; the body is kept. */
  function takesAll(into: { body: string }): Reply {
    return (socket, request) => {
      into.body = request.slice(request.indexOf("\r\n\r\n") + 4);
      const whole = () => into.body.endsWith("0\r\n\r\n") && socket.write(ok("{}"));
      socket.removeAllListeners("data");
      socket.on("data", (bytes) => {
        into.body += bytes.toString("latin1");
        whole();
      });
      whole();
    };
  }

  test("send an iterable in chunks, without empty ones", async () => {
    const seen = { body: "" };
    const { server, engine } = await pinned(takesAll(seen));
    await engine.json("POST", "/load", { body: pieces("hello", "", "world!"), headers: { "Content-Type": "application/x-tar" } });
    expect(server.requests[0]).toMatch(/Transfer-Encoding: chunked\r\nContent-Type: application\/x-tar\r\n\r\n/);
    expect(seen.body).toBe("5\r\nhello\r\n6\r\nworld!\r\n0\r\n\r\n");
  });

  test("send an iterable of known length as it is", async () => {
    const { server, engine } = await pinned(ok("{}"));
    const body = pieces("hello");
    await engine.json("PUT", "/x", { body, headers: { "Content-Length": "5" } });
    expect(server.requests[0]).not.toMatch(/chunked/);
  });

  test("keep the connection after bytes, small and large", async () => {
    const large = Buffer.alloc(300_000, "x");
    let received = 0;
    const { server, engine } = await pinned((socket, request) => {
      received += request.length - request.indexOf("\r\n\r\n") - 4;
      const expected = Number(/Content-Length: (\d+)/.exec(request)?.[1]);
      const listeners = socket.listeners("data") as ((b: Buffer) => void)[];
      if (received === expected) {
        received = 0;
        socket.write(ok("{}"));
        return;
      }
      socket.removeAllListeners("data");
      socket.on("data", (bytes) => {
        received += bytes.length;
        if (received < expected) return;
        received = 0;
        socket.removeAllListeners("data");
        for (const listener of listeners) socket.on("data", listener);
        socket.write(ok("{}"));
      });
    });
    await engine.json("POST", "/x", { body: Buffer.from("small") });
    await engine.json("POST", "/x", { body: large });
    await engine.json("POST", "/x", { body: Buffer.from("small") });
    expect(server.connections()).toBe(1);
  });

  test("ask the source no faster than the daemon reads", async () => {
    let asked = 0;
    async function* source() {
      for (; asked < 1000; asked++) yield Buffer.alloc(64 * 1024);
    }
    const { engine } = await pinned((socket) => {
      socket.pause();
      setTimeout(() => socket.end("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"), 150);
    });
    await failure(engine.request("POST", "/load", { body: source() }));
    expect(asked).toBeLessThan(60);
  });

  test.each(["unix", "tcp"] as const)("stop at a refusal before the end and report it (%s)", async (listen) => {
    for (let round = 0; round < 10; round++) {
      let asked = 0;
      async function* source() {
        for (; asked < 5000; asked++) yield Buffer.alloc(64 * 1024);
      }
      const body = '{"message":"no space left"}';
      const { engine } = await pinned((socket) => {
        // Hangs up with the upload half read: our next write fails.
        socket.write(`HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`, () =>
          round % 2 ? socket.destroy() : socket.end(),
        );
      }, listen);
      const error = await failure(engine.request("POST", "/load", { body: source() }));
      expect(error.message).toBe("Error response from daemon: no space left");
      expect(asked).toBeLessThan(5000);
    }
  });

  test("accept a response while they go on", async () => {
    let finish = (): void => {};
    const gate = new Promise<void>((resolve) => {
      finish = resolve;
    });
    async function* source() {
      yield Buffer.from("first");
      await gate;
      yield Buffer.from("last");
    }
    const { engine } = await pinned((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n{"s":1}\n\r\n');
      socket.on("data", (bytes) => bytes.includes("last") && socket.write('8\r\n{"s":2}\n\r\n0\r\n\r\n'));
    });
    const seen: unknown[] = [];
    for await (const value of (await engine.request("POST", "/build", { body: source() })).jsonLines()) {
      seen.push(value);
      finish();
    }
    expect(seen).toEqual([{ s: 1 }, { s: 2 }]);
  });

  test("end with a response that is whole before, and give up the connection", async () => {
    let ended = false;
    async function* source() {
      try {
        for (;;) {
          yield Buffer.from("more");
          await new Promise((resolve) => setTimeout(resolve, 2));
        }
      } finally {
        ended = true;
      }
    }
    const { server, engine } = await pinned(ok("[1]"));
    expect(await engine.json("POST", "/x", { body: source() })).toEqual([1]);
    expect(await engine.json("GET", "/x")).toEqual([1]);
    expect(server.connections()).toBe(2);
    await expect.poll(() => ended).toBe(true);
  });

  test("break off if the source fails: the daemon sees no end, the caller the source's error", async () => {
    const seen = { body: "" };
    const { engine } = await pinned(takesAll(seen));
    const thrown = new Error("disk read failed");
    async function* source() {
      yield Buffer.from("part");
      throw thrown;
    }
    expect(await failure(engine.request("POST", "/load", { body: source() }))).toBe(thrown);
    expect(seen.body).not.toMatch(/0\r\n\r\n$/);
  });
});

describe("an early end of the connection", () => {
  test.each([
    ["by length", "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n[1,2"],
    ["between chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n[1]\r\n"],
    ["within a chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n30\r\n[1]"],
    ["before the last line", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n[1]\r\n0\r\n"],
  ])("%s", async (_, reply) => {
    const { engine } = await pinned((socket) => socket.end(reply));
    const response = await engine.request("GET", "/x");
    const error = await failure(response.bytes());
    expect(error).toBeInstanceOf(EarlyEndError);
    expect(error.message).toBe("unexpected EOF");
  });

  test("is an error after a reset", async () => {
    let reset = () => {};
    const { engine } = await pinned((socket) => {
      reset = () => socket.resetAndDestroy();
      socket.write("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n[1,2");
    }, "tcp");
    const response = await engine.request("GET", "/x");
    // Only now: a reset right behind data looks like an orderly end to programs on libuv.
    reset();
    const error = await failure(response.bytes());
    expect(error).toBeInstanceOf(EarlyEndError);
    expect(error.message).toMatch(/^read tcp 127\.0\.0\.1:\d+->127\.0\.0\.1:\d+: read: connection reset by peer$/);
  });

  test("gives first what came before it", async () => {
    const { engine } = await pinned((socket) => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nabc"));
    let got = "";
    const error = await failure(
      (async () => {
        for await (const chunk of await engine.request("GET", "/x")) got += chunk;
      })(),
    );
    expect([got, error.message]).toEqual(["abc", "unexpected EOF"]);
  });
});

describe("abort", () => {
  const reason = new Error("stopped by the user");

  test("works before the request", async () => {
    const { server, engine } = await pinned(ok("[]"));
    expect(await failure(engine.request("GET", "/x", { signal: AbortSignal.abort(reason) }))).toBe(reason);
    expect(server.requests).toEqual([]);
  });

  test("works while the daemon does not answer", async () => {
    const stop = new AbortController();
    const { engine } = await pinned(() => stop.abort(reason));
    expect(await failure(engine.request("GET", "/x", { signal: stop.signal }))).toBe(reason);
  });

  test("works during the ping", async () => {
    const stop = new AbortController();
    const engine = engineOf(await scripted([() => stop.abort(reason)]));
    expect(await failure(engine.request("GET", "/x", { signal: stop.signal }))).toBe(reason);
  });

  test("works within the body, and closes the connection", async () => {
    const stop = new AbortController();
    let gone = false;
    const { engine } = await pinned((socket) => {
      socket.once("close", () => {
        gone = true;
      });
      socket.write("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nabc");
    });
    const response = await engine.request("GET", "/x", { signal: stop.signal });
    const chunks = response[Symbol.asyncIterator]();
    expect(String((await chunks.next()).value)).toBe("abc");
    const next = failure(chunks.next());
    stop.abort(reason);
    expect(await next).toBe(reason);
    await expect.poll(() => gone).toBe(true);
  });

  test("works within an upload", async () => {
    const stop = new AbortController();
    async function* endless() {
      for (;;) yield Buffer.alloc(64 * 1024);
    }
    const { engine } = await pinned((socket) => {
      socket.pause();
      setTimeout(() => stop.abort(reason), 30);
    });
    expect(await failure(engine.request("POST", "/x", { body: endless(), signal: stop.signal }))).toBe(reason);
  });

  test("does nothing after the end", async () => {
    const stop = new AbortController();
    const { server, engine } = await pinned(ok("[]"));
    await engine.json("GET", "/x", { signal: stop.signal });
    stop.abort(reason);
    await engine.json("GET", "/x");
    expect(server.connections()).toBe(1);
  });
});
