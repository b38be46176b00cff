// Start-up, ours beside the reference and beside a bare Node in the same run: medians and ratios.
//   npm run bench:startup            (needs an engine: DOCKER_HOST, or it starts a private one)
import { spawnSync } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const runs = Number(process.argv[2] ?? 31);
const ours = path.join(root, "bin/dockline");
const env = { ...process.env };

let engine;
if (!env.DOCKER_HOST) {
  const { startEngine } = await import("../scripts/engine/engine.mjs");
  engine = await startEngine();
  env.DOCKER_HOST = engine.host;
}

const rows = [
  ["node -e 0", process.execPath, ["-e", "0"]],
  ["dockline --version", ours, ["--version"]],
  ["dockline ps", ours, ["ps"]],
  ["dockline ps --format", ours, ["ps", "--format", "{{.ID}} {{.Names}}"]],
  ["docker --version", "docker", ["--version"]],
  ["docker ps", "docker", ["ps"]],
];
const times = rows.map(() => []);

// In turn, so that a machine that slows down slows them all.
for (let run = -2; run < runs; run++) {
  rows.forEach(([title, file, args], i) => {
    const from = process.hrtime.bigint();
    const { status, stderr } = spawnSync(file, args, { env, stdio: ["ignore", "pipe", "pipe"] });
    const ms = Number(process.hrtime.bigint() - from) / 1e6;
    if (status !== 0) throw new Error(`${title}: exit code ${status}: ${stderr}`);
    if (run >= 0) times[i].push(ms);
  });
}
await engine?.remove();

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
const bare = median(times[0]);
const reference = { "--version": median(times[4]), ps: median(times[5]) };
console.log(`${runs} runs each, in turn; Node ${process.version}; medians`);
rows.forEach(([title], i) => {
  const ms = median(times[i]);
  const same = title.includes("--version") ? reference["--version"] : title.includes("ps") ? reference.ps : undefined;
  const beside = same ? `  ${(ms / same).toFixed(2)} of docker` : "";
  console.log(`${title.padEnd(22)} ${ms.toFixed(1).padStart(7)} ms  ${(ms / bare).toFixed(2)} of bare node${beside}`);
});
