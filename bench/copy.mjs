// `cp` of a large file out of a container, into one, and to `-`, and `export`, ours beside the reference on one engine.
//   npm run build && node bench/copy.mjs [RUNS] [MEBIBYTES]     (DOCKER_HOST, else a private engine of its own)
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { startEngine } from "../scripts/engine/engine.mjs";
import { importBusybox } from "../scripts/engine/images.mjs";
import { measurePair, printPairs } from "./pair.mjs";

const runs = Number(process.argv[2] ?? 7);
const size = Number(process.argv[3] ?? 1024) * 2 ** 20;
const MEMORY = 150;

const engine = process.env.DOCKER_HOST ? undefined : await startEngine({ version: "28.5" });
if (engine) await importBusybox(engine.socket);
const env = { DOCKER_HOST: process.env.DOCKER_HOST ?? engine.host };
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "dockline-bench-"));
const box = `copy-bench-${process.pid}`;
const docker = (...args) => execFileSync("docker", args, { env: { ...process.env, ...env } });

try {
  docker("run", "-d", "--name", box, "busybox", "sleep", "100000");
  docker("exec", box, "sh", "-c", `head -c ${size} /dev/zero >/big`);
  const local = path.join(folder, "big");
  fs.closeSync(fs.openSync(local, "w"));
  execFileSync("sh", ["-c", 'head -c "$0" /dev/zero >"$1"', String(size), local]);
  const target = (side) => path.join(folder, side);
  const clear = (side) => fs.rmSync(target(side), { force: true });
  const whole = (side) => {
    const there = fs.statSync(target(side)).size;
    if (there < size) throw new Error(`${there} bytes`);
  };
  const common = { env, runs, warmUps: 1, memory: MEMORY };
  const rows = [
    await measurePair("cp to disk", {
      ...common,
      args: (side) => ["cp", `${box}:/big`, target(side)],
      before: clear,
      after: whole,
      target: 0.95,
    }),
    await measurePair("cp into", {
      ...common,
      args: (side) => ["cp", local, `${box}:/in-${side}`],
      before: (side) => docker("exec", box, "rm", "-f", `/in-${side}`),
      target: 1.0,
    }),
  ];
  docker("exec", box, "rm", "-f", "/in-ours", "/in-reference");
  rows.push(
    await measurePair("cp to -", {
      ...common,
      args: () => ["cp", `${box}:/big`, "-"],
      after: (_, { bytes }) => {
        if (bytes < size) throw new Error(`${bytes} bytes`);
      },
      target: 1.05,
    }),
    await measurePair("export", {
      ...common,
      args: (side) => ["export", "-o", target(side), box],
      before: clear,
      after: whole,
      target: 0.9,
    }),
  );
  printPairs(rows);
} finally {
  try {
    docker("rm", "-f", box);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
    await engine?.remove();
  }
}
