/** Small images in a registry, put there over its API: known bytes, so known digests. */
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";

export const DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
export const DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json";
export const OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
export const OCI_INDEX = "application/vnd.oci.image.index.v1+json";

export const digestOf = (bytes: Uint8Array | string) => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;

export interface Seeded {
  digest: string;
  size: number;
}

async function sent(url: string, method: string, body: Uint8Array, type: string): Promise<Response> {
  const answer = await fetch(url, { method, body: new Uint8Array(body), headers: { "Content-Type": type } });
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`);
  return answer;
}

async function putBlob(registry: string, name: string, bytes: Buffer): Promise<Seeded> {
  const begun = await sent(`${registry}/v2/${name}/blobs/uploads/`, "POST", Buffer.alloc(0), "text/plain");
  const there = new URL(begun.headers.get("location") ?? "", registry);
  there.searchParams.set("digest", digestOf(bytes));
  await sent(there.href, "PUT", bytes, "application/octet-stream");
  return { digest: digestOf(bytes), size: bytes.length };
}

export async function putManifest(registry: string, name: string, tag: string, type: string, text: string): Promise<Seeded> {
  await sent(`${registry}/v2/${name}/manifests/${tag}`, "PUT", Buffer.from(text), type);
  return { digest: digestOf(text), size: Buffer.byteLength(text) };
}

/** An image of one layer. `platform` goes into its configuration. */
export async function putImage(registry: string, name: string, tag: string, platform: object, oci = false): Promise<Seeded> {
  const config = await putBlob(registry, name, Buffer.from(JSON.stringify({ ...platform, rootfs: { type: "layers", diff_ids: [] } })));
  const layer = await putBlob(registry, name, gzipSync(Buffer.from(`layer of ${JSON.stringify(platform)}`)));
  const types = oci
    ? { manifest: OCI_MANIFEST, config: "application/vnd.oci.image.config.v1+json", layer: "application/vnd.oci.image.layer.v1.tar+gzip" }
    : {
        manifest: DOCKER_MANIFEST,
        config: "application/vnd.docker.container.image.v1+json",
        layer: "application/vnd.docker.image.rootfs.diff.tar.gzip",
      };
  const manifest = {
    schemaVersion: 2,
    mediaType: types.manifest,
    config: { mediaType: types.config, ...config },
    layers: [{ mediaType: types.layer, ...layer }],
    ...(oci && { annotations: { "a<b": "x&y" } }),
  };
  return putManifest(registry, name, tag, types.manifest, JSON.stringify(manifest, null, oci ? 1 : 3));
}
