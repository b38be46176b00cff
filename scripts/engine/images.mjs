// @ts-check
/** Images without a registry: busybox from the distribution's package, and others made from it or from nothing. */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { pack } from "tar-stream";
import { apiRequest } from "./engine-api.mjs";
import { unpack } from "./packages.mjs";
import { run } from "./run.mjs";

/**
 * Files of an image: path to content; `{ link }` is a symbolic link, a path that ends in "/" a folder.
 * @typedef {Record<string, string | Buffer | { link: string } | { content?: string | Buffer, mode?: number }>} ImageFiles
 */

/**
 * A tar archive, the same bytes for the same files.
 * @param {ImageFiles} files
 * @returns {Promise<Buffer>}
 */
export function filesTar(files) {
  const archive = pack();
  for (const [name, file] of Object.entries(files)) {
    const header = { name, mtime: new Date(0), uid: 0, gid: 0 };
    if (typeof file === "object" && "link" in file) {
      archive.entry({ ...header, type: "symlink", linkname: file.link, mode: 0o777 });
      continue;
    }
    const { content = "", mode } = typeof file === "string" || Buffer.isBuffer(file) ? { content: file } : file;
    if (name.endsWith("/")) archive.entry({ ...header, type: "directory", mode: mode ?? 0o755 });
    else archive.entry({ ...header, mode: mode ?? 0o644 }, content);
  }
  archive.finalize();
  return buffer(archive);
}

/** The root file system of busybox with a link for each of its commands, as a tar archive; made once, then cached. */
export async function busyboxTar() {
  const folder = await unpack({ key: "tools/busybox-static", suite: "host", packages: ["busybox-static"] });
  const cached = join(folder, "rootfs.tar");
  if (existsSync(cached)) return readFile(cached);
  const program = join(folder, "usr/bin/busybox");
  const names = (await run(program, ["--list"])).trim().split("\n");
  // A link from busybox to itself would be an endless loop.
  const links = names.filter((name) => name !== "busybox").map((name) => [`bin/${name}`, { link: "busybox" }]);
  const tar = await filesTar({
    ...Object.fromEntries(
      ["bin/", "sbin/", "usr/", "usr/bin/", "usr/sbin/", "etc/", "root/", "var/", "var/spool/", "var/spool/cron/"].map((name) => [
        name,
        "",
      ]),
    ),
    "tmp/": { mode: 0o1777 },
    "bin/busybox": { content: await readFile(program), mode: 0o755 },
    ...Object.fromEntries(links),
    "etc/passwd": "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n",
    "etc/group": "root:x:0:\nnobody:x:65534:\n",
  });
  await writeFile(`${cached}.${process.pid}`, tar);
  await rename(`${cached}.${process.pid}`, cached);
  return tar;
}

/**
 * Imports a root file system as an image.
 * @param {string} socket
 * @param {Buffer} tar
 * @param {string} reference "name:tag"
 * @param {string[]} [changes] Dockerfile instructions: CMD, ENTRYPOINT, ENV, EXPOSE, LABEL, USER, VOLUME, WORKDIR, ...
 * @returns {Promise<string>} the image's id, "sha256:..."
 */
export async function importImage(socket, tar, reference, changes = []) {
  const query = new URLSearchParams({ fromSrc: "-" });
  const colon = reference.lastIndexOf(":");
  query.set("repo", reference.slice(0, colon));
  query.set("tag", reference.slice(colon + 1));
  for (const change of changes) query.append("changes", change);
  const { status, body } = await apiRequest(socket, "POST", `/images/create?${query}`, { body: tar, type: "application/x-tar" });
  // An error after the first progress line comes as a line of its own under status 200.
  const lines = body
    .toString()
    .trim()
    .split(/\r?\n/)
    .map((line) => JSON.parse(line));
  const failed = lines.find((line) => line.error ?? line.message);
  if (status >= 400 || failed) throw new Error(`import ${reference}: ${failed?.error ?? failed?.message ?? status}`);
  return lines.at(-1).status;
}

/**
 * busybox:latest, with the command sh.
 * @param {string} socket
 */
export async function importBusybox(socket) {
  return importImage(socket, await busyboxTar(), "busybox:latest", ['CMD ["sh"]']);
}

/**
 * @typedef {object} ImageSpec
 * @property {string[]} tags "name:tag"
 * @property {string} [created] RFC 3339; an age of years never changes during a test
 * @property {Record<string, unknown>} [config] Cmd, Env, Entrypoint, ExposedPorts, Labels, ...
 * @property {{ tar: Buffer, createdBy?: string }[]} layers from the lowest up
 */

/**
 * Loads an image whose id and digests are the same on every engine and in every run.
 * @param {string} socket
 * @param {ImageSpec} spec
 * @returns {Promise<string>} its id (on engines without the containerd store), "sha256:..."
 */
export async function loadImage(socket, { tags, created = "2020-01-02T03:04:05Z", config = {}, layers }) {
  const sha = (/** @type {Buffer | string} */ data) => createHash("sha256").update(data).digest("hex");
  const digests = layers.map(({ tar }) => sha(tar));
  const document = JSON.stringify({
    architecture: process.arch === "arm64" ? "arm64" : "amd64",
    os: "linux",
    created,
    config,
    rootfs: { type: "layers", diff_ids: digests.map((digest) => `sha256:${digest}`) },
    history: layers.map(({ createdBy = "" }) => ({ created, created_by: createdBy })),
  });
  const id = sha(document);
  const manifest = [{ Config: `${id}.json`, RepoTags: tags, Layers: digests.map((digest) => `${digest}/layer.tar`) }];
  /** @type {ImageFiles} */
  const files = { "manifest.json": JSON.stringify(manifest), [`${id}.json`]: document };
  layers.forEach(({ tar }, i) => {
    files[`${digests[i]}/layer.tar`] = tar;
  });
  const { status, body } = await apiRequest(socket, "POST", "/images/load?quiet=1", {
    body: await filesTar(files),
    type: "application/x-tar",
  });
  if (status >= 400 || body.includes('"error"')) throw new Error(`load ${tags.join(", ")}: ${status} ${body}`);
  return `sha256:${id}`;
}
