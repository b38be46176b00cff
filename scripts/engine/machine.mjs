// @ts-check
/**
 * A machine of its own for a program that manages daemons: fresh namespaces (mounts, network, processes), packages that are
 * only unpacked laid over /usr and /etc, two users, empty /run. Whatever happens in it, its end leaves nothing behind.
 */
import { spawn } from "node:child_process";
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { childrenOf, ended, identify, sendSignal } from "../../src/io/processes.mjs";
import { enginesRoot } from "./places.mjs";

const project = fileURLToPath(new URL("../..", import.meta.url));

/** A user besides root, with numbers for a namespace of its own. */
export const USER = { name: "whale", id: 12345 };

const ACCOUNTS = {
  passwd: `root:x:0:0:root:/home/root:/bin/sh\n${USER.name}:x:${USER.id}:${USER.id}::/home/${USER.name}:/bin/sh\n`,
  group: `root:x:0:\n${USER.name}:x:${USER.id}:\n`,
  subuid: `${USER.name}:200000:65536\n`,
  subgid: `${USER.name}:200000:65536\n`,
};

/** $1 folder, $2 etc, $3 usr (lower layers, "a:b"), $4 project, $5 prefix of node, $6 the private engines, whose
 * sockets stay within reach. The first process stays, and buries orphans. */
const BOOT = `set -eu
mount -t overlay -o "ro,lowerdir=$2:/etc" dockline /etc
[ -z "$3" ] || mount -t overlay -o "ro,lowerdir=$3:/usr" dockline /usr
mount --bind "$4" "$1/home/project"
mount --bind "$5" "$1/home/node"
mount --rbind "$1/home" /home
# Networks of others would not end while we hold them.
umount -R /run/netns 2> /dev/null || true
mount -t tmpfs -o mode=755 dockline /run
mkdir -p /run/var/upper /run/var/work /run/engines "$6"
mount --rbind "$6" /run/engines
mount -t overlay -o "lowerdir=/var/lib,upperdir=/run/var/upper,workdir=/run/var/work" dockline /var/lib
mount -t tmpfs -o mode=1777 dockline /dev/shm
mount -t tmpfs -o mode=1777 dockline /tmp
mkdir -p "$6"
mount --rbind /run/engines "$6"
mkdir /run/dev
for device in "net/tun c 10 200" "fuse c 10 229"; do
  set -- $device
  [ -e /dev/$1 ] || continue
  mknod -m 666 /run/dev/$2$4 $2 $3 $4
  mount --bind /run/dev/$2$4 /dev/$1
done
ip link set lo up
ip link add uplink0 type veth peer name nowhere0
ip addr add 192.0.2.2/24 dev uplink0
ip link set nowhere0 up
ip link set uplink0 up
ip route add default via 192.0.2.1
echo up
while :; do sleep 3600 & wait $!; done
`;

/**
 * @typedef {object} Machine
 * @property {(command: string[], options?: { user?: boolean, env?: Record<string, string> }) => string[]} inside the command line that runs `command` in it
 * @property {string} home of its users' homes, seen from outside: root/ and whale/
 * @property {() => Promise<void>} stop
 */

/**
 * What a killed process left: its number is in the name.
 * @param {string} parent
 */
async function removeStale(parent) {
  for (const name of readdirSync(parent)) {
    if (!existsSync(`/proc/${name.split("-")[0]}`)) await rm(join(parent, name), { recursive: true, force: true });
  }
}

/**
 * @param {string[]} layers folders with usr and etc, the first wins
 * @returns {Promise<Machine>}
 */
export async function startMachine(layers) {
  const parent = join(dirname(enginesRoot()), "machines");
  mkdirSync(parent, { recursive: true });
  await removeStale(parent);
  const folder = mkdtempSync(join(parent, `${process.pid}-`));
  chmodSync(folder, 0o755);
  for (const name of ["root", USER.name, "project", "node"]) mkdirSync(join(folder, "home", name), { recursive: true });
  chownSync(join(folder, "home", USER.name), USER.id, USER.id);
  mkdirSync(join(folder, "etc"));
  for (const [name, text] of Object.entries(ACCOUNTS)) writeFileSync(join(folder, "etc", name), text);
  const lower = (/** @type {string} */ name) => layers.map((layer) => join(layer, name)).filter((one) => existsSync(one));
  const etc = [join(folder, "etc"), ...lower("etc")].join(":");
  const paths = [folder, etc, lower("usr").join(":"), project, dirname(dirname(process.execPath)), enginesRoot()];
  const namespaces = ["unshare", "-m", "-n", "-p", "-i", "-u", "-f", "--mount-proc", "--kill-child=KILL"];
  const command = ["--pdeathsig", "KILL", ...namespaces, "sh", "-c", BOOT, "boot", ...paths];
  const log = join(folder, "log");
  const errors = openSync(log, "w");
  const child = spawn("setpriv", command, { detached: true, stdio: ["ignore", "pipe", errors], cwd: "/" });
  closeSync(errors);
  await new Promise((resolve, reject) => {
    child.once("error", reject).once("exit", () => reject(new Error(`the machine did not start: ${readFileSync(log, "utf8")}`)));
    child.stdout?.once("data", resolve);
  });
  child.removeAllListeners("exit");
  child.unref();
  child.stdout?.destroy();
  const id = identify(/** @type {number} */ (child.pid));
  const [first = 0] = childrenOf(id);
  return {
    home: join(folder, "home"),
    inside(command, { user = false, env = {} } = {}) {
      const name = user ? USER.name : "root";
      const base = {
        HOME: `/home/${name}`,
        PATH: "/home/node/bin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        LANG: "C.UTF-8",
        TERM: "xterm",
      };
      const all = Object.entries({ ...base, ...env }).map(([key, value]) => `${key}=${value}`);
      const as = user ? ["setpriv", `--reuid=${USER.id}`, `--regid=${USER.id}`, "--clear-groups"] : [];
      return ["nsenter", "-t", String(first), "-m", "-n", "-p", "-i", "-u", "--wd=/home", ...as, "env", "-i", ...all, ...command];
    },
    async stop() {
      sendSignal(first, "SIGKILL");
      if (!(await ended(id, 20_000))) throw new Error("the machine does not end");
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
