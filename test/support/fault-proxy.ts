/** A proxy in front of an engine that does to chosen requests what bad networks and dying daemons do. */
import { once } from "node:events";
import { rmSync } from "node:fs";
import net from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { temporaryFolder } from "./command.js";

/** What happens to a request. Counts are bytes; times are milliseconds. */
export interface Fault {
  /** Tried on the head of the request, "POST /v1.51/containers/x/start HTTP/1.1\r\nHost: ...". Without: every request. */
  match?: RegExp;
  /** Only the first so many requests that match. */
  times?: number;
  /** Where `cutAfter` and `stallAfter` count from: the answer's first byte, or the first after its head. */
  from?: "head" | "body";
  /** Closes the connection after so much of the answer. */
  cutAfter?: number;
  /** Passes so much of the answer, then nothing, and stays open. */
  stallAfter?: number;
  /** Closes with a reset instead of an end (tcp only). */
  reset?: boolean;
  /** Holds the first byte of the answer back. */
  delay?: number;
  /** Passes the answer in pieces of `size`, `every` so often. */
  chop?: { size: number; every: number };
  /** Closes the connection after so much of the request. */
  cutUpload?: number;
  /** Answers with these bytes and closes; the engine never sees the request. */
  answer?: string | Uint8Array;
}

export interface FaultProxy {
  /** As in DOCKER_HOST. */
  readonly host: string;
  /** First lines of the requests seen, in order. */
  readonly requests: readonly string[];
  /** Replaces the faults; requests under way keep theirs. */
  set(...faults: Fault[]): void;
  /** Closes the next `connections` as soon as they are made. */
  refuse(connections: number): void;
  /** Number of open connections. */
  open(): number;
  /** Number of answers that were cut. */
  cuts(): number;
  close(): Promise<void>;
}

const REQUEST = /^(?:GET|HEAD|POST|PUT|DELETE|OPTIONS) \S+ HTTP\/1\.1\r\n/;

/**
 * Starts a proxy on a unix socket or a loopback port.
 * @param target path of the engine's unix socket, or a port on a host
 */
export async function startProxy(
  target: string | { host: string; port: number },
  { listen = "unix", faults = [] }: { listen?: "unix" | "tcp"; faults?: Fault[] } = {},
): Promise<FaultProxy> {
  let current = faults.map((fault) => ({ ...fault }));
  let refusals = 0;
  let cuts = 0;
  const requests: string[] = [];
  const connections = new Set<net.Socket>();

  /** The fault for a request, which is thereby noted. */
  const judge = (head: string): Fault => {
    requests.push(head.slice(0, head.indexOf("\r\n")));
    const found = current.find((fault) => (fault.match?.test(head) ?? true) && fault.times !== 0);
    if (found?.times) found.times--;
    return found ?? {};
  };

  const server = net.createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    client.on("error", () => {});
    if (refusals > 0) {
      refusals--;
      client.destroy();
      return;
    }
    connections.add(client);
    client.once("close", () => connections.delete(client));
    const engine =
      typeof target === "string" ? net.connect({ path: target, allowHalfOpen: true }) : net.connect({ ...target, allowHalfOpen: true });
    engine.on("error", () => client.destroy());
    client.once("close", () => engine.destroy());
    relay(client, engine, judge, { mayReset: listen === "tcp", onCut: () => cuts++ });
  });

  const path = listen === "unix" ? join(temporaryFolder("proxy"), "sock") : "";
  server.listen(path ? { path } : { host: "127.0.0.1", port: 0 });
  await once(server, "listening");
  const address = server.address();
  return {
    host: typeof address === "object" && address ? `tcp://127.0.0.1:${address.port}` : `unix://${path}`,
    requests,
    set: (...faults) => {
      current = faults.map((fault) => ({ ...fault }));
    },
    refuse: (count) => {
      refusals = count;
    },
    open: () => connections.size,
    cuts: () => cuts,
    async close() {
      for (const client of connections) client.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      if (path) rmSync(path, { force: true });
    },
  };
}

