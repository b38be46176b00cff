/** Connects through `ssh HOST docker system dial-stdio`, with the user's own ssh: its configuration, agent and host keys. */
import { type ChildProcess, spawn } from "node:child_process";
import type { Socket } from "node:net";
import { codeOf } from "../values/errno.js";
import type { Endpoint } from "./endpoint.js";
import { shareArgs } from "./ssh-share.js";
import { type ByteStream, CarriedStream } from "./stream.js";
import { TransportError } from "./transport-error.js";

interface Refable {
  ref?(): unknown;
  unref?(): unknown;
}

type SshEndpoint = Endpoint & { kind: "ssh" };

/** Characters of the stderr of ssh that are kept for the message. */
const STDERR_LIMIT = 64 * 1024;
/** Milliseconds to read what ssh wrote before it exited: it is in the pipe already. */
const LAST_WORDS_MS = 200;

/** The arguments of ssh, the same as Docker's. */
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
 * Resolves when ssh has started; whether it can connect shows at the first read.
 * @param ownSession Ctrl-C at the terminal is for this process (and the container) and must not end the connection. Windows
 *   has no sessions.
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
      // The remote docker's own words: it was reached, its daemon was not.
      resolve(new TransportError(/dial unix|connection refused/.test(said) ? "refused" : "ssh", text));
    });
  });
  // The pipes of a child are sockets, which have ref and unref.
  const pipes = [child.stdin, child.stdout, child.stderr] as unknown as Socket[];
  const handles: Refable[] = [child, ...pipes];
  return new Promise((resolve, reject) => {
    child.once("error", (error) => {
      const missing = codeOf(error) === "ENOENT";
      const text = missing ? 'exec: "ssh": executable file not found in $PATH' : error.message;
      reject(new TransportError("no-ssh", text, { unanswered: true, cause: error }));
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
        // The pipes of Bun have neither; there the process ends by close() or exit.
        ref: () => {
          for (const handle of handles) handle.ref?.();
        },
        unref: () => {
          for (const handle of handles) handle.unref?.();
        },
        verdict: () => exit,
      });
      resolve(stream);
    });
  });
}

/** The last output of ssh comes after its exit. A shared connection keeps the pipe open, so the wait for its end is short. */
function whenEnded(child: ChildProcess, then: (code: number | null, signal: string | null) => void): void {
  let late: NodeJS.Timeout | undefined;
  const report = (code: number | null, signal: string | null): void => {
    clearTimeout(late);
    then(code, signal);
  };
  child.once("close", report);
  child.once("exit", (code, signal) => {
    late = setTimeout(report, LAST_WORDS_MS, code, signal);
  });
}

/** Go's descriptions of signals that end a process. */
const SIGNAL_TEXT: Readonly<Record<string, string>> = {
  SIGABRT: "aborted",
  SIGHUP: "hangup",
  SIGINT: "interrupt",
  SIGKILL: "killed",
  SIGPIPE: "broken pipe",
  SIGSEGV: "segmentation fault",
  SIGTERM: "terminated",
};
