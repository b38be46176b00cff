/** Manifests of a registry: read, written, and the blobs they need mounted from one repository into another. */
import { createHash } from "node:crypto";
import type { AuthEntry } from "../config/values.js";
import { StatusError } from "../errors.js";
import { isDigest } from "../values/digest.js";
import { fullString, type Reference } from "../values/reference.js";
import { pullScope, pushScope } from "./authorize.js";
import { decodeManifest } from "./decode.js";
import { RegistryError, registryError } from "./failure.js";
import { parseBody } from "./json-body.js";
import { registryHost } from "./repository.js";
import { openSession, PlainRegistryError, type RegistryOptions, type Session } from "./session.js";
import type { HttpAnswer } from "./transport.js";
import {
  type Descriptor,
  type ImageManifest,
  MANIFEST_LIST,
  MANIFEST_V2,
  type ManifestBody,
  OCI_INDEX,
  OCI_MANIFEST,
  type Platform,
} from "./types.js";

export interface ClientOptions extends RegistryOptions {
  /** The user's credentials for the image's registry. */
  auth(image: string): Promise<AuthEntry>;
}

/** All throw StatusError. References have a tag or a digest. */
export interface RegistryClient {
  /** One image's manifest, its platform read from its configuration. A list is an error. */
  manifest(ref: Reference): Promise<ImageManifest>;
  /** The same; of a list every manifest, in its order, its platform as the list says. */
  manifestOrList(ref: Reference): Promise<ImageManifest | ImageManifest[]>;
  /** Stores a manifest under the reference's tag, or its digest; its digest as the registry tells it. */
  put(ref: Reference, mediaType: string, payload: Uint8Array): Promise<string>;
  /** Makes a blob of one repository known in another of the same registry. False where the registry wants it uploaded. */
  mount(blob: Reference, target: Reference): Promise<boolean>;
  close(): void;
}

const ACCEPTED = [MANIFEST_V2, MANIFEST_LIST, OCI_INDEX, OCI_MANIFEST].join(", ");

const sha256 = (bytes: Uint8Array) => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;

function digestOf(bytes: Uint8Array, like: string): string {
  const algorithm = like.slice(0, like.indexOf(":"));
  return `${algorithm}:${createHash(algorithm).update(bytes).digest("hex")}`;
}

const isGood = ({ status }: HttpAnswer) => status >= 200 && status <= 399;

function refused({ status, statusLine, headers, body }: HttpAnswer): RegistryError {
  return registryError({ status, statusLine, contentType: headers["content-type"], body: body.toString() });
}

