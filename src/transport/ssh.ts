/** The engine at the far end of `ssh HOST docker system dial-stdio`: the user's own ssh, with its configuration, agent and host keys. */
import { type ChildProcess, spawn } from "node:child_process";
import type { Socket } from "node:net";
import { codeOf } from "../values/errno.js";
import type { Endpoint } from "./endpoint.js";
import { shareArgs } from "./ssh-share.js";
import { type ByteStream, CarriedStream } from "./stream.js";
import { WireError } from "./transport-error.js";

interface Holdable {
  ref?(): unknown;
  unref?(): unknown;
}

type SshEndpoint = Endpoint & { kind: "ssh" };

/** Bytes of ssh's stderr kept for the message. */
const STDERR_LIMIT = 64 * 1024;
/** Milliseconds in which what ssh wrote before its end is read: it is in the pipe already. */
const LAST_WORDS_MS = 200;

/** The arguments of ssh, as the reference gives them. */
export function sshArgs({ user, hostname, port, socket, batch }: SshEndpoint): string[] {
  const remote = socket === undefined ? ["docker"] : ["docker", "--host", `unix://${socket}`];
  return [
    "-o",
    "ConnectTimeout=30",
    ...(batch ? ["-o", "BatchMode=yes"] : []),
    "-T",
    ...(user ? ["-l", user] : []),
    ...(port ? ["-p", String(port)] : []),
    "--",
    hostname,
    ...remote,
    "system",
    "dial-stdio",
  ];
}

/**
 * Resolves when ssh has started; whether it gets through shows at the first read.
 * `ownSession`: Ctrl-C at the terminal is for us (and the container), it must not end the connection. Windows has no sessions.
 */
export function dialSsh(endpoint: SshEndpoint, ownSession: boolean): Promise<ByteStream> {
  const args = sshArgs(endpoint);
  const sharing = endpoint.share ? shareArgs(endpoint, endpoint.share) : [];
  const child = spawn("ssh", [...sharing, ...args], { stdio: ["pipe", "pipe", "pipe"], detached: ownSession, windowsHide: true });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    if (said.length < STDERR_LIMIT) said += text;
  });
  const exit = new Promise<Error | undefined>((resolve) => {
    whenEnded(child, (code, signal) => {
      if (code === 0) return resolve(undefined);
      const how = code === null ? `signal: ${SIGNAL_TEXT[signal ?? ""] ?? signal}` : `exit status ${code}`;
      const text = `command [${["ssh", ...args].join(" ")}] has exited with ${how}, make sure the URL is valid, and Docker 18.09 or later is installed on the remote host: stderr=${said}`;
      // The far docker's own words: it was reached, its daemon was not.
      resolve(new WireError(/dial unix|connection refused/.test(said) ? "refused" : "talk", text));
    });
  });
  // Child pipes are sockets: only those can be let go of.
  const pipes = [child.stdin, child.stdout, child.stderr] as unknown as Socket[];
  return new Promise((resolve, reject) => {
    child.once("error", (error) => {
      const missing = codeOf(error) === "ENOENT";
      reject(new WireError("talk", missing ? 'exec: "ssh": executable file not found in $PATH' : error.message, true, { cause: error }));
    });
    child.once("spawn", () => {
      const stream = new CarriedStream({
        source: child.stdout,
        sink: child.stdin,
        destroy: () => {
          for (const pipe of pipes) pipe.destroy();
          child.kill();
        },
        ends: () => "ssh",
        hold: (yes) => {
          // Bun's pipes cannot be let go of; there the process ends by close() or exit.
          for (const handle of [child, ...pipes] as Holdable[]) yes ? handle.ref?.() : handle.unref?.();
        },
        verdict: () => exit,
      });
      resolve(stream);
    });
  });
}

/** The last words of ssh come after its end. Some keep the pipe open for the connection that others share: those are not waited for. */
function whenEnded(child: ChildProcess, then: (code: number | null, signal: string | null) => void): void {
  let late: NodeJS.Timeout | undefined;
  const tell = (code: number | null, signal: string | null): void => {
    clearTimeout(late);
    then(code, signal);
  };
  child.once("close", tell);
  child.once("exit", (code, signal) => {
    late = setTimeout(tell, LAST_WORDS_MS, code, signal);
  });
}

/** Go's descriptions of the signals that end a process. */
const SIGNAL_TEXT: Readonly<Record<string, string>> = {
  SIGABRT: "aborted",
  SIGHUP: "hangup",
  SIGINT: "interrupt",
  SIGKILL: "killed",
  SIGPIPE: "broken pipe",
  SIGSEGV: "segmentation fault",
  SIGTERM: "terminated",
};