/** Passes bytes both ways on one connection, at the pace of the slower end. */
function relay(
  client: net.Socket,
  engine: net.Socket,
  judge: (head: string) => Fault,
  { mayReset, onCut }: { mayReset: boolean; onCut: () => void },
): void {
  let fault: Fault = {};
  let answer = new Answer(fault);
  let sent = 0;

  /** Closes both, after what was written has left. */
  const cut = async () => {
    engine.destroy();
    if (!fault.reset || !mayReset) return client.destroy();
    // A reset right behind data looks like an orderly end to programs on libuv.
    await sleep(20);
    client.resetAndDestroy();
  };

  const requests = async () => {
    for await (const chunk of incoming(client)) {
      const text = chunk.toString("latin1");
      if (REQUEST.test(text)) {
        fault = judge(text);
        answer = new Answer(fault);
        sent = 0;
      }
      if (fault.answer !== undefined) {
        await write(client, Buffer.from(fault.answer));
        return cut();
      }
      const room = fault.cutUpload === undefined ? chunk.length : Math.max(0, fault.cutUpload - sent);
      sent += chunk.length;
      await write(engine, chunk.subarray(0, room));
      if (chunk.length >= room && fault.cutUpload !== undefined) return cut();
    }
    engine.end();
  };

  const answers = async () => {
    for await (const chunk of incoming(engine)) {
      for await (const piece of answer.pieces(chunk)) await write(client, piece);
      if (!answer.over) continue;
      onCut();
      return cut();
    }
    if (!answer.stalled) client.end();
  };

  // Either side may break off at any moment: that is what this is for.
  requests().catch(cut);
  answers().catch(cut);
}

/** How much of one answer goes through, and how. */
class Answer {
  /** The connection is to be cut now. */
  over = false;
  stalled = false;
  private passed = 0;
  private started = false;
  private head = "";

  constructor(private readonly fault: Fault) {}

  async *pieces(chunk: Buffer): AsyncGenerator<Buffer> {
    const { delay, chop, cutAfter, stallAfter } = this.fault;
    if (!this.started && delay) await sleep(delay);
    this.started = true;
    const limit = cutAfter ?? stallAfter;
    let rest = chunk;
    if (limit !== undefined) {
      const free = this.headBytes(chunk);
      const room = Math.min(chunk.length, free + Math.max(0, limit - this.passed));
      this.passed += chunk.length - free;
      rest = chunk.subarray(0, room);
    }
    const size = chop?.size ?? (rest.length || 1);
    for (let at = 0; at < rest.length; at += size) {
      yield rest.subarray(at, at + size);
      if (chop) await sleep(chop.every);
    }
    this.over = cutAfter !== undefined && this.inBody && this.passed >= cutAfter;
    this.stalled = stallAfter !== undefined && this.inBody && this.passed >= stallAfter;
  }

  private get inBody(): boolean {
    return this.fault.from !== "body" || this.head.includes("\r\n\r\n");
  }

  /** How many bytes at the start of the chunk do not count: those of the head, with `from: "body"`. */
  private headBytes(chunk: Buffer): number {
    if (this.fault.from !== "body" || this.head.includes("\r\n\r\n")) return 0;
    const before = this.head.length;
    this.head += chunk.toString("latin1");
    const end = this.head.indexOf("\r\n\r\n");
    return end === -1 ? chunk.length : end + 4 - before;
  }
}

/** What comes in. The end of it leaves the other direction open, where plain iteration would close both. */
function incoming(socket: net.Socket): AsyncIterable<Buffer> {
  return socket.iterator({ destroyOnReturn: false });
}

/** Resolves once the kernel has the bytes; rejects when the connection is gone. */
function write(socket: net.Socket, bytes: Buffer): Promise<void> {
  if (bytes.length === 0) return Promise.resolve();
  return new Promise((resolve, reject) => socket.write(bytes, (error) => (error ? reject(error) : resolve())));
}
