/**
 * Records what Docker client asks and prints for each line of test/fixtures/object-cases.mjs. Writes
 * test/fixtures/object-requests.json. Run where `docker` is Docker: node scripts/record-object-requests.mjs
 */
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { cases } from "../test/fixtures/object-cases.mjs";
import { objectDaemon } from "../test/fixtures/object-daemon.mjs";

const DIR = "/tmp/dockline-object-cases";
const SOCKET = path.join(DIR, "engine.sock");
const OUT = new URL("../test/fixtures/object-requests.json", import.meta.url);

function runReference({ args, stdin = "", config = {} }) {
  fs.writeFileSync(path.join(DIR, "config.json"), JSON.stringify(config));
  const child = spawn("docker", args, {
    env: { PATH: process.env.PATH, HOME: DIR, DOCKER_HOST: `unix://${SOCKET}`, DOCKER_CONFIG: DIR, TZ: "UTC" },
  });
  child.stdin.on("error", () => {});
  child.stdin.end(stdin);
  const text = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"]) child[name].on("data", (chunk) => (text[name] += chunk));
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, ...text })));
}

fs.rmSync(DIR, { recursive: true, force: true });
fs.mkdirSync(DIR, { recursive: true });
const daemon = await objectDaemon(SOCKET);
const recorded = [];
for (const one of cases) {
  daemon.api = one.api ?? "1.50";
  const outcome = await runReference(one);
  recorded.push({ ...one, requests: daemon.taken(), ...outcome });
}
daemon.close();
fs.rmSync(DIR, { recursive: true, force: true });
fs.writeFileSync(OUT, `[\n${recorded.map((one) => `  ${JSON.stringify(one)}`).join(",\n")}\n]\n`);
console.log(`${recorded.length} recorded, ${recorded.filter(({ code }) => code !== 0).length} of them refused`);
