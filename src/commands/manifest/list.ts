/** A manifest list on its way to a registry. */
import { createHash } from "node:crypto";
import { UserError } from "../../errors.js";
import { blobReference, blobText, type RegistryClient } from "../../registry/client.js";
import { blobsOf, type ImageManifest } from "../../registry/types.js";
import { fullName, fullString, nameOnly, type Reference } from "../../values/reference.js";
import { encodeList } from "./encode.js";

/** A list names images of its own registry only. Throws UserError. */
export function sameRegistry(image: Reference, list: Reference, what = ""): void {
  if (image.domain !== list.domain)
    throw new UserError(
      `${what}cannot use source images from a different registry than the target image: ${image.domain} != ${list.domain}`,
    );
}

/** Throws UserError where the list cannot be pushed as it is. */
export function checkList(manifests: readonly ImageManifest[], list: Reference): void {
  for (const { ref, descriptor } of manifests) {
    if (!descriptor.platform?.architecture || !descriptor.platform.os)
      throw new UserError(`manifest ${fullString(ref)} must have an OS and Architecture to be pushed to a registry`);
    sameRegistry(ref, list);
  }
}

function checkPayload({ ref, descriptor: { digest }, payload }: ImageManifest): void {
  const algorithm = digest.slice(0, digest.indexOf(":"));
  const found = `${algorithm}:${createHash(algorithm).update(payload).digest("hex")}`;
  if (found !== digest) throw new UserError(`internal digest mismatch for ${fullString(ref)}: expected ${digest}, got ${found}`);
}

/** Makes the blobs of an image known in the list's repository. */
async function mountAll({ ref, descriptor, payload }: ImageManifest, list: Reference, registry: RegistryClient): Promise<void> {
  for (const digest of blobsOf(payload)) {
    const blob = blobReference(ref, digest);
    const mounted = await registry.mount(blob, list);
    // Foreign layers of Windows are not stored in the registry.
    if (!mounted && descriptor.platform?.os !== "windows") throw new UserError(`error mounting ${blobText(blob)} to ${fullString(list)}`);
  }
}

/**
 * Pushes the list, and before it the images of other repositories of the same registry.
 * @param say is told of each image that is pushed
 * @returns the digest of the list
 */
export async function pushList(
  manifests: readonly ImageManifest[],
  list: Reference,
  registry: RegistryClient,
  say: (line: string) => void,
): Promise<string> {
  checkList(manifests, list);
  const foreign = manifests.filter(({ ref }) => fullName(ref) !== fullName(list));
  for (const manifest of foreign) checkPayload(manifest);
  for (const manifest of foreign) await mountAll(manifest, list, registry);
  for (const { descriptor, payload } of foreign) {
    const target = { ...nameOnly(list), digest: descriptor.digest };
    const digest = await registry.put(target, descriptor.mediaType, payload);
    say(`Pushed ref ${fullString(target)} with digest: ${digest}`);
  }
  const { mediaType, text } = encodeList(manifests);
  return registry.put(list, mediaType, Buffer.from(text));
}
