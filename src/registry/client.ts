/** The client of registries: reads and stores manifests, and mounts blobs of one repository in another. */
import type { AuthEntry } from "../config/values.js";
import { StatusError } from "../errors.js";
import { fullString, type Reference } from "../values/reference.js";
import { pullScope, pushScope } from "./authorize.js";
import { responseError } from "./failure.js";
import { readManifest, readManifestOrList, sha256 } from "./read-manifest.js";
import { registryHost } from "./repository.js";
import { openSession, type RegistryOptions, RegistryPingError, type Session } from "./session.js";
import { isSuccess, type RegistryResponse } from "./transport.js";
import type { ImageManifest } from "./types.js";

export interface RegistryClientOptions extends RegistryOptions {
  /** The user's credentials for the registry of an image. */
  auth(image: string): Promise<AuthEntry>;
}

/** All methods throw StatusError. References have a tag or a digest. */
export interface RegistryClient {
  /** The manifest of one image, its platform read from the image configuration. A list is an error. */
  manifest(ref: Reference): Promise<ImageManifest>;
  /** Like `manifest`; for a list, all manifests in its order, with the platforms that the list names. */
  manifestOrList(ref: Reference): Promise<ImageManifest | ImageManifest[]>;
  /** Stores a manifest under the tag or the digest of the reference. Resolves to the digest that the registry returns. */
  put(ref: Reference, mediaType: string, payload: Uint8Array): Promise<string>;
  /** Makes a blob available in another repository of the same registry. False if the registry wants it uploaded. */
  mount(blob: Reference, target: Reference): Promise<boolean>;
  close(): void;
}

export function openRegistryClient(options: RegistryClientOptions): RegistryClient {
  const sessions = new Map<string, Promise<Session>>();

  function sessionFor(ref: Reference): Promise<Session> {
    const host = registryHost(ref);
    const known = sessions.get(host);
    if (known) return known;
    const opening = options.auth(fullString(ref)).then((auth) => openSession(host, auth, options));
    sessions.set(host, opening);
    return opening;
  }

  return {
    manifest: async (ref) => readManifest(await sessionFor(ref), ref),
    manifestOrList: async (ref) => readManifestOrList(await sessionFor(ref), ref),
    async put(ref, mediaType, payload) {
      const session = await sessionFor(ref);
      return prefixed(`failed to put manifest ${fullString(ref)}`, () => putManifest(session, ref, mediaType, payload));
    },
    async mount(blob, target) {
      const session = await sessionFor(target);
      return prefixed(`failed to mount blob ${blobText(blob)} to ${fullString(target)}`, () => mountBlob(session, blob, target));
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

async function putManifest(session: Session, ref: Reference, mediaType: string, payload: Uint8Array): Promise<string> {
  const headers = { "Content-Type": mediaType };
  const path = `${ref.path}/manifests/${ref.tag ?? ref.digest}`;
  const response = await session.request("write", [pushScope(ref.path)], { method: "PUT", path, headers, body: payload });
  if (!isSuccess(response)) throw responseError(response);
  return response.headers["docker-content-digest"] ?? sha256(payload);
}

async function mountBlob(session: Session, blob: Reference, target: Reference): Promise<boolean> {
  const scopes = [pushScope(target.path), pullScope(blob.path)];
  const query = new URLSearchParams({ from: blob.path, mount: blob.digest ?? "" });
  const response = await session.request("write", scopes, { method: "POST", path: `${target.path}/blobs/uploads/?${query}` });
  if (response.status === 201) return true;
  if (!isSuccess(response)) throw responseError(response);
  await cancelUpload(session, scopes, response);
  return false;
}

/** Instead of mounting, the registry started an upload that will not happen. Its response to the cancellation does not matter. */
async function cancelUpload(session: Session, scopes: readonly string[], { headers, url }: RegistryResponse): Promise<void> {
  if (!headers.location) return;
  const upload = new URL(headers.location, url);
  if (upload.origin !== url.origin) return;
  await session.request("write", scopes, { method: "DELETE", path: upload.href }).catch(() => {});
}

/** Puts `what` before the message of an error. A registry that cannot be pinged is error enough without it. */
async function prefixed<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof StatusError) || error instanceof RegistryPingError) throw error;
    throw new StatusError(`${what}: ${error.message}`, 1, { cause: error });
  }
}

/** A blob in the repository of a reference. */
export const blobReference = ({ domain, path }: Reference, digest: string): Reference => ({ domain, path, digest });

/** A blob as messages name it: without the registry. */
export const blobText = ({ path, digest }: Reference) => `${path}@${digest}`;
