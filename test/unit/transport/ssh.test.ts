/** ssh: what is started, what is said when it fails, and that bytes get through. `ssh` is a script of ours. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Endpoint } from "../../../src/transport/endpoint.js";
import { sshArgs } from "../../../src/transport/ssh.js";
import { engineOf, failure } from "../../support/scripted-server.js";

let folder: string;
const path = process.env.PATH;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ssh-"));
});
afterEach(() => {
  process.env.PATH = path;
  rmSync(folder, { recursive: true, force: true });
});

const endpoint: Endpoint = { kind: "ssh", host: "ssh://me@far:2222", user: "me", hostname: "far", port: 2222 };
const command = "ssh -o ConnectTimeout=30 -T -l me -p 2222 -- far docker system dial-stdio";

function ssh(script: string): void {
  writeFileSync(join(folder, "ssh"), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, "ssh"), 0o755);
  process.env.PATH = `${folder}:${path}`;
}

/** A remote engine: `main` gets the request's text and says what it answers. */
function remote(main: string): void {
  writeFileSync(
    join(folder, "remote.cjs"),
    `process.stdin.on("end", () => process.exit(0));\nlet held = "";\nprocess.stdin.on("data", (bytes) => {\n${main}\n});\n`,
  );
  ssh(`echo "$@" >> ${folder}/args\nexec ${process.execPath} ${folder}/remote.cjs`);
}

const ANSWERS = `
  held += bytes; if (!held.includes("\\r\\n\\r\\n")) return;
  const ping = held.includes("_ping"); held = "";
  process.stdout.write(ping ? "HTTP/1.1 200 OK\\r\\nApi-Version: 1.45\\r\\nContent-Length: 0\\r\\n\\r\\n" : "HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\n[]");`;

describe("the arguments of ssh", () => {
  test.each<[Omit<Endpoint & { kind: "ssh" }, "kind" | "host">, string]>([
    [{ hostname: "far" }, "-o ConnectTimeout=30 -T -- far docker system dial-stdio"],
    [{ hostname: "far", user: "me", port: 22 }, "-o ConnectTimeout=30 -T -l me -p 22 -- far docker system dial-stdio"],
    [{ hostname: "far", batch: true }, "-o ConnectTimeout=30 -o BatchMode=yes -T -- far docker system dial-stdio"],
    [{ hostname: "far", socket: "/run/x.sock" }, "-o ConnectTimeout=30 -T -- far docker --host unix:///run/x.sock system dial-stdio"],
  ])("are Docker's for %j", (parts, args) => expect(sshArgs({ kind: "ssh", host: "", ...parts }).join(" ")).toBe(args));
});

describe("requests over ssh", () => {
  test("go through one ssh if they come one after another", async () => {
    remote(ANSWERS);
    const engine = engineOf({ endpoint });
    for (let i = 0; i < 3; i++) expect(await engine.json("GET", "/x")).toEqual([]);
    expect(readFileSync(join(folder, "args"), "utf8")).toBe(`${command.slice(4)}\n`);
  });

  test("can be hijacked, with half-close", async () => {
    remote(`
      if (!held) { held = "y"; process.stdin.removeAllListeners("end"); process.stdin.on("end", () => process.stdout.end("bye"));
        process.stdout.write("HTTP/1.1 101 UPGRADED\\r\\nConnection: Upgrade\\r\\nUpgrade: tcp\\r\\n\\r\\n"); }
      else process.stdout.write(bytes);`);
    const stream = await engineOf({ endpoint }, { env: { DOCKER_API_VERSION: "1.45" } }).hijack("/exec/x/start", { body: {} });
    await stream.write(Buffer.from("hello "));
    stream.closeWrite();
    let text = "";
    for await (const chunk of stream) text += chunk;
    expect(text).toBe("hello bye");
  });

  test("fail with ssh's exit code if it dies within a body", async () => {
    remote(
      `process.stdout.write("HTTP/1.1 200 OK\\r\\nContent-Length: 50\\r\\n\\r\\n[1,", () => { process.stderr.write("Timeout, server not responding."); process.exit(255); });`,
    );
    const engine = engineOf({ endpoint }, { env: { DOCKER_API_VERSION: "1.45" } });
    const error = await failure(engine.json("GET", "/x"));
    expect(error.message).toContain(`command [${command}] has exited with exit status 255,`);
    expect(error.message).toContain("stderr=Timeout, server not responding.");
  });
});

describe("failures of ssh, in Docker's words", () => {
  const url = 'Get "http://docker.example.com/v1.50/x": ';
  const advice = "make sure the URL is valid, and Docker 18.09 or later is installed on the remote host: stderr=";

  test.each([
    [
      "exits 255 with words",
      "echo 'ssh: connect to host far port 2222: Connection refused' >&2; exit 255",
      `command [${command}] has exited with exit status 255, ${advice}ssh: connect to host far port 2222: Connection refused\n`,
    ],
    ["exits 127", "printf 'one\\ntwo\\n' >&2; exit 127", `command [${command}] has exited with exit status 127, ${advice}one\ntwo\n`],
    ["exits 1 without a word", "exit 1", `command [${command}] has exited with exit status 1, ${advice}`],
    ["is killed", "kill -9 $$", `command [${command}] has exited with signal: killed, ${advice}`],
    ["exits 0 without an answer", "exit 0", "EOF"],
  ])("are reported: ssh %s", async (_, script, text) => {
    ssh(script);
    expect((await failure(engineOf({ endpoint }).json("GET", "/x"))).message).toBe(`error during connect: ${url}${text}`);
  });

  test("are reported if there is no ssh", async () => {
    process.env.PATH = folder;
    expect((await failure(engineOf({ endpoint }).json("GET", "/x"))).message).toBe(
      `error during connect: ${url}exec: "ssh": executable file not found in $PATH`,
    );
  });
});
