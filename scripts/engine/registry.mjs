// @ts-check
/** An image registry for an engine: the distribution's docker-registry, plain, with a password, or with TLS. */
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeCertificates } from "./certificates.mjs";
import { unpack } from "./packages.mjs";
import { onPath } from "./places.mjs";
import { startService } from "./service.mjs";

/** The one account of a registry that asks for a password. */
export const ACCOUNT = { user: "alice", password: "wonder" };
/** bcrypt of that password, the only kind the registry reads. */
const HTPASSWD = "alice:$2y$05$abcdefghijklmnopqrstuuLZNkQ1VL/QsuI/EN8Qq4Ia5232KBp7m\n";

/**
 * @typedef {object} Registry
 * @property {string} address "127.0.0.1:5000": what images are named after, as the engine sees it (with TLS: the engine's address)
 * @property {string} url the same registry, as the host sees it
 * @property {string} folder config.yml, log, data and, with TLS, tls/
 * @property {() => Promise<void>} stop
 */

/**
 * Starts a registry beside an engine. Plain ones are named by loopback, which engines take without TLS; for one with TLS
 * the engine is told the authority (certs.d).
 * @param {import("./engine.mjs").PrivateEngine} engine
 * @param {{ port?: number, auth?: boolean, tls?: boolean }} [options]
 * @returns {Promise<Registry>}
 */
export async function startRegistry(engine, { port = 5000, auth = false, tls = false } = {}) {
  const folder = join(engine.folder, `registry-${port}`);
  await mkdir(folder, { recursive: true });
  const address = `${tls ? engine.ip : "127.0.0.1"}:${port}`;
  /** @type {Record<string, unknown>} */
  const http = { addr: `0.0.0.0:${port}`, secret: "only for tests" };
  if (tls) {
    const { ca, server } = await makeCertificates(join(folder, "tls"), [engine.ip, "127.0.0.1", "localhost"]);
    http.tls = { certificate: server.cert, key: server.key };
    await mkdir(join(engine.etc, "certs.d", address), { recursive: true });
    await copyFile(ca, join(engine.etc, "certs.d", address, "ca.crt"));
  }
  await writeFile(join(folder, "htpasswd"), HTPASSWD);
  const config = {
    version: "0.1",
    log: { level: "info" },
    storage: { filesystem: { rootdirectory: join(folder, "data") }, delete: { enabled: true } },
    http,
    ...(auth && { auth: { htpasswd: { realm: "dockline", path: join(folder, "htpasswd") } } }),
  };
  await writeFile(join(folder, "config.yml"), JSON.stringify(config)); // JSON is YAML
  const program = onPath("docker-registry") ?? join(await packages(), "usr/bin/docker-registry");
  const { stop } = await startService(engine, port, join(folder, "log"), [program, "serve", join(folder, "config.yml")]);
  return { address, url: `${tls ? "https" : "http"}://${engine.ip}:${port}`, folder, stop };
}

const packages = () => unpack({ key: "tools/docker-registry", suite: "host", packages: ["docker-registry"] });
