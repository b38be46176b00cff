/** GNU's sparse files: where the data of an entry's body belongs. Old GNU (flag S), PAX 0.0/0.1 (map in records), PAX 1.0 (map in the body). */
import type { Cursor } from "./cursor.js";
import { truncated } from "./cursor.js";
import { BLOCK, MAX_SPECIAL } from "./entry.js";
import { invalid, number } from "./header.js";
import { integer } from "./pax.js";

/** A run of data within the file; between the runs are zeros. */
export interface Run {
  offset: number;
  length: number;
}

export interface SparseMap {
  runs: readonly Run[];
  /** Length of the whole file. */
  size: number;
  /** The file's name, where the header's own is a stand-in. */
  name?: Buffer;
  /** Bytes of the body that the map itself took. */
  taken: number;
}

/** Zeros handed out for holes. */
const HOLE = Buffer.alloc(64 * 1024);

/** Keeps count of where in a sparse file the reading stands. */
export class SparseBody {
  readonly #runs: readonly Run[];
  readonly #size: number;
  #next = 0;
  #at = 0;

  constructor(runs: readonly Run[], size: number) {
    this.#runs = runs;
    this.#size = size;
  }

  /** Bytes of data from here to the end of the run; below 0: so many zeros come first; 0: the end. */
  get data(): number {
    for (let run = this.#runs[this.#next]; run; run = this.#runs[++this.#next]) {
      if (this.#at < run.offset) return this.#at - run.offset;
      if (this.#at < run.offset + run.length) return run.offset + run.length - this.#at;
    }
    return this.#at - this.#size;
  }

  passed(bytes: number): void {
    this.#at += bytes;
  }

  /** The zeros of the hole that stands here, or a piece of them. */
  zeros(): Buffer {
    const zeros = HOLE.subarray(0, Math.min(HOLE.length, -this.data));
    this.#at += zeros.length;
    return zeros;
  }
}

type Records = ReadonlyMap<string, Buffer>;

/** The map in the header block and the blocks that continue it. Throws TarError. */
export async function oldGnuMap(block: Buffer, cursor: Cursor): Promise<SparseMap> {
  const size = number(block, [483, 12]);
  const runs: Run[] = [];
  let [table, places, more] = [block.subarray(386), 4, block[482] !== 0];
  for (;;) {
    for (let i = 0; i < places && table[i * 24] !== 0; i++) {
      runs.push({ offset: number(table, [i * 24, 12]), length: number(table, [i * 24 + 12, 12]) });
    }
    if (!more) return { runs: checked(runs, size), size, taken: 0 };
    const next = await cursor.exactly(BLOCK);
    if (!next) throw truncated();
    [table, places, more] = [next, 21, next[504] !== 0];
    if (runs.length > MAX_SPECIAL) throw invalid();
  }
}

/** The map of a PAX entry; undefined where the file is an ordinary one. Throws TarError. */
export async function paxMap(records: Records, cursor: Cursor, bodySize: number): Promise<SparseMap | undefined> {
  const version = `${records.get("GNU.sparse.major") ?? ""}.${records.get("GNU.sparse.minor") ?? ""}`;
  const inRecords = version === "0.0" || version === "0.1" || (version === "." && records.has("GNU.sparse.map"));
  if (!inRecords && version !== "1.0") return undefined;
  const size = integer(records.get("GNU.sparse.realsize") ?? records.get("GNU.sparse.size"));
  const name = records.get("GNU.sparse.name");
  const { numbers, taken } = inRecords ? fromRecords(records) : await fromBody(cursor, bodySize);
  const runs: Run[] = [];
  for (let i = 0; i < numbers.length; i += 2) runs.push({ offset: numbers[i] as number, length: numbers[i + 1] as number });
  return { runs: checked(runs, size), size, taken, ...(name && name.length > 0 && { name }) };
}

function fromRecords(records: Records): { numbers: number[]; taken: number } {
  const text = records.get("GNU.sparse.map")?.toString("latin1") ?? "";
  const numbers = text === "" ? [] : text.split(",").map((part) => integer(Buffer.from(part)));
  if (numbers.length !== 2 * integer(records.get("GNU.sparse.numblocks"))) throw invalid();
  return { numbers, taken: 0 };
}

/** Decimal lines at the front of the body: how many runs, then offset and length of each; filled up to a block. */
async function fromBody(cursor: Cursor, bodySize: number): Promise<{ numbers: number[]; taken: number }> {
  let text = "";
  let taken = 0;
  for (;;) {
    if (taken + BLOCK > bodySize || taken > MAX_SPECIAL) throw invalid();
    const block = await cursor.exactly(BLOCK);
    if (!block) throw truncated();
    taken += BLOCK;
    text += block.toString("latin1");
    const lines = text.split("\n");
    if (lines.length < 2) continue;
    const wanted = 2 * integer(Buffer.from(lines[0] as string));
    if (wanted < 0) throw invalid();
    if (lines.length - 1 > wanted) return { numbers: lines.slice(1, 1 + wanted).map((line) => integer(Buffer.from(line))), taken };
  }
}

/** In order, apart from one another, within the file. */
function checked(runs: Run[], size: number): Run[] {
  if (size < 0) throw invalid();
  let end = 0;
  for (const { offset, length } of runs) {
    if (offset < end || length < 0 || offset + length > size) throw invalid();
    end = offset + length;
  }
  return runs;
}
