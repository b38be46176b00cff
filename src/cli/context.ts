/** What a handler is given: lazy closures and injected streams. Nothing here touches `process`. */
import type { Config } from "../config/file.js";
import type { Engine } from "../engine/engine.js";
import type { Printer } from "../format/printer.js";
import type { Signals } from "../io/signals.js";
import type { Spinner } from "../io/spinner.js";
import type { Input, Output } from "../io/streams.js";

export type Dialect = "docker" | "dockline";

/** The options that stand before the command, as typed (absent = not written). */
export interface GlobalFlags {
  config?: string;
  context?: string;
  debug: boolean;
  hosts: readonly string[];
  logLevel: string;
  tls?: boolean;
  tlscacert?: string;
  tlscert?: string;
  tlskey?: string;
  tlsverify?: boolean;
}

export interface Ctx {
  /** The program's name in messages: "docker" or "dockline". */
  readonly name: string;
  /** The command as messages show it: "images" where that alias of `image ls` was typed. */
  readonly invokedAs?: string;
  /** Decides what people see on a terminal, units, `info` and message prefixes. */
  readonly dialect: Dialect;
  readonly global: GlobalFlags;
  /** How the client was called, for programs that it starts in its place: its path, and the options before the command as typed. */
  readonly invocation?: { readonly program: string; readonly globals: readonly string[] };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly platform: NodeJS.Platform;
  /** As `os.arch()` names it. */
  readonly arch: string;
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly signals: Signals;
  /** Milliseconds since the epoch. */
  now(): number;
  /** The configuration file, read once. Throws StatusError when it is not JSON. */
  config(): Config;
  /** The daemon client of the endpoint that flags, environment and contexts name; made once, connects on first use. */
  engine(): Promise<Engine>;
  /** Host of the daemon found as a fallback for the usual one, for programs that do not look for it themselves. */
  discovered(): Promise<string | undefined>;
  /** Is the word a command or a group of ours? No plugin may be called so. */
  isBuiltin(word: string): boolean;
  /** Shows on stderr what a silent wait is for; does nothing without a terminal or under the name `docker`. `text`: "Stopping web". */
  spinner(text: string): Spinner;
  /** Tables, JSON, templates to stdout. */
  readonly print: Printer;
}
