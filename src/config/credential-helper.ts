/** `docker-credential-NAME`: credentials stored by another program. Protocol: a verb as argument, text in, JSON out. */

import { encodeJson } from "../values/json/encode.js";

/** How a helper ended. `missing`: there is no such program. */
export interface HelperResult {
  stdout: string;
  /** 0 on success; null when a signal ended it. */
  status: number | null;
  missing?: boolean;
}

/** Runs a program with `input` on its stdin; its stderr is the user's. Injected, so that tests need no programs. */
export type RunHelper = (program: string, args: readonly string[], input: string) => Promise<HelperResult>;

/** What a helper stores for a server: a user with a password, or an identity token. */
export interface HelperCredentials {
  username?: string;
  password?: string;
  identitytoken?: string;
}

const NOT_FOUND = "credentials not found in native keychain";
const TOKEN_USER = "<token>";

export const runHelper: RunHelper = async (program, args, input) => {
  const { spawn } = await import("node:child_process");
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ["pipe", "pipe", "inherit"], windowsHide: true });
    const out: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    // A helper may answer without reading its input.
    child.stdin.on("error", () => {});
    child.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") resolve({ stdout: "", status: null, missing: true });
      else reject(error);
    });
    child.on("close", (status) => resolve({ stdout: Buffer.concat(out).toString("utf8"), status }));
    child.stdin.end(input);
  });
};

/** Asks helper `name` for `server`. Undefined where it has no entry; throws an Error with Docker's text where it fails. */
export async function askHelper(name: string, server: string, run: RunHelper): Promise<HelperCredentials | undefined> {
  const stdout = await succeed(name, "get", server, run, (said) => said.trim() === NOT_FOUND);
  if (stdout === undefined) return undefined;
  const { Username = "", Secret = "" } = JSON.parse(stdout) as { Username?: string; Secret?: string };
  return Username === TOKEN_USER ? { identitytoken: Secret } : { username: Username, password: Secret };
}

/** Servers that helper `name` knows, with their users. */
export async function listHelper(name: string, run: RunHelper): Promise<Record<string, string>> {
  const stdout = await succeed(name, "list", "unused", run, () => false);
  return JSON.parse(stdout ?? "{}") as Record<string, string>;
}

/** Stores an entry's secret in helper `name`. Throws an Error with Docker's text where it fails. */
export async function storeInHelper(
  name: string,
  server: string,
  { username = "", password = "", identitytoken }: HelperCredentials,
  run: RunHelper,
) {
  const [Username, Secret] = identitytoken ? [TOKEN_USER, identitytoken] : [username, password];
  // Through stdin: every user of the machine can read arguments.
  await succeed(name, "store", `${encodeJson({ ServerURL: server, Username, Secret })}\n`, run, () => false);
}

/** Erases the entry from helper `name`. Throws an Error with Docker's text where it fails. */
export async function eraseFromHelper(name: string, server: string, run: RunHelper): Promise<void> {
  await succeed(name, "erase", server, run, () => false);
}

const DOING = { get: "getting", list: "listing", store: "storing", erase: "erasing" };

async function succeed(
  name: string,
  verb: keyof typeof DOING,
  input: string,
  run: RunHelper,
  none: (said: string) => boolean,
): Promise<string | undefined> {
  const program = `docker-credential-${name}`;
  const { stdout, status, missing } = await run(program, [verb], input);
  if (status === 0) return stdout;
  if (none(stdout)) return undefined;
  const why = missing ? `exec: "${program}": executable file not found in $PATH` : `exit status ${status}`;
  throw new Error(`error ${DOING[verb]} credentials - err: ${why}, out: \`${stdout.trim()}\``);
}
