/** A repository as a context: fetched with the user's own git (and so with their keys), checked out, removed afterwards. */
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { UserError } from "../../errors.js";
import { errnoText } from "../../values/errno.js";
import { splitPair } from "../../values/key-value.js";
import { PREPARE } from "./folder.js";

export interface GitSource {
  /** As git takes it. */
  remote: string;
  ref: string;
  /** Directory within the repository; "" is the whole of it. */
  folder: string;
}

export interface Checkout {
  /** The directory that is the context. */
  dir: string;
  remove(): void;
}

export interface GitOptions {
  env: Readonly<Record<string, string | undefined>>;
  /** The system's directory for temporary files. */
  temporary: string;
  /** Told of the directory to be removed, before anything is in it. */
  made?(remove: () => void): void;
}

const CLONE = `${PREPARE}unable to 'git clone' to temporary context directory: `;

function refuse(text: string, cause?: unknown): UserError {
  return new UserError(CLONE + text, { cause });
}

/** `REMOTE[#[REF][:FOLDER]]`; without a scheme it is https. Throws UserError. */
export function parseGitUrl(text: string): GitSource {
  const known = /^(git@|(?:https?|git|ssh):\/\/)/.test(text);
  const [remote, fragment = ""] = splitPair(known ? text : `https://${text}`, "#");
  const [ref, folder = ""] = splitPair(fragment, ":");
  if (ref.startsWith("-")) throw refuse(`invalid refspec: ${ref}`);
  return { remote, ref: ref || "master", folder };
}

interface Ran {
  ok: boolean;
  /** stdout and stderr, as they came. */
  output: string;
  /** "exit status 128" */
  ending: string;
}

function run(args: readonly string[], cwd: string, { env }: GitOptions): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn("git", ["-c", "protocol.file.allow=never", ...args], {
      cwd,
      env: { ...env, GIT_PROTOCOL_FROM_USER: "0", GIT_CONFIG_NOSYSTEM: env.GIT_CONFIG_NOSYSTEM },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const parts: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => parts.push(chunk));
    child.once("error", (error) => reject(new UserError(`${PREPARE}unable to find 'git': ${errnoText(error)}`, { cause: error })));
    child.once("close", (code, signal) =>
      resolve({ ok: code === 0, output: Buffer.concat(parts).toString(), ending: signal ? `signal: ${signal}` : `exit status ${code}` }),
    );
  });
}

/** Does the server speak git's own protocol over HTTP? A plain file server cannot give a part of the history. */
async function isSmart(remote: string): Promise<boolean> {
  if (!/^https?:/.test(remote)) return true;
  try {
    const answer = await fetch(`${remote}/info/refs?service=git-upload-pack`);
    await answer.body?.cancel();
    return answer.headers.get("content-type") === "application/x-git-upload-pack-advertisement";
  } catch {
    return false;
  }
}

/** Fetches one commit, with its submodules. Throws UserError with Docker's texts; nothing is left behind then. */
export async function checkOut(source: GitSource, options: GitOptions): Promise<Checkout> {
  const root = fs.mkdtempSync(path.join(options.temporary, "docker-build-git"));
  const remove = () => fs.rmSync(root, { recursive: true, force: true });
  options.made?.(remove);
  const git = async (failure: string, ...args: string[]) => {
    const { ok, output, ending } = await run(args, root, options);
    if (!ok) throw refuse(`${failure}: ${output}: ${ending}`);
  };
  try {
    await git(`failed to init repo at ${root}`, "init");
    await git(`failed add origin repo at ${source.remote}`, "remote", "add", "origin", source.remote);
    const shallow = (await isSmart(source.remote)) ? ["--depth", "1"] : [];
    await git("error fetching", "fetch", ...shallow, "origin", "--", source.ref);
    // By name where it is a branch, so that HEAD names it; tags and commits are what was fetched last.
    if (!(await run(["checkout", source.ref], root, options)).ok) await git(`error checking out ${source.ref}`, "checkout", "FETCH_HEAD");
    const dir = folderIn(root, source.folder);
    await git("error initializing submodules", "submodule", "update", "--init", "--recursive", "--depth=1");
    return { dir, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Links are followed, but not out of the repository. */
function folderIn(root: string, folder: string): string {
  const written = path.join(root, path.join("/", folder));
  let dir: string;
  try {
    dir = fs.realpathSync(written);
    if (!fs.statSync(dir).isDirectory()) throw refuse(`error setting git context, not a directory: ${dir}`);
  } catch (error) {
    throw error instanceof UserError ? error : refuse(`stat ${written}: ${errnoText(error)}`, error);
  }
  const real = fs.realpathSync(root);
  if (dir !== real && !dir.startsWith(`${real}${path.sep}`)) throw refuse(`error setting git context, "${folder}" not within git root`);
  return dir;
}
