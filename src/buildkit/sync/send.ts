/** The sending side of FileSync/DiffCopy: entries first, then the contents of those that the daemon requests. */
import { quote } from "../../values/quote.js";
import { type Call, RpcError, STATUS } from "../grpc.js";
import { decodePacket, encodePacket, encodeStat, LAST_STAT, MODE_TYPE, PACKET } from "./packet.js";
import type { Source } from "./source.js";
import { type WalkFilter, walk } from "./walk.js";

/** Bytes that are collected before a write: small files and entries are sent together. */
const BATCH = 128 * 1024;
/** Overhead of a message in bytes. */
const MESSAGE_COST = 32;

/** Serves the source that the call names. Throws RpcError if there is none. */
export async function sendFiles(call: Call, sources: Readonly<Record<string, Source>>): Promise<void> {
  const values = (name: string) => decoded(call, name);
  const [name = ""] = values("dir-name");
  const source = Object.hasOwn(sources, name) ? sources[name] : undefined;
  if (!source) throw new RpcError(STATUS.notFound, `no access allowed to dir ${quote(name)}`);
  const filter = { include: values("include-patterns"), exclude: values("exclude-patterns"), follow: values("followpaths") };
  const sender = new Sender(call, source, filter);
  try {
    await sender.run();
  } catch (error) {
    // The daemon shows the text of a packet as it is, but would wrap that of a status.
    await call.send(encodePacket(PACKET.error, 0, Buffer.from((error as Error).message))).catch(() => {});
    throw error;
  }
}

/** The values of a header. Another header says if they are percent-encoded, because of characters beyond ASCII. */
function decoded(call: Call, name: string): readonly string[] {
  const values = call.metadata(name);
  const encoded = /^(1|t|T|true|TRUE|True)$/.test(call.metadata(`${name}-encoded`)[0] ?? "");
  return encoded ? values.map((value) => decodeURIComponent(value.replaceAll("+", " "))) : values;
}

class Sender {
  /** Regular files that may be requested. */
  readonly #files = new Map<number, Buffer>();
  /** Those that were requested, in order. */
  #asked: { id: number; path: Buffer }[] = [];
  #wake: (() => void) | undefined;
  #over = false;
  #batch: Uint8Array[] = [];
  #size = 0;

  constructor(
    private readonly call: Call,
    private readonly source: Source,
    private readonly filter: WalkFilter,
  ) {}

  async run(): Promise<void> {
    try {
      // The first failure ends the call, and the others end after it, so that the daemon receives the failure first.
      await Promise.all([this.#sendEntries(), this.#sendAsked(), this.#listen()]);
    } finally {
      this.#stop();
    }
  }

  async #sendEntries(): Promise<void> {
    let batch: Buffer[] = [];
    let size = 0;
    let id = 0;
    for (const stat of walk(this.source, this.filter)) {
      if (this.#over) return;
      if ((stat.mode & MODE_TYPE) === 0) this.#files.set(id, stat.path);
      id++;
      const message = encodeStat(stat);
      batch.push(message);
      size += message.length + MESSAGE_COST;
      if (size < BATCH) continue;
      await this.call.send(...batch);
      [batch, size] = [[], 0];
    }
    await this.call.send(...batch, LAST_STAT);
  }

  async #listen(): Promise<void> {
    for await (const message of this.call) {
      const { type, id, data } = decodePacket(message);
      if (type === PACKET.error) throw new Error(`error from receiver: ${data}`);
      if (type === PACKET.request) this.#ask(id);
      if (type === PACKET.finish) {
        this.#stop();
        await this.call.send(encodePacket(PACKET.finish));
        return;
      }
    }
    if (!this.#over) throw new Error("unexpected EOF");
  }

  #ask(id: number): void {
    const path = this.#files.get(id);
    if (!path) throw new Error(`invalid file id ${id}`);
    this.#files.delete(id);
    this.#asked.push({ id, path });
    this.#wake?.();
  }

  #stop(): void {
    this.#over = true;
    this.#wake?.();
  }

  async #sendAsked(): Promise<void> {
    while (!this.#over) {
      const files = this.#asked;
      this.#asked = [];
      for (const { id, path } of files) await this.#sendFile(id, path);
      if (files.length > 0) continue;
      if (this.#size > 0) await this.#flush();
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  async #sendFile(id: number, path: Buffer): Promise<void> {
    try {
      // `read` reuses its buffer: messages in the batch are copies.
      for (const piece of this.source.read(path)) await this.#add(encodePacket(PACKET.data, id, piece));
    } catch (error) {
      // As in fsutil, a file that no longer exists is sent empty, and so is a socket.
      if (!["ENOENT", "ENXIO"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
    }
    await this.#add(encodePacket(PACKET.data, id));
  }

  async #add(message: Buffer): Promise<void> {
    this.#batch.push(message);
    this.#size += message.length + MESSAGE_COST;
    if (this.#size >= BATCH) await this.#flush();
  }

  async #flush(): Promise<void> {
    const batch = this.#batch;
    [this.#batch, this.#size] = [[], 0];
    await this.call.send(...batch);
  }
}
