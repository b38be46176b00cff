// Sending a build's context, ours beside the reference: 20,000 small files and one file of 1 GiB.
//   node bench/context.mjs [RUNS] [sink|build]     (after `npm run build`; "build" starts an engine of its own, which needs root)
// "sink" is a daemon that reads and throws away: packing alone. "build" is `FROM scratch` and `COPY . .` on a real engine.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { measurePair, printPairs } from "./pair.mjs";

const SMALL_FILES = 20_000;
const LARGE = 2 ** 30;
const runs = Number(process.argv[2] ?? 5);
const only = process.argv[3];
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "dockline-context-"));

function smallFiles() {
  const context = path.join(folder, "small");
  for (let i = 0; i < SMALL_FILES; i++) {
    const below = path.join(context, `d${Math.trunc(i / 1000)}`, `s${Math.trunc(i / 50)}`);
    if (i % 50 === 0) fs.mkdirSync(below, { recursive: true });
    fs.writeFileSync(path.join(below, `file-${i}.js`), `// ${i}\n${"x".repeat((i * 37) % 4000)}\n`);
  }
  fs.writeFileSync(path.join(context, ".dockerignore"), "**/node_modules\n**/*.log\n.git\n!keep\n");
  return context;
}

function largeFile() {
  const context = path.join(folder, "large");
  fs.mkdirSync(context);
  const fd = fs.openSync(path.join(context, "large.bin"), "w");
  const block = Buffer.alloc(1 << 20);
  for (let at = 0; at < LARGE; at += block.length) {
    block.fill(at / block.length);
    fs.writeSync(fd, block);
  }
  fs.closeSync(fd);
  return context;
}

/** Reads until the chunked body ends, then says that all is built. Nothing but the last bytes of a piece is looked at. */
async function startSink() {
  const socket = path.join(folder, "sink.sock");
  const whole = (body) => `HTTP/1.1 200 OK\r\nApi-Version: 1.50\r\nOstype: linux\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  const answer = (connection, chunk, ending) => {
    if (chunk.length < 512 && chunk.includes("_ping")) connection.write(whole("OK"));
    else if (ending.endsWith("\r\n0\r\n\r\n")) connection.end(whole("{}"));
  };
  const server = net.createServer((connection) => {
    let ending = "";
    connection.on("error", () => {});
    connection.on("data", (chunk) => {
      ending = (ending + chunk.toString("latin1", Math.max(chunk.length - 7, 0))).slice(-7);
      answer(connection, chunk, ending);
    });
  });
  await new Promise((resolve) => server.listen(socket, resolve));
  return { host: `unix://${socket}`, stop: () => server.close() };
}

const contexts = { "20,000 files": smallFiles(), "1 GiB file": largeFile() };
for (const context of Object.values(contexts)) fs.writeFileSync(path.join(context, "Dockerfile"), "FROM scratch\nCOPY . .\n");

async function rows(place, host, targets, after) {
  const found = [];
  for (const [title, context] of Object.entries(contexts)) {
    const env = { DOCKER_HOST: host, DOCKER_BUILDKIT: "0" };
    const args = () => ["build", "-q", "--no-cache", context];
    found.push(await measurePair(`${place}, ${title}`, { args, env, after, runs, target: targets[title], memory: 200 }));
  }
  return found;
}

const measured = [];
try {
  if (only !== "build") {
    const sink = await startSink();
    measured.push(...(await rows("sink", sink.host, { "20,000 files": 0.5, "1 GiB file": 1 })));
    sink.stop();
  }
  if (only !== "sink") {
    const { startEngine } = await import("../scripts/engine/engine.mjs");
    const engine = await startEngine();
    const prune = () => spawnSync("docker", ["image", "prune", "-f"], { env: { ...process.env, DOCKER_HOST: engine.host } });
    measured.push(...(await rows("build", engine.host, { "20,000 files": 1, "1 GiB file": 1 }, prune)));
    await engine.stop();
  }
} finally {
  fs.rmSync(folder, { recursive: true });
}
printPairs(measured);
