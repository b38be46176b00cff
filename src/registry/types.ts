/** What a registry stores: manifests of images, and lists of them (OCI image and distribution specifications). */
import type { Reference } from "../values/reference.js";

export const MANIFEST_V2 = "application/vnd.docker.distribution.manifest.v2+json";
export const MANIFEST_LIST = "application/vnd.docker.distribution.manifest.list.v2+json";
export const OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
export const OCI_INDEX = "application/vnd.oci.image.index.v1+json";

/** Keys as in JSON. */
export interface Platform {
  architecture?: string;
  os?: string;
  "os.version"?: string;
  "os.features"?: string[];
  variant?: string;
}

export interface Descriptor {
  mediaType: string;
  digest: string;
  /** Bytes. */
  size: number;
  platform?: Platform;
}

/** The manifest of one image. */
export interface ImageManifest {
  /** Where it was read from. */
  ref: Reference;
  descriptor: Descriptor;
  /** The JSON text exactly as it was received: the digest is of these bytes. */
  payload: Buffer;
}

/** The fields of a parsed payload that are read. */
export interface ManifestBody {
  config?: { digest?: string };
  layers?: readonly { digest?: string }[];
}

/** Digests of all blobs of a manifest, the image configuration first. */
export function blobsOf(payload: Buffer): string[] {
  const { config, layers = [] } = JSON.parse(payload.toString()) as ManifestBody;
  return [config, ...layers].map((part) => part?.digest ?? "");
}

/** The fields that a platform has, in the order in which they are written. */
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
