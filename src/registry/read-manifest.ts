/** Reads manifests and lists of them from a registry, and checks their digests. */
import { createHash } from "node:crypto";
import { StatusError } from "../errors.js";
import { isDigest } from "../values/digest.js";
import { fullString, type Reference } from "../values/reference.js";
import { pullScope } from "./authorize.js";
import { decodeManifest } from "./decode.js";
import { RegistryError, responseError } from "./failure.js";
import { parseBody } from "./json-body.js";
import { PlainRegistryError, type Session } from "./session.js";
import { isSuccess, type RegistryResponse } from "./transport.js";
import {
  type Descriptor,
  type ImageManifest,
  MANIFEST_LIST,
  MANIFEST_V2,
  type ManifestBody,
  OCI_INDEX,
  OCI_MANIFEST,
  type Platform,
  platformFields,
} from "./types.js";

const ACCEPTED = [MANIFEST_V2, MANIFEST_LIST, OCI_INDEX, OCI_MANIFEST].join(", ");

export const sha256 = (bytes: Uint8Array) => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;

/** The digest of the bytes, with the algorithm of another digest. */
function digestLike(digest: string, bytes: Uint8Array): string {
  const algorithm = digest.slice(0, digest.indexOf(":"));
  return `${algorithm}:${createHash(algorithm).update(bytes).digest("hex")}`;
}

function checkDigest({ digest }: Reference, payload: Buffer): void {
  if (digest !== undefined && digestLike(digest, payload) !== digest)
    throw new StatusError(`manifest verification failed for digest ${digest}`);
}

/** The manifest of one image, its platform read from the image configuration. Throws StatusError for a list. */
export function readManifest(session: Session, ref: Reference): Promise<ImageManifest> {
  return orAbsent(ref, async () => {
    const { contentType, payload } = await fetchManifest(session, ref, ref.tag ?? ref.digest ?? "");
    const decoded = decodeManifest(contentType, payload);
    if (decoded.kind === "list") throw new StatusError(`${fullString(ref)} is a manifest list`);
    return imageManifest(session, ref, decoded.mediaType, payload);
  });
}

/** Like `readManifest`; for a list, all manifests in its order, with the platforms that the list names. */
export function readManifestOrList(session: Session, ref: Reference): Promise<ImageManifest | ImageManifest[]> {
  return orAbsent(ref, async () => {
    const { contentType, payload } = await fetchManifest(session, ref, ref.tag ?? ref.digest ?? "");
    const decoded = decodeManifest(contentType, payload);
    if (decoded.kind === "manifest") return imageManifest(session, ref, decoded.mediaType, payload);
    checkDigest(ref, payload);
    const children: ImageManifest[] = [];
    for (const descriptor of decoded.manifests) children.push(await childManifest(session, ref, descriptor));
    if (children.length === 0) throw absent(ref);
    return children;
  });
}

function get(session: Session, ref: Reference, path: string, headers?: Record<string, string>): Promise<RegistryResponse> {
  return session.request("read", [pullScope(ref.path)], { method: "GET", path: `${ref.path}/${path}`, ...(headers && { headers }) });
}

async function fetchManifest(session: Session, ref: Reference, identifier: string): Promise<{ contentType: string; payload: Buffer }> {
  const response = await get(session, ref, `manifests/${identifier}`, { Accept: ACCEPTED });
  if (!isSuccess(response)) throw responseError(response);
  return { contentType: response.headers["content-type"] ?? "", payload: response.body };
}

async function imageManifest(session: Session, ref: Reference, mediaType: string, payload: Buffer): Promise<ImageManifest> {
  checkDigest(ref, payload);
  const platform = await platformOf(session, ref, payload);
  const descriptor: Descriptor = { mediaType, digest: sha256(payload), size: payload.length, platform };
  return { ref, descriptor, payload };
}

async function childManifest(session: Session, list: Reference, { digest, platform = {} }: Descriptor): Promise<ImageManifest> {
  const { contentType, payload } = await fetchManifest(session, list, digest);
  const decoded = decodeManifest(contentType, payload);
  if (decoded.kind === "list") throw new StatusError("unsupported manifest type: *manifestlist.DeserializedManifestList");
  const child = await imageManifest(session, { ...list, digest }, decoded.mediaType, payload);
  return { ...child, descriptor: { ...child.descriptor, platform: platformFields(platform) } };
}

/** The platform in the image configuration. */
async function platformOf(session: Session, ref: Reference, payload: Buffer): Promise<Platform> {
  const { config } = parseBody<ManifestBody>(payload);
  const digest = config?.digest ?? "";
  if (!isDigest(digest)) throw new StatusError("invalid digest format");
  const response = await get(session, ref, `blobs/${digest}`);
  if (response.status === 404) throw new StatusError("unknown blob", 1, { kind: "not-found" });
  if (!isSuccess(response)) throw responseError(response);
  if (digestLike(digest, response.body) !== digest) throw new StatusError(`image config verification failed for digest ${digest}`);
  try {
    return platformFields(parseBody<Platform>(response.body));
  } catch (error) {
    throw new StatusError((error as Error).message, 1, { cause: error });
  }
}

const absent = (ref: Reference) => new StatusError(`no such manifest: ${fullString(ref)}`, 1, { kind: "not-found" });

/** A 401 or 404 from a registry may mean that the repository does not exist; report it as Docker does. */
async function orAbsent<T>(ref: Reference, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if ((error instanceof RegistryError && error.absent) || error instanceof PlainRegistryError) throw absent(ref);
    throw error;
  }
}
