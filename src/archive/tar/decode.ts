/** Reads tar archives as they come: one entry at a time, memory independent of their size. */
import { Cursor, truncated } from "./cursor.js";
import { BLOCK, MAX_SPECIAL, type TarEntry, TarError, type TarType } from "./entry.js";
import { type Header, invalid, isZero, parseHeader } from "./header.js";
import { applyRecords, parseRecords } from "./pax.js";
import { oldGnuMap, paxMap, SparseBody, type SparseMap } from "./sparse.js";

const TYPE: Readonly<Record<string, TarType>> = {
  "\0": "file",
  "0": "file",
  "1": "link",
  "2": "symlink",
  "3": "char",
  "4": "block",
  "5": "directory",
  "6": "fifo",
  "7": "file",
  S: "file",
};

/** What extension headers said about the entry that follows them. */
interface Said {
  records: Map<string, Buffer>;
  name?: Buffer;
  linkname?: Buffer;
}

/**
 * The entries of an archive with their bodies. A body is read before the next entry is asked for; what is left of it is
 * skipped. Its chunks are views, valid until the next one is asked for. Ends at two zero blocks (what follows is not read)
 * or where the source ends between entries, as Go's reader does.
 * @throws TarError "unexpected EOF" for an archive cut short, "archive/tar: invalid tar header" for one that is damaged
 */
export async function* readTar(source: AsyncIterable<Buffer>): AsyncGenerator<{ entry: TarEntry; body: AsyncIterable<Buffer> }> {
  const reader = new TarReader(source);
  try {
    for (let entry = await reader.next(); entry; entry = await reader.next()) yield { entry, body: reader.body() };
  } finally {
    await reader.close();
  }
}

/** `readTar` for callers that count microseconds: no generators between them and the bytes. */
export class TarReader {
  readonly #cursor: Cursor;
  readonly #globals = new Map<string, Buffer>();
  /** Bytes of the body, as stored, that have not been read; then the rest of its last block. */
  #left = 0;
  #pad = 0;
  #sparse: SparseBody | undefined;

  constructor(source: AsyncIterable<Buffer>) {
    this.#cursor = new Cursor(source);
  }

  /** The next entry; undefined at the end of the archive. */
  async next(): Promise<TarEntry | undefined> {
    const said: Said = { records: new Map() };
    let announced = false;
    for (;;) {
      await this.#endBody();
      const block = await this.#headerBlock();
      // What was said of an entry that does not follow: the archive was cut just there.
      if (!block && announced) throw truncated();
      if (!block) return undefined;
      const header = parseHeader(block);
      if ("xgLK".includes(header.flag)) {
        this.#note(header.flag, await this.#special(header.size), said);
        announced ||= header.flag !== "g";
        continue;
      }
      return this.#open(header, Buffer.from(block), said);
    }
  }

  /** The next bytes of the open entry's body; undefined at its end. Valid until the next call. */
  async read(): Promise<Buffer | undefined> {
    const limit = this.#sparse ? this.#sparse.data : this.#left;
    if (limit <= 0) return limit < 0 ? this.#sparse?.zeros() : undefined;
    const bytes = await this.#cursor.some(limit);
    if (!bytes) throw truncated();
    this.#left -= bytes.length;
    this.#sparse?.passed(bytes.length);
    return bytes;
  }

  async *body(): AsyncGenerator<Buffer> {
    for (let bytes = await this.read(); bytes; bytes = await this.read()) yield bytes;
  }

  close(): Promise<void> {
    return this.#cursor.close();
  }

  async #endBody(): Promise<void> {
    const [left, pad] = [this.#left, this.#pad];
    this.#left = 0;
    this.#pad = 0;
    this.#sparse = undefined;
    if (left + pad === 0 || this.#cursor.takeReady(left + pad)) return;
    if (left > 0) await this.#cursor.skip(left);
    // Some writers (Docker's `context export`) do not fill the last block: the archive ends there, as Go has it.
    for (let rest = pad; rest > 0; ) {
      const some = await this.#cursor.some(rest);
      if (!some) return;
      rest -= some.length;
    }
  }

  async #headerBlock(): Promise<Buffer | undefined> {
    const block = await this.#cursor.exactly(BLOCK);
    if (!block || !isZero(block)) return block;
    const second = await this.#cursor.exactly(BLOCK);
    if (second && !isZero(second)) throw invalid();
    return undefined;
  }

  /** The body of an extension header, whole. */
  async #special(size: number): Promise<Buffer> {
    if (size < 0 || size > MAX_SPECIAL) throw new TarError("archive/tar: header field too long");
    const body = size === 0 ? Buffer.alloc(0) : await this.#cursor.exactly(size);
    if (!body) throw truncated();
    this.#pad = (BLOCK - (size % BLOCK)) % BLOCK;
    return Buffer.from(body);
  }

  #note(flag: string, body: Buffer, said: Said): void {
    if (flag === "x") said.records = parseRecords(body);
    else if (flag === "g") {
      for (const [key, value] of parseRecords(body)) {
        if (value.length === 0) this.#globals.delete(key);
        else this.#globals.set(key, value);
      }
    } else {
      const end = body.indexOf(0);
      said[flag === "L" ? "name" : "linkname"] = end < 0 ? body : body.subarray(0, end);
    }
  }

  async #open(header: Header, block: Buffer, said: Said): Promise<TarEntry> {
    const entry = toEntry(header);
    const records = this.#globals.size > 0 ? new Map([...this.#globals, ...said.records]) : said.records;
    applyRecords(entry, records);
    if (said.name) entry.name = said.name;
    if (said.linkname) entry.linkname = said.linkname;
    if (header.flag === "\0" && entry.name[entry.name.length - 1] === 47) entry.type = "directory";
    if (entry.size < 0) throw invalid();
    // A size that stands in the header of what has no body does not mean one follows.
    const stored = entry.type === "file" ? entry.size : 0;
    this.#pad = (BLOCK - (stored % BLOCK)) % BLOCK;
    this.#left = stored;
    entry.size = stored;
    if (entry.type === "directory" && entry.name[entry.name.length - 1] !== 47) entry.name = Buffer.concat([entry.name, Buffer.from("/")]);
    if (entry.type !== "file") return entry;
    const map = header.flag === "S" ? await oldGnuMap(block, this.#cursor) : await paxMap(records, this.#cursor, stored);
    if (map) this.#openSparse(entry, map);
    return entry;
  }

  #openSparse(entry: TarEntry, { runs, size, name, taken }: SparseMap): void {
    this.#left -= taken;
    if (runs.reduce((sum, run) => sum + run.length, 0) !== this.#left) throw invalid();
    this.#sparse = new SparseBody(runs, size);
    entry.size = size;
    if (name) entry.name = name;
  }
}

function toEntry(header: Header): TarEntry {
  const type = TYPE[header.flag];
  if (!type) throw new TarError(`unhandled tar header type ${header.flag.charCodeAt(0)}`);
  const { name, mode, uid, gid, size, linkname, uname, gname, devmajor, devminor } = header;
  return {
    name,
    type,
    mode: mode & 0o7777,
    uid,
    gid,
    size,
    mtime: { seconds: header.mtime, nanos: 0 },
    ...(linkname.length > 0 && { linkname }),
    ...(uname !== "" && { uname }),
    ...(gname !== "" && { gname }),
    ...((type === "char" || type === "block") && { devmajor, devminor }),
  };
}
