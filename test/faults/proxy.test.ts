/** The fault proxy, in front of a small server whose answers are known to the byte. */
import { once } from "node:events";
import http from "node:http";
import net from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { reference, temporaryFolder } from "../support/command.js";
import { type Fault, type FaultProxy, startProxy } from "../support/fault-proxy.js";
import { privateEngine } from "../support/private-engine.js";

const HEAD = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n";
const BODY = "0123456789";
const target = join(temporaryFolder("origin"), "sock");
let server: http.Server;
/** Bytes of bodies that have come in. */
let received = 0;

beforeAll(async () => {
  server = http.createServer((request, response) => {
    request.on("data", (chunk) => {
      received += chunk.length;
    });
    request.on("error", () => {});
    request.on("end", () => {
      response.sendDate = false;
      response.socket?.write(HEAD + BODY);
    });
  });
  server.on("upgrade", (_, socket) => {
    socket.write("HTTP/1.1 101 UPGRADED\r\n\r\n");
    socket.on("error", () => {});
    socket.pipe(socket);
  });
  server.listen(target);
  await once(server, "listening");
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function proxied(listen: "unix" | "tcp", ...faults: Fault[]): Promise<FaultProxy> {
  const proxy = await startProxy(target, { listen, faults });
  onTestFinished(() => proxy.close());
  return proxy;
}

interface Exchange {
  text: string;
  /** When each piece came, in milliseconds from the start. */
  times: number[];
  end: "end" | "reset" | "open";
}

function connect(proxy: FaultProxy): net.Socket {
  const url = new URL(proxy.host);
  return proxy.host.startsWith("unix") ? net.connect(url.pathname) : net.connect(Number(url.port), url.hostname);
}

/** Sends bytes and takes what comes until the end, or for `patience` ms. */
async function exchange(proxy: FaultProxy, bytes: string, patience = 400): Promise<Exchange> {
  const socket = connect(proxy);
  const begin = Date.now();
  const result: Exchange = { text: "", times: [], end: "open" };
  socket.on("data", (chunk) => {
    result.text += chunk.toString("latin1");
    result.times.push(Date.now() - begin);
  });
  const ended = new Promise<void>((resolve) => {
    socket.once("end", () => {
      result.end = "end";
      resolve();
    });
    socket.once("error", () => {
      result.end = "reset";
      resolve();
    });
  });
  socket.write(bytes);
  await Promise.race([ended, sleep(patience)]);
  socket.destroy();
  return result;
}

const GET = "GET /x HTTP/1.1\r\nHost: d\r\n\r\n";

describe.each(["unix", "tcp"] as const)("the fault proxy on %s", (listen) => {
  const table: [string, Fault, Pick<Exchange, "text" | "end">][] = [
    ["nothing", {}, { text: HEAD + BODY, end: "open" }],
    ["cut in the head", { cutAfter: 12 }, { text: "HTTP/1.1 200", end: "end" }],
    ["cut at once", { cutAfter: 0 }, { text: "", end: "end" }],
    ["cut in the body", { cutAfter: 4, from: "body" }, { text: `${HEAD}0123`, end: "end" }],
    ["cut before the body", { cutAfter: 0, from: "body" }, { text: HEAD, end: "end" }],
    ["stall", { stallAfter: 3, from: "body" }, { text: `${HEAD}012`, end: "open" }],
    ["stall at once", { stallAfter: 0 }, { text: "", end: "open" }],
    ["another answer", { answer: "HTTP/1.1 500 X\r\n\r\n<html>" }, { text: "HTTP/1.1 500 X\r\n\r\n<html>", end: "end" }],
    ["a request that does not match", { match: /POST/, cutAfter: 0 }, { text: HEAD + BODY, end: "open" }],
    ["a request that matches", { match: /^GET \/x /, cutAfter: 0 }, { text: "", end: "end" }],
  ];
  test.each(table)("does to the response: %s", async (_, fault, expected) => {
    expect(await exchange(await proxied(listen, fault), GET)).toMatchObject(expected);
  });

  test("delays the response", async () => {
    const { text, times } = await exchange(await proxied(listen, { delay: 200 }), GET, 1000);
    expect(text).toBe(HEAD + BODY);
    expect(times[0]).toBeGreaterThanOrEqual(199);
  });

  test("sends small pieces slowly", async () => {
    const { text, times } = await exchange(await proxied(listen, { chop: { size: 10, every: 30 } }), GET, 1000);
    expect(text).toBe(HEAD + BODY);
    expect(times.length).toBeGreaterThanOrEqual(4);
  });

  test("cuts an upload", async () => {
    received = 0;
    const head = "POST /y HTTP/1.1\r\nHost: d\r\nContent-Length: 1000\r\n\r\n";
    const { text, end } = await exchange(await proxied(listen, { cutUpload: head.length + 100 }), head + "u".repeat(1000));
    expect([text, end === "open"]).toEqual(["", false]);
    await expect.poll(() => received).toBe(100);
  });

  test("refuses the first connections", async () => {
    const proxy = await proxied(listen);
    proxy.refuse(2);
    const ends = [];
    for (let i = 0; i < 3; i++) ends.push((await exchange(proxy, GET, 300)).text === HEAD + BODY);
    expect(ends).toEqual([false, false, true]);
  });

  test("has a fault for each request on a kept connection, as often as given", async () => {
    const proxy = await proxied(listen, { match: /second/, times: 1, stallAfter: 0 });
    const socket = connect(proxy);
    let text = "";
    socket.on("data", (chunk) => {
      text += chunk;
    });
    socket.write(GET);
    await expect.poll(() => text).toBe(HEAD + BODY);
    socket.write(GET.replace("/x", "/second"));
    await sleep(100);
    expect(text).toBe(HEAD + BODY);
    socket.destroy();
    expect((await exchange(proxy, GET.replace("/x", "/second"))).text).toBe(HEAD + BODY);
    expect(proxy.requests).toEqual(["GET /x HTTP/1.1", "GET /second HTTP/1.1", "GET /second HTTP/1.1"]);
    proxy.set({ answer: "other" });
    expect((await exchange(proxy, GET)).text).toBe("other");
    await expect.poll(() => proxy.open()).toBe(0);
  });

  test("passes a hijacked connection both ways, with its half-close", async () => {
    const socket = connect(await proxied(listen));
    socket.write("POST /attach HTTP/1.1\r\nHost: d\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
    let text = "";
    socket.on("data", (chunk) => {
      text += chunk;
    });
    await expect.poll(() => text).toContain("101");
    socket.end("x".repeat(300_000));
    await once(socket, "end");
    expect(text.length).toBe("HTTP/1.1 101 UPGRADED\r\n\r\n".length + 300_000);
  });
});

test("resets a connection on TCP", async () => {
  expect(await exchange(await proxied("tcp", { cutAfter: 5, from: "body", reset: true }), GET)).toMatchObject({ end: "reset" });
});

test("lets Docker's client through to a real daemon", async () => {
  const { socket } = await privateEngine();
  const proxy = await startProxy(socket, { listen: "tcp" });
  onTestFinished(() => proxy.close());
  const docker = (...args: string[]) => reference(args, { env: { DOCKER_HOST: proxy.host } });
  expect((await docker("run", "--rm", "busybox", "echo", "hello")).stdout.toString()).toBe("hello\n");
  proxy.set({ match: /containers\/json/, cutAfter: 1, from: "body" });
  const cut = await docker("ps");
  expect([cut.code, cut.stderr.toString()]).toEqual([
    1,
    "error during connect: unexpected EOF\n".replace(/.*/, cut.stderr.toString().trimEnd()),
  ]);
  expect(cut.stderr.toString()).toMatch(/EOF/);
});
