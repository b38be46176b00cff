/** The columns of `images`, and the rows that an image makes: one for each of its names. */

import { familiarName, parseReference, type Reference } from "../../values/reference.js";
import { shortId } from "../../values/short-id.js";
import { goTime } from "../timestamp.js";
import { ago, humanSize, ZERO_TIME } from "../units.js";
import type { View } from "../view.js";

/** An element of GET /images/json. */
export interface ImageSummary {
  Id: string;
  RepoTags?: readonly string[] | null;
  RepoDigests?: readonly string[] | null;
  /** Seconds since the epoch. */
  Created?: number;
  /** Bytes; -1 is unknown. */
  Size?: number;
  SharedSize?: number;
  /** -1: not counted. */
  Containers?: number;
}

type Counted = ImageSummary & Required<Pick<ImageSummary, "Created" | "Size" | "SharedSize" | "Containers">>;

/** What is absent is zero, as Go reads it. */
const ABSENT = { Created: 0, Size: 0, SharedSize: 0, Containers: 0 };

export interface ImageRow {
  image: Counted;
  repository: string;
  tag: string;
  digest: string;
}

const NONE = "<none>";

/** Has the image no name at all (or the two placeholders of old daemons)? */
export function isDangling({ RepoTags, RepoDigests }: Pick<ImageSummary, "RepoTags" | "RepoDigests">): boolean {
  const tags = RepoTags ?? [];
  const digests = RepoDigests ?? [];
  if (tags.length === 0 && digests.length === 0) return true;
  return tags.length === 1 && tags[0] === "<none>:<none>" && digests.length === 1 && digests[0] === "<none>@<none>";
}

/** Names to what follows them ("tag" or "digest"), in the order of the daemon. */
function grouped(references: readonly string[] | null | undefined, part: "tag" | "digest"): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const text of references ?? []) {
    const reference = readable(text);
    const value = reference?.[part];
    if (!reference || value === undefined) continue;
    const name = familiarName(reference);
    groups.set(name, [...(groups.get(name) ?? []), value]);
  }
  return groups;
}

/** Undefined where the daemon's text is no reference: such a name makes no row. */
function readable(text: string): Reference | undefined {
  try {
    return parseReference(text);
  } catch {
    return undefined;
  }
}

/**
 * A row for each tag; with `digests` one for each digest of each tag. Digests whose repository has no tag make rows of
 * their own: one each when `digestRows`, else one for them all.
 */
export function imageRows(images: Iterable<ImageSummary>, show: { digests: boolean; digestRows: boolean }): ImageRow[] {
  const rows: ImageRow[] = [];
  for (const summary of images) {
    const image = { ...ABSENT, ...summary };
    if (isDangling(image)) {
      rows.push({ image, repository: NONE, tag: NONE, digest: NONE });
      continue;
    }
    const tagsOf = grouped(image.RepoTags, "tag");
    const digestsOf = grouped(image.RepoDigests, "digest");
    for (const [repository, tags] of tagsOf) {
      const digests = (show.digests && digestsOf.get(repository)) || [NONE];
      for (const tag of tags) for (const digest of digests) rows.push({ image, repository, tag, digest });
    }
    for (const [repository, digests] of digestsOf) {
      if (tagsOf.has(repository)) continue;
      for (const digest of show.digestRows ? digests : [""]) rows.push({ image, repository, tag: NONE, digest });
    }
  }
  return rows;
}

/** Bytes, "N/A" where the daemon has not counted them. */
function counted(bytes: number, known: boolean, dialect: "docker" | "dockline"): string {
  return known ? humanSize(bytes, dialect) : "N/A";
}

export const imageView: View<ImageRow> = {
  type: "*formatter.imageContext",
  columns: {
    ID: { header: "IMAGE ID", value: ({ image }, { trunc }) => (trunc ? shortId(image.Id) : image.Id) },
    Repository: { header: "REPOSITORY", value: (row) => row.repository, shrink: 16 },
    Tag: { header: "TAG", value: (row) => row.tag, tone: (row) => (row.tag === NONE ? "faint" : undefined), shrink: 8 },
    Digest: { header: "DIGEST", value: (row) => row.digest, shrink: 19 },
    CreatedSince: {
      header: "CREATED",
      value: ({ image }, { now, dialect }) => (image.Created === ZERO_TIME ? "" : ago(image.Created, now, dialect)),
      cell: ({ image }, { now, dialect }) => (image.Created === ZERO_TIME ? "N/A" : ago(image.Created, now, dialect)),
      shrink: { least: 7, last: true },
    },
    CreatedAt: { header: "CREATED AT", value: ({ image }, { zone }) => goTime(image.Created, zone) },
    Size: { header: "SIZE", value: ({ image }, { dialect }) => humanSize(image.Size, dialect, 3) },
    Containers: { header: "CONTAINERS", value: ({ image }) => (image.Containers === -1 ? "N/A" : String(image.Containers)) },
    VirtualSize: { header: "SIZE", value: ({ image }, { dialect }) => humanSize(image.Size, dialect) },
    SharedSize: { header: "SHARED SIZE", value: ({ image }, { dialect }) => counted(image.SharedSize, image.SharedSize !== -1, dialect) },
    UniqueSize: {
      header: "UNIQUE SIZE",
      value: ({ image }, { dialect }) => counted(image.Size - image.SharedSize, image.Size !== -1 && image.SharedSize !== -1, dialect),
    },
  },
  table: ({ digests }) => ["Repository", "Tag", ...(digests ? ["Digest"] : []), "ID", "CreatedSince", "Size"],
  quiet: "ID",
  raw: {
    format: ({ digests }) =>
      `repository: {{ .Repository }}\ntag: {{.Tag}}\n${digests ? "digest: {{.Digest}}\n" : ""}image_id: {{.ID}}\ncreated_at: {{.CreatedAt}}\nvirtual_size: {{.Size}}\n`,
    quiet: "image_id: {{.ID}}",
  },
};
