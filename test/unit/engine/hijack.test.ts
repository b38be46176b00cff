/** Connections that stop being HTTP. */
import type net from "node:net";
import { describe, expect, test } from "vitest";
import { demux } from "../../../src/engine/demux.js";
import type { HijackedStream } from "../../../src/engine/engine.js";
import { ApiError, EarlyEndError } from "../../../src/errors.js";
import { engineOf, failure, PING, type Reply, scripted } from "../../support/scripted-server.js";

const UPGRADED =
  "HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.multiplexed-stream\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n";
const RAW = "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\n";

async function hijack(reply: Reply, listen: "unix" | "tcp" = "unix", signal?: AbortSignal) {
  const server = await scripted([PING, reply], { listen });
  const engine = engineOf(server);
  return { server, engine, stream: await engine.hijack("/containers/x/attach", { query: { stream: true }, ...(signal && { signal }) }) };
}

async function text(stream: HijackedStream): Promise<string> {
  let all = "";
  for await (const chunk of stream) all += chunk.toString("latin1");
  return all;
}

/** Sends back what comes, and at its end a farewell. */
function echo(socket: net.Socket): void {
  socket.removeAllListeners("data").removeAllListeners("end");
  socket.on("data", (bytes) => socket.write(bytes));
  socket.on("end", () => socket.end("bye"));
}

describe("the hijack request", () => {
  test("is sent without a body (attach) and with one (exec)", async () => {
    const server = await scripted([PING, UPGRADED]);
    const engine = engineOf(server);
    await engine.hijack("/containers/x/attach", { query: { stdin: true, stream: true } });
    await engine.hijack("/exec/x/start", { body: { Detach: false, Tty: true } });
    const common = "HTTP/1.1\r\nHost: api.moby.localhost\r\nUser-Agent: Docker-Client/28.2.2 (linux)\r\n";
    expect(server.requests.slice(1)).toEqual([
      `POST /v1.45/containers/x/attach?stdin=1&stream=1 ${common}Content-Length: 0\r\nContent-Type: text/plain\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n`,
      `POST /v1.45/exec/x/start ${common}Content-Length: 27\r\nContent-Type: application/json\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n{"Detach":false,"Tty":true}`,
    ]);
  });

  test("can ask for another protocol (session)", async () => {
    const server = await scripted([PING, UPGRADED]);
    await engineOf(server).hijack("/session", { headers: { Upgrade: "h2c", "X-Docker-Expose-Session-Uuid": "1" } });
    expect(server.requests[1]).toMatch(/\r\nUpgrade: h2c\r\nX-Docker-Expose-Session-Uuid: 1\r\n/);
  });
});

describe.each([
  ["101", UPGRADED, "application/vnd.docker.multiplexed-stream"],
  ["200 and the bare stream", RAW, "application/vnd.docker.raw-stream"],
])("%s", (_, head, type) => {
  test("does not lose what comes with the head, wherever that is cut", async () => {
    const whole = `${head}first words`;
    for (let at = 1; at <= whole.length; at += 7) {
      const { stream } = await hijack((socket) => {
        socket.write(whole.slice(0, at));
        setImmediate(() => socket.end(whole.slice(at)));
      });
      expect(stream.contentType).toBe(type);
      expect(await text(stream)).toBe("first words");
    }
  });

  test.each(["unix", "tcp"] as const)("goes both ways, each with its own half-close (%s)", async (listen) => {
    const { stream } = await hijack((socket) => {
      socket.write(head);
      echo(socket);
    }, listen);
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
    await stream.write(bytes);
    await stream.write(Buffer.alloc(200_000, 7));
    stream.closeWrite();
    expect(await text(stream)).toBe(`${bytes.toString("latin1")}${"\x07".repeat(200_000)}bye`);
  });
});

describe("the end of a hijacked stream", () => {
  test("is an error after a reset, and after what came before it", async () => {
    let reset = () => {};
    const { stream } = await hijack((socket) => {
      reset = () => socket.resetAndDestroy();
      socket.write(`${UPGRADED}some`);
    }, "tcp");
    let got = "";
    const error = await failure(
      (async () => {
        for await (const chunk of stream) {
          got += chunk;
          // Only now: a reset right behind data looks like an orderly end to programs on libuv.
          if (got === "some") reset();
        }
      })(),
    );
    expect(got).toBe("some");
    expect(error).toBeInstanceOf(EarlyEndError);
    expect(error.message).toMatch(/read: connection reset by peer$/);
  });

  test("is an error within a frame", async () => {
    const { stream } = await hijack((socket) =>
      socket.end(Buffer.concat([Buffer.from(UPGRADED), Buffer.from([1, 0, 0, 0, 0, 0, 0, 9, 65])])),
    );
    expect((await failure(demux(stream, () => {}))).message).toBe("unexpected EOF");
  });

  test("is an error if a body of known length is cut (a proxy's 200)", async () => {
    const { stream } = await hijack((socket) => socket.end(RAW.replace("\r\n\r\n", "\r\nContent-Length: 10\r\n\r\nabc")));
    expect(await failure(text(stream))).toBeInstanceOf(EarlyEndError);
  });

  test("makes writing fail if the other side has ended, and throws nothing elsewhere", async () => {
    const { stream } = await hijack((socket) => {
      socket.write(UPGRADED);
      socket.destroySoon();
    });
    expect(await text(stream)).toBe("");
    await failure(stream.write(Buffer.from("late")));
    stream.closeWrite();
  });

  test("comes no faster than a slow reader reads", async () => {
    let sent = 0;
    const { stream } = await hijack((socket) => {
      socket.write(UPGRADED);
      const more = (): void => {
        while (sent < 64 * 1024 * 1024) {
          sent += 65536;
          if (!socket.write(Buffer.alloc(65536))) {
            socket.once("drain", more);
            return;
          }
        }
        socket.end();
      };
      more();
    });
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(sent).toBeLessThan(4 * 1024 * 1024);
    let got = 0;
    for await (const chunk of stream) got += chunk.length;
    expect(got).toBe(sent);
  });

  test("follows an abort and destroy()", async () => {
    const stop = new AbortController();
    const { stream } = await hijack(UPGRADED, "unix", stop.signal);
    const reading = failure(text(stream));
    stop.abort(new Error("detached"));
    expect((await reading).message).toBe("detached");

    let gone = false;
    const other = await hijack((socket) => {
      socket.once("close", () => {
        gone = true;
      });
      socket.write(UPGRADED);
    });
    other.stream.destroy();
    expect(await text(other.stream)).toBe("");
    await expect.poll(() => gone).toBe(true);
  });
});

describe("a refused hijack, in Docker's words", () => {
  test("reports the status", async () => {
    const error = await failure(
      hijack('HTTP/1.1 409 Conflict\r\nContent-Type: application/json\r\nContent-Length: 17\r\n\r\n{"message":"no!"}'),
    );
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ message: "unable to upgrade to tcp, received 409", status: 409 });
  });
  test("reports an early end", async () => expect((await failure(hijack((socket) => socket.end()))).message).toBe("unexpected EOF"));
  test("reports what is no HTTP", async () =>
    expect((await failure(hijack("hello\r\n\r\n"))).message).toBe('malformed HTTP response "hello"'));
});
