/**
 * One ssh connection for the commands of a user: ssh's own multiplexing, through a socket in a private folder, for a few
 * seconds beyond the last command. Whoever sets up ControlMaster or ControlPath in ssh's configuration keeps what they set.
 */
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

export interface ShareOptions {
  /** Where ssh's configuration of the user is: `.ssh/config` below it. */
  home: string;
  /** XDG_RUNTIME_DIR: a folder of the user's own, on a disk of memory. */
  runtimeDir?: string;
}

interface Destination {
  hostname: string;
  user?: string;
  port?: number;
}

/** Seconds that an idle connection stays: for the next command of a script, not for the next hour. */
const PERSIST = 15;
/** A link that died in silence is noticed after so many seconds, twice over: a shared one would hold up every later command. */
const ALIVE = 15;
/** sun_path of the smallest system, less its zero. */
const MAX_PATH = 103;
/** ssh's %C is a SHA-1 in hex; while it binds, a dot and 16 random characters follow. */
const NAME_LENGTH = 40 + 17;
const SYSTEM_CONFIG = "/etc/ssh/ssh_config";

/** Options of ssh, before all others; none where nothing is to be shared. */
export function shareArgs(destination: Destination, { home, runtimeDir }: ShareOptions, systemConfig = SYSTEM_CONFIG): string[] {
  const folder = privateFolder(runtimeDir);
  if (folder === undefined) return [];
  const texts = [
    ...configTexts(path.join(home, ".ssh/config"), path.join(home, ".ssh")),
    ...configTexts(systemConfig, path.dirname(systemConfig)),
  ];
  if (texts.some((text) => mentions(text)) && usersOwn(texts, destination)) return [];
  return [
    ...["-o", "ControlMaster=auto", "-o", `ControlPersist=${PERSIST}`, "-o", `ControlPath=${path.join(folder, "%C")}`],
    ...["-o", `ServerAliveInterval=${ALIVE}`, "-o", "ServerAliveCountMax=2"],
  ];
}

/** A folder that nobody else can look into, with a name short enough for a socket; made where it is not there yet. */
function privateFolder(runtimeDir: string | undefined): string | undefined {
  const uid = userId();
  if (uid === undefined) return undefined;
  const candidates = [...(runtimeDir ? [path.join(runtimeDir, "dockline-ssh")] : []), path.join(os.tmpdir(), `dockline-ssh-${uid}`)];
  return candidates.find((folder) => {
    // ssh takes a blank for the end of the value, and % for a name of its own.
    if (folder.length + 1 + NAME_LENGTH > MAX_PATH || /[\s%"'\\$]/.test(folder)) return false;
    try {
      fs.mkdirSync(folder, { mode: 0o700 });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") return false;
    }
    return isPrivate(folder, uid);
  });
}

/** Undefined for a user that the system has no entry for. */
function userId(): number | undefined {
  try {
    return os.userInfo().uid;
  } catch {
    return undefined;
  }
}

/** Somebody else may have been quicker in a folder that all may write to: then it is not used, nor mended. */
function isPrivate(folder: string, uid: number): boolean {
  try {
    const stat = fs.lstatSync(folder);
    return stat.isDirectory() && stat.uid === uid && (stat.mode & 0o077) === 0;
  } catch {
    return false;
  }
}

const mentions = (text: string) => /^[ \t]*Control(Master|Path)\b/im.test(text);
const refuses = (text: string) => /^[ \t]*(ControlMaster[ \t=]+"?no\b|ControlPath[ \t=]+"?none\b)/im.test(text);

/** Does ssh's configuration decide for this host? Only ssh knows (Host, Match): it is asked, but only where the words occur at all. */
function usersOwn(texts: readonly string[], { hostname, user, port }: Destination): boolean {
  if (texts.some((text) => refuses(text))) return true;
  const args = ["-G", ...(user ? ["-l", user] : []), ...(port ? ["-p", String(port)] : []), "--", hostname];
  try {
    const said = execFileSync("ssh", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], timeout: 5000 });
    return /^controlmaster (?!false$)|^controlpath (?!none$)/m.test(said);
  } catch {
    return true;
  }
}

/** Includes of includes of … */
const MAX_DEPTH = 8;

/** A configuration file and what it includes; what cannot be followed is given as a text that mentions the words. */
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

/** The files that a pattern of Include names; undefined for patterns beyond `*` in the last part. */
function matching(pattern: string, base: string): string[] | undefined {
  const plain = pattern.replace(/^"(.*)"$/, "$1");
  const file = path.resolve(base, plain.startsWith("~/") ? path.join(os.homedir(), plain.slice(2)) : plain);
  const [folder, name] = [path.dirname(file), path.basename(file)];
  if (/[*?[\]{}%$~]/.test(folder) || /[?[\]{}%$~]/.test(name)) return undefined;
  if (!name.includes("*")) return [file];
  const [before = "", ...after] = name.split("*");
  try {
    return fs
      .readdirSync(folder)
      .filter((entry) => entry.startsWith(before) && entry.endsWith(after.at(-1) ?? ""))
      .map((entry) => path.join(folder, entry));
  } catch {
    return [];
  }
}
