/** An agent for key files: the system's ssh-agent, for one build, in a private directory. */
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { UserError } from "../../errors.js";

/** How long ssh-agent may take to create its socket, and how often to check. Milliseconds. */
const PATIENCE_MS = 10_000;
const LOOK_MS = 10;

type Env = Readonly<Record<string, string | undefined>>;

export interface KeyAgent {
  socket: string;
  /** Fast and synchronous. */
  stop(): void;
}

/** Throws UserError if OpenSSH is missing or refuses a key (for example one with a passphrase). */
export async function startKeyAgent(keys: readonly { file: string; bytes: Buffer }[], env: Env): Promise<KeyAgent> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "dockline-ssh-"));
  const socket = path.join(directory, "agent");
  const agent = spawn("ssh-agent", ["-D", "-a", socket], { stdio: "ignore", windowsHide: true });
  let failure: Error | undefined;
  agent.on("error", (error) => (failure = error));
  agent.unref();
  const stop = () => {
    agent.kill();
    fs.rmSync(directory, { recursive: true, force: true });
  };
  try {
    for (let waited = 0; !fs.existsSync(socket); waited += LOOK_MS) {
      if (failure) throw new UserError(`--ssh with key files needs OpenSSH's ssh-agent: ${failure.message}`, { cause: failure });
      if (agent.exitCode !== null || waited > PATIENCE_MS) throw new UserError("ssh-agent did not start");
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
    for (const key of keys) await addKey(socket, key, env);
  } catch (error) {
    stop();
    throw error;
  }
  return { socket, stop };
}

/** The key is passed on stdin: ssh-add refuses files that others can read, which Docker accepts. */
function addKey(socket: string, { file, bytes }: { file: string; bytes: Buffer }, env: Env): Promise<void> {
  return new Promise((resolve, reject) => {
    const said: Buffer[] = [];
    // Without a terminal it cannot ask for a passphrase.
    const child = spawn("ssh-add", ["-q", "-"], {
      stdio: ["pipe", "ignore", "pipe"],
      env: { ...env, SSH_AUTH_SOCK: socket, SSH_ASKPASS_REQUIRE: "never" },
      detached: true,
      windowsHide: true,
    });
    child.stderr.on("data", (chunk: Buffer) => said.push(chunk));
    child.stdin.on("error", () => {});
    child.on("error", (error) => reject(new UserError(`--ssh with key files needs OpenSSH's ssh-add: ${error.message}`, { cause: error })));
    child.on("close", (code) => {
      if (code === 0) resolve();
      else reject(new UserError(`failed to parse ${file}: ${Buffer.concat(said).toString().trim() || "ssh-add does not take this key"}`));
    });
    child.stdin.end(bytes);
  });
}
