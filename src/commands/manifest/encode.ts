/** Manifests as JSON: in the local store, as `inspect` prints them, and as lists for a registry. Byte for byte Docker's. */

import { type Descriptor, type ImageManifest, MANIFEST_LIST, OCI_INDEX, OCI_MANIFEST, platformFields } from "../../registry/types.js";
import { compactJson } from "../../values/json/compact.js";
import { encodeJson, escapeHtml } from "../../values/json/encode.js";
import { indentJson } from "../../values/json/indent.js";
import { fullString } from "../../values/reference.js";

/** The manifest without white space, as it stands within other JSON: Go's encoder escapes what it copies, too. */
export const embedded = (payload: Buffer) => escapeHtml(compactJson(payload.toString()));

function descriptorText({ mediaType, digest, size, platform }: Descriptor): string {
  return encodeJson({ mediaType, digest, size, ...(platform && { platform: platformFields(platform) }) });
}

/** One manifest as the store keeps it. */
export function encodeManifest({ ref, descriptor, payload }: ImageManifest): string {
  const body = descriptor.mediaType === OCI_MANIFEST ? "OCIManifest" : "SchemaV2Manifest";
  const head = `"Ref":${encodeJson(fullString(ref))},"Descriptor":${descriptorText(descriptor)}`;
  return `{${head},"Raw":"${payload.toString("base64")}","${body}":${embedded(payload)}}`;
}

export const verboseText = (manifest: ImageManifest) => indentJson(encodeManifest(manifest), "\t");
export const verboseList = (manifests: readonly ImageManifest[]) => indentJson(`[${manifests.map(encodeManifest).join(",")}]`, "\t");

/** The list that a registry gets. Its kind is that of its first manifest. */
export function encodeList(manifests: readonly ImageManifest[]): { mediaType: string; text: string } {
  const oci = manifests[0]?.descriptor.mediaType === OCI_MANIFEST;
  const mediaType = oci ? OCI_INDEX : MANIFEST_LIST;
  const entries = manifests.map(({ descriptor: { mediaType, size, digest, platform = {} } }) =>
    encodeJson({ mediaType, size, digest, platform: platformFields(platform) }),
  );
  const text = `{"schemaVersion":2,"mediaType":${encodeJson(mediaType)},"manifests":[${entries.join(",")}]}`;
  return { mediaType, text: indentJson(text, "   ") };
}
