// @ts-check
/** An ssh server on an engine's address, for hosts of the kind ssh://root@ADDRESS. The host's own keys and accounts stay out of it. */
import { chmod, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { viewScript } from "./engine.mjs";
import { unpack } from "./packages.mjs";
import { onPath } from "./places.mjs";
import { run } from "./run.mjs";
import { startService } from "./service.mjs";

/**
 * @typedef {object} SshServer
 * @property {string} host "ssh://root@ADDRESS", or with the port when it is not 22
 * @property {string} bin folder to put first in PATH: its `ssh` knows the key and the known hosts, and notes its arguments
 * @property {() => Promise<string[]>} calls the arguments of each call of that `ssh`
 * @property {() => Promise<void>} stop
 */

/**
 * Starts the server. A session finds `docker` on `path`, with DOCKER_HOST set to the engine's socket.
 * @param {import("./engine.mjs").PrivateEngine} engine
 * @param {{ port?: number, path?: string }} [options]
 * @returns {Promise<SshServer>}
 */
export async function startSshd(engine, { port = 22, path = "/usr/local/bin:/usr/bin:/bin" } = {}) {
  const folder = join(engine.folder, `sshd-${port}`);
  // An engine outlives a test file, and another one may have had a server here: ssh-keygen would ask whether to write over its keys.
  await rm(folder, { recursive: true, force: true });
  for (const name of ["bin", "view", "etc/docker"]) await mkdir(join(folder, name), { recursive: true });
  for (const key of ["hostkey", "id"]) await run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(folder, key)]);
  await writeConfiguration(folder, port, `DOCKER_HOST=${engine.host} PATH=${path}`);
  await writeClient(folder);
  const layers = onPath("sshd")
    ? ""
    : await unpack({ key: "tools/openssh-server", suite: "host", packages: ["openssh-server", "libwrap0"] });
  const namespaces = ["unshare", "-m", "-u", "-p", "-f", "--mount-proc", "--kill-child=KILL"];
  const view = ["sh", viewScript, join(folder, "view"), join(folder, "etc"), layers, engine.name];
  const server = ["sh", "-c", 'mkdir -m 755 /run/sshd; exec /usr/sbin/sshd -D -e -f "$1"', "-", join(folder, "sshd_config")];
  const { stop } = await startService(engine, port, join(folder, "log"), [...namespaces, ...view, ...server]);
  return {
    host: `ssh://root@${engine.ip}${port === 22 ? "" : `:${port}`}`,
    bin: join(folder, "bin"),
    calls: async () => (await readFile(join(folder, "calls"), "utf8")).trimEnd().split("\n"),
    stop,
  };
}

/**
 * @param {string} folder
 * @param {number} port
 * @param {string} environment of the sessions
 */
async function writeConfiguration(folder, port, environment) {
  await writeFile(join(folder, "authorized_keys"), await readFile(join(folder, "id.pub")));
  const users = (await readFile("/etc/passwd", "utf8")).replace(/^sshd:.*\n/m, "");
  await writeFile(join(folder, "etc/passwd"), `${users}sshd:x:105:65534::/run/sshd:/usr/sbin/nologin\n`);
  // No password fits, and the account is not locked.
  await writeFile(join(folder, "etc/shadow"), "root:*:19000:0:99999:7:::\n", { mode: 0o600 });
  const lines = [
    `Port ${port}`,
    `HostKey ${join(folder, "hostkey")}`,
    "PidFile none",
    `AuthorizedKeysFile ${join(folder, "authorized_keys")}`,
    "PermitRootLogin prohibit-password",
    "PasswordAuthentication no",
    "KbdInteractiveAuthentication no",
    "UsePAM no",
    "UseDNS no",
    "StrictModes no",
    `SetEnv ${environment}`,
  ];
  await writeFile(join(folder, "sshd_config"), `${lines.join("\n")}\n`);
}

/** @param {string} folder */
async function writeClient(folder) {
  const options = `-F none -i '${folder}/id' -o UserKnownHostsFile='${folder}/known_hosts' -o StrictHostKeyChecking=accept-new`;
  const file = join(folder, "bin/ssh");
  await writeFile(file, `#!/bin/sh\necho "$*" >> '${folder}/calls'\nexec '${onPath("ssh")}' ${options} "$@"\n`);
  await chmod(file, 0o755);
}
