/**
 * Records what Docker client makes of flags: `docker create|run` against a fake engine on a unix socket that keeps
 * the body and query of POST /containers/create. Writes test/fixtures/create-bodies.json. Run where `docker` is Docker:
 *   node scripts/record-create-bodies.mjs [--show WORDS...]   (--show prints one recording instead of writing the file)
 */
import { spawn } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { cases, FILES, words } from "../test/fixtures/create-cases.mjs";

const DIR = "/tmp/dockline-create-cases";
const WORK = path.join(DIR, "work");
const SOCKET = path.join(DIR, "engine.sock");
const OUT = new URL("../test/fixtures/create-bodies.json", import.meta.url);
const DEFAULT_API = "1.50";

const engine = { api: DEFAULT_API, os: "linux", created: null };

/** Integers that a double cannot hold become "#int:DIGITS", so that the recording stays exact. */
const exact = (text) => JSON.parse(text.replace(/([:[,])(-?\d{16,})(?=[,}\]])/g, '$1"#int:$2"'));

function answer(request, response, body) {
  const url = new URL(request.url, "http://engine");
  const json = (status, value) => {
    response.writeHead(status, { "Content-Type": "application/json", "Api-Version": engine.api, Ostype: engine.os });
    response.end(JSON.stringify(value));
  };
  if (url.pathname === "/_ping") return json(200, "OK");
  if (url.pathname.endsWith("/containers/create")) {
    engine.created = { query: Object.fromEntries(url.searchParams), body: exact(body) };
    return json(201, { Id: "c".repeat(64), Warnings: [] });
  }
  if (url.pathname.endsWith("/wait")) return json(200, { StatusCode: 0 });
  if (url.pathname.endsWith("/start")) return response.writeHead(204).end();
  if (url.pathname.endsWith("/info")) return json(200, { OSType: engine.os });
  json(500, { message: "not recorded" });
}

function serve() {
  const server = http.createServer((request, response) => {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => answer(request, response, Buffer.concat(chunks).toString()));
  });
  return new Promise((resolve) => server.listen(SOCKET, () => resolve(server)));
}

function runReference({ verb, args, env = {}, config }) {
  fs.mkdirSync(path.join(DIR, "config"), { recursive: true });
  fs.writeFileSync(path.join(DIR, "config/config.json"), JSON.stringify(config ?? {}));
  const child = spawn("docker", [verb, ...args], {
    cwd: WORK,
    env: { PATH: process.env.PATH, HOME: DIR, DOCKER_HOST: `unix://${SOCKET}`, DOCKER_CONFIG: path.join(DIR, "config"), PWD: WORK, ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const stderr = [];
  child.stderr.on("data", (chunk) => stderr.push(chunk));
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, stderr: Buffer.concat(stderr).toString() })));
}

/** What differs from the body of a bare `create busybox`: changed or added fields, and the names of those that are gone. */
function difference(base, body) {
  const set = {};
  const gone = [];
  for (const part of ["", "HostConfig", "NetworkingConfig"]) {
    const [from, to] = part ? [base[part] ?? {}, body[part] ?? {}] : [base, body];
    for (const key of new Set([...Object.keys(from), ...Object.keys(to)])) {
      if (!part && (key === "HostConfig" || key === "NetworkingConfig")) continue;
      const name = part ? `${part}.${key}` : key;
      if (!(key in to)) gone.push(name);
      else if (JSON.stringify(from[key]) !== JSON.stringify(to[key])) set[name] = to[key];
    }
  }
  return { set, ...(gone.length && { gone }) };
}

async function record(testCase, base) {
  engine.api = testCase.api ?? DEFAULT_API;
  engine.os = testCase.os ?? "linux";
  engine.created = null;
  const { code, stderr } = await runReference(testCase);
  if (!engine.created) return { ...testCase, code, stderr };
  const { query, body } = engine.created;
  const kept = base ? difference(base, body) : { body };
  return { ...testCase, ...(Object.keys(query).length && { query }), ...kept, ...(stderr && code === 0 && { stderr }) };
}

fs.rmSync(DIR, { recursive: true, force: true });
fs.mkdirSync(WORK, { recursive: true });
for (const [name, content] of Object.entries(FILES)) {
  fs.mkdirSync(path.dirname(path.join(WORK, name)), { recursive: true });
  fs.writeFileSync(path.join(WORK, name), Buffer.from(content, "latin1"));
}
const server = await serve();
const base = await record({ verb: "create", args: ["busybox"] });
const show = process.argv.indexOf("--show");
if (show >= 0) {
  for (const line of process.argv.slice(show + 1)) {
    const [verb, ...args] = words(line);
    const got = await record({ verb, args }, base.body);
    const [head, ...more] = (got.stderr ?? "").split("\n");
    console.log(
      line,
      "\n  ",
      got.code !== undefined ? `${got.code}: ${head} ${JSON.stringify(more.join("\n"))}` : JSON.stringify(got.set),
      JSON.stringify(got.gone ?? ""),
      JSON.stringify(got.query ?? ""),
    );
  }
} else {
  const recorded = [];
  for (const testCase of cases) recorded.push(await record(testCase, base.body));
  const lines = recorded.map((entry) => `    ${JSON.stringify(entry)}`).join(",\n");
  fs.writeFileSync(OUT, `{\n  "cwd": ${JSON.stringify(WORK)},\n  "base": ${JSON.stringify(base.body)},\n  "cases": [\n${lines}\n  ]\n}\n`);
  const bad = recorded.filter((entry) => entry.code !== undefined).length;
  console.log(`${recorded.length} recorded, ${bad} of them refused`);
}
server.close();
server.closeAllConnections();
fs.rmSync(DIR, { recursive: true, force: true });