export function openRegistryClient(options: ClientOptions): RegistryClient {
  const sessions = new Map<string, Promise<Session>>();

  function sessionOf(ref: Reference): Promise<Session> {
    const host = registryHost(ref);
    const known = sessions.get(host);
    if (known) return known;
    const opening = options.auth(fullString(ref)).then((auth) => openSession(host, auth, options));
    sessions.set(host, opening);
    return opening;
  }

  async function read(ref: Reference, path: string, headers?: Record<string, string>): Promise<HttpAnswer> {
    return (await sessionOf(ref)).request("read", [pullScope(ref.path)], {
      method: "GET",
      path: `${ref.path}/${path}`,
      ...(headers && { headers }),
    });
  }

  async function fetchManifest(ref: Reference, identifier: string): Promise<{ contentType: string; payload: Buffer }> {
    const answer = await read(ref, `manifests/${identifier}`, { Accept: ACCEPTED });
    if (!isGood(answer)) throw refused(answer);
    return { contentType: answer.headers["content-type"] ?? "", payload: answer.body };
  }

  async function platformOf(ref: Reference, payload: Buffer): Promise<Platform> {
    const { config } = parseBody<ManifestBody>(payload);
    const digest = config?.digest ?? "";
    if (!isDigest(digest)) throw new StatusError("invalid digest format");
    const answer = await read(ref, `blobs/${digest}`);
    if (answer.status === 404) throw new StatusError("unknown blob");
    if (!isGood(answer)) throw refused(answer);
    if (digestOf(answer.body, digest) !== digest) throw new StatusError(`image config verification failed for digest ${digest}`);
    return readPlatform(answer.body);
  }

  function checkDigest(ref: Reference, payload: Buffer): void {
    if (ref.digest !== undefined && digestOf(payload, ref.digest) !== ref.digest)
      throw new StatusError(`manifest verification failed for digest ${ref.digest}`);
  }

  async function image(ref: Reference, mediaType: string, payload: Buffer): Promise<ImageManifest> {
    checkDigest(ref, payload);
    const descriptor: Descriptor = { mediaType, digest: sha256(payload), size: payload.length, platform: await platformOf(ref, payload) };
    return { ref, descriptor, payload };
  }

  async function child(list: Reference, { digest, platform }: Descriptor): Promise<ImageManifest> {
    const { contentType, payload } = await fetchManifest(list, digest);
    const decoded = decodeManifest(contentType, payload);
    if (decoded.kind === "list") throw new StatusError("unsupported manifest type: *manifestlist.DeserializedManifestList");
    const made = await image({ ...list, digest }, decoded.mediaType, payload);
    return { ...made, descriptor: { ...made.descriptor, platform: platformFields(platform ?? {}) } };
  }

  async function manifestOrList(ref: Reference): Promise<ImageManifest | ImageManifest[]> {
    return found(ref, async () => {
      const { contentType, payload } = await fetchManifest(ref, ref.tag ?? ref.digest ?? "");
      const decoded = decodeManifest(contentType, payload);
      if (decoded.kind === "manifest") return image(ref, decoded.mediaType, payload);
      checkDigest(ref, payload);
      const children: ImageManifest[] = [];
      for (const descriptor of decoded.manifests) children.push(await child(ref, descriptor));
      if (children.length === 0) throw absent(ref);
      return children;
    });
  }

  return {
    manifestOrList,
    async manifest(ref) {
      return found(ref, async () => {
        const { contentType, payload } = await fetchManifest(ref, ref.tag ?? ref.digest ?? "");
        const decoded = decodeManifest(contentType, payload);
        if (decoded.kind === "list") throw new StatusError(`${fullString(ref)} is a manifest list`);
        return image(ref, decoded.mediaType, payload);
      });
    },
    async put(ref, mediaType, payload) {
      const session = await sessionOf(ref);
      const answer = await explained(`failed to put manifest ${fullString(ref)}`, async () => {
        const headers = { "Content-Type": mediaType };
        const path = `${ref.path}/manifests/${ref.tag ?? ref.digest}`;
        const sent = await session.request("write", [pushScope(ref.path)], { method: "PUT", path, headers, body: payload });
        if (!isGood(sent)) throw refused(sent);
        return sent;
      });
      return answer.headers["docker-content-digest"] ?? sha256(payload);
    },
    async mount(blob, target) {
      const session = await sessionOf(target);
      const scopes = [pushScope(target.path), pullScope(blob.path)];
      return explained(`failed to mount blob ${blobText(blob)} to ${fullString(target)}`, async () => {
        const query = new URLSearchParams({ from: blob.path, mount: blob.digest ?? "" });
        const path = `${target.path}/blobs/uploads/?${query}`;
        const answer = await session.request("write", scopes, { method: "POST", path });
        if (answer.status === 201) return true;
        if (!isGood(answer)) throw refused(answer);
        await cancelUpload(session, scopes, answer);
        return false;
      });
    },
    close() {
      for (const opening of sessions.values())
        opening.then(
          (session) => session.close(),
          () => {},
        );
    },
  };
}

/** The registry began to wait for bytes that will not come. What it says to that is of no interest. */
async function cancelUpload(session: Session, scopes: readonly string[], { headers, url }: HttpAnswer): Promise<void> {
  if (!headers.location) return;
  const there = new URL(headers.location, url);
  if (there.origin !== url.origin) return;
  await session.request("write", scopes, { method: "DELETE", path: there.href }).catch(() => {});
}

const absent = (ref: Reference) => new StatusError(`no such manifest: ${fullString(ref)}`);

/** What a registry refuses in one of the ways that may mean "not here" is told so, as by the reference. */
async function found<T>(ref: Reference, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if ((error instanceof RegistryError && error.absent) || error instanceof PlainRegistryError) throw absent(ref);
    throw error;
  }
}

/** Puts `what` before the message; what kept us from asking at all says enough. */
async function explained<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof StatusError) || error.message.startsWith("failed to configure transport")) throw error;
    throw new StatusError(`${what}: ${error.message}`, 1, { cause: error });
  }
}

function readPlatform(config: Buffer): Platform {
  try {
    return platformFields(parseBody<Platform>(config));
  } catch (error) {
    throw new StatusError((error as Error).message, 1, { cause: error });
  }
}

/** Only what a platform has, in the order in which it is written. */
export function platformFields(given: Platform): Platform {
  const { architecture = "", os = "", "os.version": version, "os.features": features, variant } = given;
  return {
    architecture,
    os,
    ...(version && { "os.version": version }),
    ...(features?.length && { "os.features": features }),
    ...(variant && { variant }),
  };
}

/** A blob of that repository. */
export const blobReference = ({ domain, path }: Reference, digest: string): Reference => ({ domain, path, digest });

/** As messages name it: without the registry. */
export const blobText = ({ path, digest }: Reference) => `${path}@${digest}`;
