/**
 * One ssh connection for all commands of a user, by the multiplexing of ssh: through a socket in a private directory, until a
 * few seconds after the last command. ControlMaster and ControlPath in the user's ssh configuration take precedence.
 */
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

export interface ShareOptions {
  /** The home directory, with `.ssh/config`. */
  home: string;
  /** XDG_RUNTIME_DIR: a directory of the user, in memory. */
  runtimeDir?: string;
}

interface Destination {
  hostname: string;
  user?: string;
  port?: number;
}

/** Seconds that an idle connection stays open: long enough for the next command of a script. */
const PERSIST = 15;
/** Seconds between two checks that the other side is alive. A dead shared connection would block every later command. */
const ALIVE = 15;
/** Shortest limit of sun_path on any system, without the final zero. */
const MAX_PATH = 103;
/** %C is a SHA-1 in hex; while ssh binds the socket, a dot and 16 random characters follow. */
const NAME_LENGTH = 40 + 17;
const SYSTEM_CONFIG = "/etc/ssh/ssh_config";

/** Options of ssh, before all others; none if the connection is not to be shared. */
export function shareArgs(destination: Destination, { home, runtimeDir }: ShareOptions, systemConfig = SYSTEM_CONFIG): string[] {
  const directory = privateDirectory(runtimeDir);
  if (directory === undefined) return [];
  const texts = [
    ...configTexts(path.join(home, ".ssh/config"), path.join(home, ".ssh")),
    ...configTexts(systemConfig, path.dirname(systemConfig)),
  ];
  if (texts.some((text) => mentions(text)) && userDecides(texts, destination)) return [];
  return [
    ...["-o", "ControlMaster=auto", "-o", `ControlPersist=${PERSIST}`, "-o", `ControlPath=${path.join(directory, "%C")}`],
    ...["-o", `ServerAliveInterval=${ALIVE}`, "-o", "ServerAliveCountMax=2"],
  ];
}

/** A directory that nobody else can read, with a path short enough for a socket; created if it does not exist. */
function privateDirectory(runtimeDir: string | undefined): string | undefined {
  const uid = userId();
  if (uid === undefined) return undefined;
  const candidates = [...(runtimeDir ? [path.join(runtimeDir, "dockline-ssh")] : []), path.join(os.tmpdir(), `dockline-ssh-${uid}`)];
  return candidates.find((directory) => {
    // A space ends the value of the option, and % begins a token of ssh.
    if (directory.length + 1 + NAME_LENGTH > MAX_PATH || /[\s%"'\\$]/.test(directory)) return false;
    try {
      fs.mkdirSync(directory, { mode: 0o700 });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") return false;
    }
    return isPrivate(directory, uid);
  });
}

/** Undefined for a user who is not in the user database. */
function userId(): number | undefined {
  try {
    return os.userInfo().uid;
  } catch {
    return undefined;
  }
}

/** In a directory that is writable for all, somebody else may have created it first: then it is neither used nor changed. */
function isPrivate(directory: string, uid: number): boolean {
  try {
    const stat = fs.lstatSync(directory);
    return stat.isDirectory() && stat.uid === uid && (stat.mode & 0o077) === 0;
  } catch {
    return false;
  }
}

const mentions = (text: string) => /^[ \t]*Control(Master|Path)\b/im.test(text);
const refuses = (text: string) => /^[ \t]*(ControlMaster[ \t=]+"?no\b|ControlPath[ \t=]+"?none\b)/im.test(text);

/** Whether the ssh configuration sets the options for this host. Only ssh itself can evaluate Host and Match blocks. */
function userDecides(texts: readonly string[], { hostname, user, port }: Destination): boolean {
  if (texts.some((text) => refuses(text))) return true;
  const args = ["-G", ...(user ? ["-l", user] : []), ...(port ? ["-p", String(port)] : []), "--", hostname];
  try {
    const said = execFileSync("ssh", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], timeout: 5000 });
    return /^controlmaster (?!false$)|^controlpath (?!none$)/m.test(said);
  } catch {
    return true;
  }
}

/** Nested includes that are followed. */
const MAX_DEPTH = 8;

/** A configuration file and what it includes. An include that cannot be followed counts as a text that mentions the options. */
function configTexts(file: string, base: string, depth = 0): string[] {
  let text: string;
  try {
    text = fs.readFileSync(file, "utf8");
  } catch {
    return [];
  }
  const included = [...text.matchAll(/^[ \t]*Include[ \t=]+(.*)$/gim)].flatMap(([, list = ""]) => list.split(/\s+/).filter(Boolean));
  if (depth === MAX_DEPTH) return [text, "ControlPath ?"];
  return [
    text,
    ...included.flatMap((pattern) => matching(pattern, base)?.flatMap((one) => configTexts(one, base, depth + 1)) ?? ["ControlPath ?"]),
  ];
}

/** The files that match a pattern of Include; undefined for more than `*` in the last component. */
function matching(pattern: string, base: string): string[] | undefined {
  const plain = pattern.replace(/^"(.*)"$/, "$1");
  const file = path.resolve(base, plain.startsWith("~/") ? path.join(os.homedir(), plain.slice(2)) : plain);
  const [directory, name] = [path.dirname(file), path.basename(file)];
  if (/[*?[\]{}%$~]/.test(directory) || /[?[\]{}%$~]/.test(name)) return undefined;
  if (!name.includes("*")) return [file];
  const [before = "", ...after] = name.split("*");
  try {
    return fs
      .readdirSync(directory)
      .filter((entry) => entry.startsWith(before) && entry.endsWith(after.at(-1) ?? ""))
      .map((entry) => path.join(directory, entry));
  } catch {
    return [];
  }
}
