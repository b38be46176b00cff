// `ps -a` of 5,000 containers through a five-field template, ours beside the reference, on a canned engine: what the rows cost
// on top of the same command without any.
//   npm run build && node bench/ps-template.mjs [RUNS]
import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const ROWS = 5000;
const TEMPLATE = "{{.ID}}\t{{.Names}}\t{{.Image}}\t{{.Status}}\t{{.Ports}}";
const runs = Number(process.argv[2] ?? 15);
const ours = path.join(path.dirname(fileURLToPath(import.meta.url)), "../bin/dockline");
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "dockline-bench-"));

const row = (i) => ({
  Id: i.toString(16).padStart(64, "0"),
  Names: [`/container-${i}`],
  Image: `registry.example/team/image-${i % 40}:1.${i % 7}`,
  ImageID: `sha256:${"ab".repeat(32)}`,
  Command: "sh -c 'while :; do sleep 1; done'",
  Created: 1_760_000_000 + i,
  Ports: [{ IP: "0.0.0.0", PrivatePort: 80, PublicPort: 20000 + i, Type: "tcp" }],
  Labels: { app: "web", tier: "front", index: String(i) },
  State: "running",
  Status: "Up 3 hours",
  HostConfig: { NetworkMode: "bridge" },
  NetworkSettings: { Networks: { bridge: { NetworkID: "n" } } },
  Mounts: [],
});

/** An engine that has `count` containers and nothing else. */
async function cannedEngine(count) {
  const list = JSON.stringify(Array.from({ length: count }, (_, i) => row(i)));
  const socket = path.join(folder, `${count}.sock`);
  const server = http.createServer(({ url }, answer) => {
    answer.setHeader("Api-Version", "1.50");
    answer.setHeader("Ostype", "linux");
    answer.end(url.includes("/containers/json") ? list : "OK");
  });
  await new Promise((resolve) => server.listen(socket, resolve));
  return { host: `unix://${socket}`, close: () => server.close() };
}

function time(file, host) {
  return new Promise((resolve, reject) => {
    const from = process.hrtime.bigint();
    const child = spawn(file, ["ps", "-a", "--no-trunc", "--format", TEMPLATE], {
      env: { ...process.env, DOCKER_HOST: host },
      stdio: ["ignore", "pipe", "inherit"],
    });
    child.stdout.resume();
    child.on("close", (code) =>
      code === 0 ? resolve(Number(process.hrtime.bigint() - from) / 1e6) : reject(new Error(`${file}: exit code ${code}`)),
    );
  });
}

/** Milliseconds of the rendering alone, in a fresh process each time: the rows are parsed already, the engine of templates is not loaded. */
async function renderAlone() {
  const bundle = path.join(folder, "render.cjs");
  const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "..");
  const contents = `
    import { createPrinter } from "./src/format/printer.js";
    import { containerView } from "./src/commands/container/view.js";
    const rows = JSON.parse(require("node:fs").readFileSync(process.argv[2], "utf8"));
    let bytes = 0;
    const stdout = { fd: 1, isTTY: false, colour: false, width: () => 0, height: () => 0, write: (text) => { bytes += text.length; } };
    const printer = createPrinter({ stdout, now: Date.now, dialect: "docker", env: {} });
    const from = process.hrtime.bigint();
    printer.list(containerView, rows, { format: ${JSON.stringify(TEMPLATE)}, trunc: false }).then(() => {
      if (bytes === 0) throw new Error("nothing was printed");
      console.log(Number(process.hrtime.bigint() - from) / 1e6);
    });`;
  await build({
    stdin: { contents, resolveDir: root, loader: "ts" },
    bundle: true,
    platform: "node",
    format: "cjs",
    outfile: bundle,
    logLevel: "error",
  });
  const list = path.join(folder, "rows.json");
  fs.writeFileSync(list, JSON.stringify(Array.from({ length: ROWS }, (_, i) => row(i))));
  return Array.from({ length: runs }, () => Number(execFileSync(process.execPath, [bundle, list], { encoding: "utf8" })));
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
const engines = { none: await cannedEngine(0), all: await cannedEngine(ROWS) };
const times = { dockline: { none: [], all: [] }, docker: { none: [], all: [] } };
for (let run = -2; run < runs; run++) {
  for (const [name, file] of [
    ["dockline", ours],
    ["docker", "docker"],
  ]) {
    for (const size of ["none", "all"]) {
      const ms = await time(file, engines[size].host);
      if (run >= 0) times[name][size].push(ms);
    }
  }
}
for (const engine of Object.values(engines)) engine.close();
const rendering = await renderAlone();
fs.rmSync(folder, { recursive: true });
console.log(`${ROWS} rows, ${runs} runs each, in turn; Node ${process.version}; medians`);
for (const [name, { none, all }] of Object.entries(times)) {
  const [a, b] = [median(none), median(all)];
  console.log(
    `${name.padEnd(10)} no rows ${a.toFixed(1).padStart(7)} ms   all ${b.toFixed(1).padStart(7)} ms   rows alone ${(b - a).toFixed(1).padStart(7)} ms`,
  );
}
console.log(`rendering alone, cold: ${median(rendering).toFixed(1)} ms`);
