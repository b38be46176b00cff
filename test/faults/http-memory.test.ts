/** A gibibyte down and up through the client at the pace of the slower side: memory stays flat. */
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createEngine } from "../../src/engine/client.js";
import { demux } from "../../src/engine/demux.js";
import type { Engine } from "../../src/engine/engine.js";

const GIB = 1024 ** 3;
const BLOCK = Buffer.alloc(1024 * 1024, "x");
const LIMIT = 100 * 1024 * 1024;

let folder: string;
let server: net.Server;
let engine: Engine;
let uploaded = 0;
let slow = false;

/** Writes `block` until so many bytes have gone, at the reader's pace. */
function pour(socket: net.Socket, block: Buffer, total: number, then: () => void): void {
  let sent = 0;
  const more = (): void => {
    while (sent < total) {
      sent += block.length;
      if (!socket.write(block)) {
        socket.once("drain", more);
        return;
      }
    }
    then();
  };
  more();
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "memory-"));
  server = net.createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", (request) => {
      if (request.includes("GET /v1.45/length")) {
        socket.write(`HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: ${GIB}\r\n\r\n`);
        pour(socket, BLOCK, GIB, () => {});
      } else if (request.includes("GET /v1.45/frames")) {
        // A chunk a line, as the engine sends logs.
        const line = Buffer.concat([Buffer.from([1, 0, 0, 0, 0, 0, 0, 92]), Buffer.alloc(92, "l")]);
        const block = Buffer.concat(
          Array.from({ length: 10_000 }, () => Buffer.concat([Buffer.from("64\r\n"), line, Buffer.from("\r\n")])),
        );
        socket.write("HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n");
        pour(socket, block, block.length * 100, () => socket.write("0\r\n\r\n"));
      } else {
        let tail = "";
        uploaded = request.length - request.indexOf("\r\n\r\n") - 4;
        socket.on("data", (bytes) => {
          uploaded += bytes.length;
          tail = (tail + bytes.toString("latin1", Math.max(0, bytes.length - 5))).slice(-5);
          if (tail === "0\r\n\r\n") socket.end("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
          else if (slow) {
            socket.pause();
            setTimeout(() => socket.resume(), 1);
          }
        });
      }
    });
  });
  const path = join(folder, "sock");
  server.listen(path);
  await once(server, "listening");
  engine = createEngine({
    endpoint: { kind: "unix", host: `unix://${path}`, path },
    env: { DOCKER_API_VERSION: "1.45" },
    userAgent: "x",
    platform: "linux",
  });
});
afterAll(() => {
  engine.close();
  server.close();
  rmSync(folder, { recursive: true });
});

/** Runs `work` and returns by how much memory had grown at its worst. The server is in this process: its share counts too. */
async function growth(work: () => Promise<void>): Promise<number> {
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  let worst = before;
  const timer = setInterval(() => {
    worst = Math.max(worst, process.memoryUsage.rss());
  }, 5);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  return Math.max(worst, process.memoryUsage.rss()) - before;
}

test("downloads a gibibyte in little memory", { timeout: 60_000 }, async () => {
  let got = 0;
  const grown = await growth(async () => {
    for await (const chunk of await engine.request("GET", "/length")) got += chunk.length;
  });
  expect(got).toBe(GIB);
  expect(grown).toBeLessThan(LIMIT);
});

test("downloads in little memory for a consumer that is slow at times", { timeout: 60_000 }, async () => {
  let got = 0;
  let chunks = 0;
  const grown = await growth(async () => {
    for await (const chunk of await engine.request("GET", "/length")) {
      got += chunk.length;
      if (++chunks % 200 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    }
  });
  expect(got).toBe(GIB);
  expect(grown).toBeLessThan(LIMIT);
});

test("separates a million log lines in little memory", { timeout: 60_000 }, async () => {
  let got = 0;
  let writes = 0;
  const grown = await growth(async () => {
    await demux(await engine.request("GET", "/frames"), (_, bytes) => {
      got += bytes.length;
      writes++;
    });
  });
  expect(got).toBe(92 * 1_000_000);
  // Many lines a write: that is where the speed comes from.
  expect(writes).toBeLessThan(50_000);
  expect(grown).toBeLessThan(LIMIT);
});

test.each([
  ["at once", false, 1024],
  ["slowly", true, 128],
])("uploads in little memory to a daemon that reads %s", { timeout: 60_000 }, async (_, slowly, mebibytes) => {
  slow = slowly;
  async function* source() {
    for (let i = 0; i < mebibytes; i++) yield BLOCK;
  }
  const grown = await growth(async () => {
    await (await engine.request("POST", "/load", { body: source() })).bytes();
  });
  expect(uploaded).toBeGreaterThan(mebibytes * 1024 * 1024);
  expect(grown).toBeLessThan(LIMIT);
});
