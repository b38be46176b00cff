/** Decodes a manifest, or a list of them, with Docker's checks. */
import { StatusError } from "../errors.js";
import { parseBody } from "./json-body.js";
import { type Descriptor, MANIFEST_LIST, MANIFEST_V2, OCI_INDEX, OCI_MANIFEST } from "./types.js";

export type DecodedManifest = { kind: "manifest"; mediaType: string } | { kind: "list"; manifests: readonly Descriptor[] };

interface Body {
  mediaType?: string;
  config?: unknown;
  layers?: unknown;
  manifests?: readonly Descriptor[] | null;
}

/** The media types. Those of OCI may be missing in the body. */
const RULES: Readonly<Record<string, { what: string; optional: boolean; kind: DecodedManifest["kind"] }>> = {
  [MANIFEST_V2]: { what: "manifest", optional: false, kind: "manifest" },
  [OCI_MANIFEST]: { what: "manifest", optional: true, kind: "manifest" },
  [MANIFEST_LIST]: { what: "manifest list", optional: false, kind: "list" },
  [OCI_INDEX]: { what: "image index", optional: true, kind: "list" },
};

/** @param contentType of the response. Throws StatusError with Docker's text. */
export function decodeManifest(contentType: string, payload: Buffer): DecodedManifest {
  const mediaType = contentType.split(";")[0]?.trim().toLowerCase() ?? "";
  const rule = RULES[mediaType];
  if (!rule) throw new StatusError(`unsupported manifest media type and no default available: ${mediaType}`);
  const body = readBody(payload);
  const { mediaType: said = "" } = body;
  if (mediaType === OCI_MANIFEST && body.manifests !== undefined) throw new StatusError("ocimanifest: expected manifest but found index");
  if (mediaType === OCI_INDEX && (body.config !== undefined || body.layers !== undefined))
    throw new StatusError("index: expected index but found manifest");
  if (said !== mediaType && !(rule.optional && said === ""))
    throw new StatusError(`${rule.optional ? "if present, " : ""}mediaType in ${rule.what} should be '${mediaType}' not '${said}'`);
  return rule.kind === "list" ? { kind: "list", manifests: body.manifests ?? [] } : { kind: "manifest", mediaType };
}

function readBody(payload: Buffer): Body {
  try {
    return parseBody(payload);
  } catch (error) {
    throw new StatusError((error as Error).message, 1, { cause: error });
  }
}
