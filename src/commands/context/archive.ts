/** The archive of a context: meta.json and tls/ENDPOINT/FILE, as tar; read from tar or zip. */
import { END, encodeHeader, padding } from "../../archive/tar/encode.js";
import { encodeContext, type TlsMaterial } from "../../config/context-store.js";
import { parseMeta, type StoredContext } from "../../config/contexts.js";
import { UserError } from "../../errors.js";

/** No archive is larger, packed or unpacked: Docker's limit for what it reads. Bytes. */
export const LIMIT = 10 * 1024 * 1024;
export const TOO_LARGE = "read exceeds the defined limit";

const META = "meta.json";
const TLS = "tls";

function member(name: string, mode: number, bytes?: Buffer): Buffer[] {
  const size = bytes?.length ?? 0;
  const header = { name: Buffer.from(name), type: bytes ? ("file" as const) : ("directory" as const), mode, uid: 0, gid: 0, size };
  return [encodeHeader({ ...header, mtime: { seconds: 0, nanos: 0 } }), ...(bytes ? [bytes, padding(size)] : [])];
}

/** The same bytes as Docker, which forgets the end of the archive, and that end. */
export function packContext(context: StoredContext, material: TlsMaterial): Buffer {
  const parts = [...member(META, 0o644, Buffer.from(encodeContext(context))), ...member(TLS, 0o700)];
  for (const [endpoint, files] of Object.entries(material)) {
    parts.push(...member(`${TLS}/${endpoint}`, 0o700));
    for (const [file, bytes] of Object.entries(files)) parts.push(...member(`${TLS}/${endpoint}/${file}`, 0o600, bytes));
  }
  return Buffer.concat([...parts, END]);
}

/** A file of an archive. */
export interface Member {
  name: string;
  bytes(): Promise<Buffer> | Buffer;
}

/**
 * The context that an archive's files make. Nothing has been written yet: an archive that is wrong anywhere leaves nothing.
 * Throws UserError for a file that has no business there, or whose path would lead elsewhere.
 */
export async function unpackContext(
  members: AsyncIterable<Member> | Iterable<Member>,
): Promise<{ context: StoredContext; material: TlsMaterial }> {
  let context: StoredContext | undefined;
  const material: Record<string, Record<string, Buffer>> = {};
  let total = 0;
  for await (const member of members) {
    checkPath(member.name);
    const bytes = await member.bytes();
    total += bytes.length;
    if (total > LIMIT) throw new UserError(TOO_LARGE);
    if (member.name === META) context = parse(bytes);
    else {
      const [endpoint, file] = tlsPath(member.name);
      material[endpoint] = { ...material[endpoint], [file]: bytes };
    }
  }
  if (!context) throw new UserError("invalid context: no metadata found");
  return { context, material };
}

function checkPath(name: string): void {
  if (name !== META && !name.startsWith(`${TLS}/`)) throw new UserError(`${name}: unexpected context file`);
  const parts = name.split("/");
  if (parts.some((part) => part === "" || part === "." || part === "..")) throw new UserError(`${name}: unexpected path format`);
  if (name.includes("\\")) throw new UserError(`${name}: unexpected '\\' in path`);
  if (name.includes("\0")) throw new UserError(`${name}: unexpected path format`);
}

/** tls/ENDPOINT/FILE: two levels, no more and no less. */
function tlsPath(name: string): [endpoint: string, file: string] {
  const [, endpoint, file, deeper] = name.split("/");
  if (endpoint === undefined || file === undefined || deeper !== undefined) throw new UserError("archive format is invalid");
  return [endpoint, file];
}

function parse(bytes: Buffer): StoredContext {
  try {
    return parseMeta(bytes);
  } catch (error) {
    // Docker decodes into another type here.
    const text = (error as Error).message.replace(/untypedContextMetadata(\.\w)?/, (_, field = "") => `Metadata${field.toUpperCase()}`);
    throw new UserError(text, { cause: error });
  }
}
