/** FileSend/DiffCopy into a folder: what `--output type=local` brings. Nothing it sends lands outside, and no file is there half. */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { errnoText } from "../../values/errno.js";
import { quote } from "../../values/quote.js";
import type { Call } from "../grpc.js";
import { decodePacket, encodePacket, GO_MODE, MODE_TYPE, PACKET, PERMISSIONS, type Stat } from "./packet.js";

/** Files asked for at once: enough to hide the way there and back. */
const AT_ONCE = 32;
const NANOS_PER_SECOND = 1e9;

interface Wanted {
  id: number;
  stat: Stat;
}

/** A file whose bytes are coming. */
interface Arriving {
  fd: number;
  temporary: string;
  target: string;
  stat: Stat;
}

/** Adds to what is in `dest`, which is made where it is not there. Throws Error with Go's text. */
export async function receiveFiles(call: Call, dest: string): Promise<void> {
  fs.mkdirSync(dest, { recursive: true, mode: 0o700 });
  const receiver = new Receiver(call, dest);
  try {
    await receiver.run();
  } catch (error) {
    await call.send(encodePacket(PACKET.error, 0, Buffer.from((error as Error).message))).catch(() => {});
    throw error;
  } finally {
    receiver.clear();
  }
}

class Receiver {
  /** Folders of this transfer: nothing is put anywhere else, so no link leads us out. */
  readonly #folders = new Map<string, Stat>();
  readonly #links: Stat[] = [];
  readonly #wanted: Wanted[] = [];
  readonly #arriving = new Map<number, Arriving>();
  /** Of `#wanted`: the next to be asked for. */
  #next = 0;
  #entries = 0;
  #listed = false;

  constructor(
    private readonly call: Call,
    private readonly dest: string,
  ) {}

  async run(): Promise<void> {
    for await (const message of this.call) {
      const { type, id, data, stat } = decodePacket(message);
      if (type === PACKET.error) throw new Error(`error from sender: ${data}`);
      if (type === PACKET.finish) return;
      if (type === PACKET.data) this.#take(id, data);
      else if (type === PACKET.stat && stat) this.#place(this.#entries++, stat);
      else if (type === PACKET.stat) this.#listed = true;
      await this.#ask();
      if (this.#listed && this.#arriving.size === 0 && this.#next === this.#wanted.length) await this.#finish();
    }
    throw new Error("unexpected EOF");
  }

  /** What did not become whole. */
  clear(): void {
    for (const { fd, temporary } of this.#arriving.values()) {
      fs.closeSync(fd);
      fs.rmSync(temporary, { force: true });
    }
    this.#arriving.clear();
  }

  /** Where an entry goes. Throws Error for one that would not be below `dest`, or whose folder was not sent as one. */
  #target(stat: Stat): string {
    const name = stat.path.toString();
    const parts = name.split("/");
    const folder = parts.slice(0, -1).join("/");
    const bad = parts.some((part) => part === "" || part === "." || part === "..") || name.includes("\0");
    if (bad || (folder !== "" && !this.#folders.has(folder))) throw new Error(`invalid path from sender: ${quote(name)}`);
    return path.join(this.dest, ...parts);
  }

  #place(id: number, stat: Stat): void {
    const target = this.#target(stat);
    if (stat.mode & GO_MODE.directory) {
      makeFolder(target);
      this.#folders.set(stat.path.toString(), stat);
    } else if (stat.mode & GO_MODE.symlink) {
      replace(target, (place) => fs.symlinkSync(stat.linkname, place));
      attempt(() => fs.lutimesSync(target, seconds(stat), seconds(stat)));
    } else if (stat.mode & MODE_TYPE) {
      replace(target, (place) => makeDevice(place, stat));
    } else if (stat.linkname.length > 0) this.#links.push(stat);
    else this.#wanted.push({ id, stat });
  }

  async #ask(): Promise<void> {
    const requests: Buffer[] = [];
    while (this.#arriving.size < AT_ONCE && this.#next < this.#wanted.length) {
      const { id, stat } = this.#wanted[this.#next++] as Wanted;
      const target = this.#target(stat);
      const temporary = neighbour(target);
      this.#arriving.set(id, { fd: fs.openSync(temporary, "wx", 0o600), temporary, target, stat });
      requests.push(encodePacket(PACKET.request, id));
    }
    if (requests.length > 0) await this.call.send(...requests);
  }

  #take(id: number, data: Buffer): void {
    const file = this.#arriving.get(id);
    if (!file) throw new Error(`invalid file request ${id}`);
    for (let at = 0; at < data.length; ) at += fs.writeSync(file.fd, data, at);
    if (data.length > 0) return;
    fs.fchmodSync(file.fd, modeOf(file.stat));
    fs.futimesSync(file.fd, seconds(file.stat), seconds(file.stat));
    fs.closeSync(file.fd);
    this.#arriving.delete(id);
    moveTo(file.temporary, file.target);
  }

  async #finish(): Promise<void> {
    for (const stat of this.#links) {
      const first = this.#target({ ...stat, path: stat.linkname });
      replace(this.#target(stat), (place) => fs.linkSync(first, place));
    }
    // Last, and the innermost first: a folder may be one that nothing can be put into, and its time changes with what is.
    for (const stat of [...this.#folders.values()].reverse()) {
      const target = this.#target(stat);
      fs.chmodSync(target, modeOf(stat));
      fs.utimesSync(target, seconds(stat), seconds(stat));
    }
    this.#listed = false;
    await this.call.send(encodePacket(PACKET.finish));
  }
}

const seconds = (stat: Stat) => Number(stat.modTime) / NANOS_PER_SECOND;

function modeOf({ mode }: Stat): number {
  const has = (bit: number, value: number) => (mode & bit ? value : 0);
  return (mode & PERMISSIONS) | has(GO_MODE.setuid, 0o4000) | has(GO_MODE.setgid, 0o2000) | has(GO_MODE.sticky, 0o1000);
}

function neighbour(target: string): string {
  return path.join(path.dirname(target), `.tmp.${Math.random().toString().slice(2, 12)}`);
}

/** What is there and is no folder gives way. */
function makeFolder(target: string): void {
  const found = fs.lstatSync(target, { throwIfNoEntry: false });
  if (found?.isDirectory()) return;
  if (found) fs.rmSync(target);
  fs.mkdirSync(target, { mode: 0o700 });
}

/** Makes something beside `target` and gives it the name. */
function replace(target: string, make: (place: string) => void): void {
  const temporary = neighbour(target);
  make(temporary);
  moveTo(temporary, target);
}

function moveTo(temporary: string, target: string): void {
  if (fs.lstatSync(target, { throwIfNoEntry: false })?.isDirectory()) fs.rmSync(target, { recursive: true });
  fs.renameSync(temporary, target);
}

/** Node makes neither pipes nor devices: the system's mknod does. */
function makeDevice(place: string, { mode, devmajor, devminor }: Stat): void {
  const kind = mode & GO_MODE.fifo ? ["p"] : [mode & GO_MODE.char ? "c" : "b", String(devmajor), String(devminor)];
  const { status, stderr, error } = spawnSync("mknod", ["-m", (mode & PERMISSIONS).toString(8), place, ...kind], { encoding: "utf8" });
  if (status !== 0) throw new Error(`failed to create device ${place}: ${error ? errnoText(error) : stderr.trim()}`);
}

/** Times of links are beside the point where a system does not keep them. */
function attempt(work: () => void): void {
  try {
    work();
  } catch {}
}
