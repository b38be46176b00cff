/**
 * Manifest lists that are being made: `manifests/LIST/MANIFEST` in the configuration directory, one file a manifest, in the
 * Docker's layout and names, so that either client goes on where the other stopped.
 */
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { UserError } from "../../errors.js";
import { writeWhole } from "../../io/atomic-file.js";
import { type Descriptor, type ImageManifest, OCI_MANIFEST, type Platform } from "../../registry/types.js";
import { errnoText, readFileText } from "../../values/errno.js";
import { compactJson } from "../../values/json/compact.js";
import { marshal } from "../../values/json/encode.js";
import { indentJson } from "../../values/json/indent.js";
import { type Json, parseJson } from "../../values/json/tree.js";
import { fullString, parseReference, type Reference } from "../../values/reference.js";
import { encodeManifest } from "./encode.js";

const fileName = (ref: Reference) => fullString(ref).replaceAll(":", "-").replaceAll("/", "_");

/** There is no list of that name. */
export class NotFoundError extends UserError {
  constructor(ref: Reference) {
    super(`No such manifest: ${fullString(ref)}`, { kind: "not-found" });
    this.name = "NotFoundError";
  }
}

export interface ManifestStore {
  /** Throws NotFoundError, UserError for a file that cannot be read. */
  get(list: Reference, manifest: Reference): StoredManifest;
  /** In the order of the files' names. Throws NotFoundError where there are none. */
  list(list: Reference): StoredManifest[];
  save(list: Reference, manifest: ImageManifest): void;
  remove(list: Reference): void;
}

/** `exact`: the payload is what the digest is of; files of old clients keep it without its spaces. */
export type StoredManifest = ImageManifest & { exact: boolean };

/** @param dir the configuration directory */
export function openManifestStore(dir: string): ManifestStore {
  const root = path.join(dir, "manifests");
  const folder = (list: Reference) => path.join(root, fileName(list));

  function read(file: string, ref: Reference): StoredManifest {
    let text: string;
    try {
      text = fs.readFileSync(file, "utf8");
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw code === "ENOENT" ? new NotFoundError(ref) : new UserError(readFileText(file, error), { cause: error });
    }
    try {
      return decode(text, file);
    } catch (error) {
      throw new UserError((error as Error).message, { cause: error });
    }
  }

  return {
    get: (list, manifest) => read(path.join(folder(list), fileName(manifest)), manifest),
    list(list) {
      let names: string[] = [];
      try {
        names = fs.readdirSync(folder(list)).sort();
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw new UserError(`open ${folder(list)}: ${errnoText(error)}`);
      }
      if (names.length === 0) throw new NotFoundError(list);
      return names.map((name) => read(path.join(folder(list), name), list));
    },
    save(list, manifest) {
      fs.mkdirSync(folder(list), { recursive: true, mode: 0o755 });
      // Beside the directory, not in it: whoever reads the list meanwhile takes every file in it for a manifest.
      const beside = { mode: 0o644, directory: root, prefix: ".new-" };
      writeWhole(path.join(folder(list), fileName(manifest.ref)), encodeManifest(manifest), beside);
    },
    remove: (list) => fs.rmSync(folder(list), { recursive: true, force: true }),
  };
}

interface Stored {
  Ref?: string;
  Descriptor?: Descriptor;
  Raw?: string;
  /** Before there were descriptors. */
  Digest?: string;
  Platform?: Platform;
  SchemaV2Manifest?: unknown;
  OCIManifest?: unknown;
}

/** Throws Error with Go's text, or Docker's. */
function decode(text: string, file: string): StoredManifest {
  const members = parseJson(text);
  const stored = JSON.parse(text) as Stored;
  const ref = parseReference(stored.Ref ?? "");
  const kept = members instanceof Map ? (members.get("SchemaV2Manifest") ?? members.get("OCIManifest")) : undefined;
  if (kept === undefined) throw new Error(`${fullString(ref)} has no payload`);
  const exact = Boolean(stored.Raw);
  const payload = exact ? Buffer.from(stored.Raw ?? "", "base64") : Buffer.from(inOrder(kept));
  const descriptor = stored.Digest ? oldDescriptor(stored, payload, file) : (stored.Descriptor ?? { mediaType: "", digest: "", size: 0 });
  return { ref, descriptor, payload: exact ? payload : reindented(payload, descriptor), exact };
}

/** `marshal` sorts keys; a manifest keeps its own order. */
function inOrder(value: Json): string {
  if (value instanceof Map) return `{${[...value].map(([key, one]) => `${marshal(key)}:${inOrder(one)}`).join(",")}}`;
  return Array.isArray(value) ? `[${value.map(inOrder).join(",")}]` : marshal(value);
}

const sha256 = (bytes: Uint8Array) => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;

function oldDescriptor({ Digest = "", Platform, OCIManifest }: Stored, payload: Buffer, file: string): Descriptor {
  const digest = sha256(payload);
  if (digest !== Digest) throw new Error(`invalid manifest file ${file}: image manifest digest mismatch (${Digest} != ${digest})`);
  const mediaType = OCIManifest ? OCI_MANIFEST : ((JSON.parse(payload.toString()) as { mediaType?: string }).mediaType ?? "");
  return { mediaType, digest, size: payload.length, ...(Platform && { platform: Platform }) };
}

/** Daemons write manifests with three spaces; where that gives the digest, that is how it was. */
function reindented(payload: Buffer, { digest }: Descriptor): Buffer {
  const indented = Buffer.from(indentJson(compactJson(payload.toString()), "   "));
  return sha256(indented) === digest ? indented : payload;
}
