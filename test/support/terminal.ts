/** A program on a terminal of its own: what a person at the keyboard would see and do. */
import { execFileSync } from "node:child_process";
import { closeSync, constants, openSync } from "node:fs";
import { expect, onTestFinished } from "vitest";
import { cleanEnv, TIME_LIMIT } from "./command.js";

/** node-pty's terminal, with what its declaration leaves out. */
type Pty = import("node-pty").IPty & { ptsName: string; destroy(): void; _socket: { destroy(error?: Error): unknown } };

export interface TerminalOptions {
  cols?: number;
  rows?: number;
  /** Added to the clean environment; undefined takes a variable out. */
  env?: Readonly<Record<string, string | undefined>>;
  cwd?: string;
  /** Milliseconds that the program gets before it is killed. */
  timeout?: number;
}

export interface TerminalExit {
  code: number;
  /** Number of the signal that ended it, 0 when none did. */
  signal: number;
}

/**
 * Starts a program on a new terminal: `openTerminal([...ours("docker"), "run", "-it", ...])`. The test that opens it need
 * not close it.
 */
export async function openTerminal(command: readonly string[], options: TerminalOptions = {}): Promise<Terminal> {
  const { spawn } = await import("node-pty");
  const [file = "", ...args] = command;
  const { cols = 80, rows = 24, cwd = "/" } = options;
  const pty = spawn(file, args, { cols, rows, cwd, name: "xterm", encoding: null, env: cleanEnv(options.env) }) as Pty;
  const terminal = new Terminal(pty, command.join(" "), options.timeout ?? TIME_LIMIT);
  onTestFinished(() => terminal.close());
  return terminal;
}

export class Terminal {
  /** Device of the program's side. */
  readonly device: string;
  private readonly chunks: Buffer[] = [];
  /** How much of the text earlier calls of `expect` have used. */
  private used = 0;
  private readonly listeners = new Set<() => void>();
  private readonly slave: number;
  private readonly limit: NodeJS.Timeout;
  private ended: TerminalExit | undefined;
  private killed = false;
  private last: string | undefined;

  constructor(
    private readonly pty: Pty,
    private readonly name: string,
    timeout: number,
  ) {
    this.device = pty.ptsName;
    // Held open, so that the settings can still be read when the program has gone. They go with the terminal's other
    // end, which node-pty closes after the program's exit: they are read just before.
    this.slave = openSync(this.device, constants.O_RDWR | constants.O_NOCTTY);
    const socket = pty._socket;
    const destroy = socket.destroy.bind(socket);
    socket.destroy = (error) => {
      this.last ??= readSettings(this.device);
      return destroy(error);
    };
    // With `encoding: null` the chunks are buffers, whatever the declaration says.
    pty.onData((chunk) => {
      this.chunks.push(chunk as unknown as Buffer);
      this.wake();
    });
    pty.onExit(({ exitCode, signal }) => {
      this.ended = { code: exitCode, signal: signal ?? 0 };
      this.wake();
    });
    this.limit = setTimeout(() => {
      this.killed = true;
      this.signal("SIGKILL");
    }, timeout);
  }

  get pid(): number {
    return this.pty.pid;
  }

  /** Every byte that has come to the screen. */
  get screen(): Buffer {
    return Buffer.concat(this.chunks);
  }

  get text(): string {
    return this.screen.toString();
  }

  /** Waits for a text on the screen, after the one that the call before has found. */
  async expect(pattern: RegExp | string, timeout = 10_000): Promise<RegExpExecArray> {
    const wanted = typeof pattern === "string" ? new RegExp(pattern.replace(/[^\w\s]/g, "\\$&")) : pattern;
    let match: RegExpExecArray | null = null;
    const found = () => {
      match = wanted.exec(this.text.slice(this.used));
      return match !== null || this.ended !== undefined;
    };
    await this.until(found, timeout);
    const result = match as RegExpExecArray | null;
    if (!result)
      throw new Error(
        `${this.name}: no ${pattern} ${this.ended ? "before it ended" : `in ${timeout} ms`}; the screen:\n${this.text.slice(this.used)}`,
      );
    this.used += result.index + result[0].length;
    return result;
  }

  /** Keys: "\r" is Enter, "\x03" Ctrl-C, "\x10\x11" Ctrl-P Ctrl-Q. */
  type(keys: string | Uint8Array): void {
    this.pty.write(typeof keys === "string" ? keys : Buffer.from(keys));
  }

  resize(cols: number, rows: number): void {
    this.pty.resize(cols, rows);
  }

  signal(signal: NodeJS.Signals): void {
    if (!this.ended) process.kill(this.pid, signal);
  }

  /** Waits for the program's end. */
  async exit(timeout = 10_000): Promise<TerminalExit> {
    await this.until(() => this.ended !== undefined, timeout);
    if (this.killed) throw new Error(`${this.name}: killed by the time limit; the screen:\n${this.text}`);
    if (!this.ended) throw new Error(`${this.name}: no end in ${timeout} ms; the screen:\n${this.text}`);
    return this.ended;
  }

  /** Settings as `stty -a` prints them, without speed and size: `-icanon -echo` in raw mode. */
  settings(): string {
    return this.last ?? readSettings(this.device);
  }

  /** Whether keys go to the program as they are typed. */
  isRaw(): boolean {
    return / -icanon /.test(` ${this.settings().replaceAll("\n", " ")} `);
  }

  /** Asserts that the program left the terminal as it found it. */
  async sane(): Promise<void> {
    await this.exit();
    expect(this.settings(), `settings of the terminal after ${this.name}`).toBe(await newTerminalSettings());
  }

  close(): void {
    clearTimeout(this.limit);
    this.killed = true;
    if (!this.ended) this.pty.kill("SIGKILL");
    try {
      closeSync(this.slave);
    } catch {} // closed before
  }

  /** The terminal goes away under the program, as when a window is closed. */
  hangUp(): void {
    this.pty.destroy();
  }

  private wake() {
    for (const listener of this.listeners) listener();
  }

  private async until(condition: () => boolean, timeout: number): Promise<void> {
    if (condition()) return;
    await new Promise<void>((resolve) => {
      const finish = () => {
        clearTimeout(timer);
        this.listeners.delete(look);
        resolve();
      };
      const look = () => condition() && finish();
      const timer = setTimeout(finish, timeout);
      this.listeners.add(look);
    });
  }
}

function readSettings(device: string): string {
  return execFileSync("stty", ["-a", "-F", device], { encoding: "utf8" }).replace(/^.*line = /, "line = ");
}

let fresh: Promise<string> | undefined;

/** What a terminal is set to before a program has touched it. */
function newTerminalSettings(): Promise<string> {
  fresh ??= (async () => {
    const { spawn } = await import("node-pty");
    const pty = spawn("sleep", ["20"], { name: "xterm", encoding: null, env: cleanEnv() }) as Pty;
    const settings = readSettings(pty.ptsName);
    pty.kill("SIGKILL");
    return settings;
  })();
  return fresh;
}
