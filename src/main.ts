/** argv -> exit code. The only file beside io that touches `process`. */
import fs from "node:fs";
import path from "node:path";
import { createCommandTable } from "./cli/command-table.js";
import type { Ctx, Dialect } from "./cli/context.js";
import { globalFlags, type ParsedGlobals, parseGlobals } from "./cli/globals.js";
import { nearFlag, withUsage } from "./cli/usage.js";
import { entries } from "./commands/manifest.gen.js";
import { ConnectionError, EndpointError } from "./errors/connection.js";
import { FlagError, findCause, StatusError } from "./errors.js";
import { closeLostTerminals } from "./io/hang-up.js";
import { ignoredAtStart } from "./io/ignored-signals.js";
import { type OwnedSignals, watchSignals } from "./io/signals.js";
import { ClosedPipe, output } from "./io/streams.js";
import { homeDirectory } from "./io/user.js";
import { SINGLE_FILE, versionLine } from "./version.js";
import { createContext } from "./wiring.js";

/** The name that the client was called by. In a single file, argv[1] is a place inside it. */
function invokedAs(): string {
  return (SINGLE_FILE ? process.argv0 : process.argv[1]) ?? "";
}

/** `docker` by name or by DOCKLINE_STYLE; everything else is ourselves. */
function dialectOf(invokedAs: string, style: string | undefined): Dialect {
  if (style === "docker" || style === "dockline") return style;
  return /^docker(\.exe)?$/i.test(path.basename(invokedAs)) ? "docker" : "dockline";
}

async function run(name: Dialect, argv: readonly string[], signals: OwnedSignals, context: (ctx: Ctx) => void): Promise<number> {
  const parsed = await parse(name, argv);
  const home = homeDirectory(process.env);
  const { platform, arch } = process;
  const cwd = workingDir();
  const invocation = { program: invokedAs() || name, globals: argv.slice(0, argv.length - parsed.rest.length) };
  const { global, env } = await surroundingsOf(parsed, invocation.globals);
  const commands = createCommandTable(entries);
  const isBuiltin = (word: string) => commands.entryOf(word) !== undefined || commands.isGroup(word);
  const ctx = createContext({ name, global, invocation, isBuiltin, env, cwd, home, platform, arch, signals, now: Date.now });
  context(ctx);
  if (parsed.shortHelp) ctx.stderr.write("Flag shorthand -h has been deprecated, use --help\n");
  if (parsed.rest.length === 0 && parsed.version && !parsed.help) {
    ctx.stdout.write(`${versionLine(name)}\n`);
    return 0;
  }
  const { runWords } = await import("./cli/route.js");
  return runWords({ ...ctx, commands }, parsed.rest, parsed.help, home);
}

/** A line that a shell completes is about the daemon that its own options name, and nobody is asked for a passphrase meanwhile. */
async function surroundingsOf({ global, rest }: ParsedGlobals, ours: readonly string[]) {
  const { env } = process;
  if (!rest[0]?.startsWith("__complete")) return { global, env };
  const { globalsOfLine } = await import("./cli/complete/globals.js");
  return { global: globalsOfLine(ours, rest.slice(1)), env: { ...env, DOCKLINE_SSH_BATCH: "1" } };
}

/** The directory as the shell calls it, symbolic links and all, where $PWD is true: Go's os.Getwd, which mounts are resolved with. */
function workingDir(): string {
  const shown = process.env.PWD;
  if (!shown || !path.isAbsolute(shown)) return workingFolder();
  const [here, there] = [fs.statSync("."), fs.statSync(shown, { throwIfNoEntry: false })];
  return there && there.ino === here.ino && there.dev === here.dev ? shown : workingFolder();
}

async function parse(name: Dialect, argv: readonly string[]) {
  try {
    return parseGlobals(argv);
  } catch (error) {
    if (!(error instanceof FlagError)) throw error;
    const near = await nearFlag(name, error, name, () => globalFlags);
    throw withUsage(near, name, `${name} [OPTIONS] COMMAND [ARG...]`);
  }
}

/** The working directory; where it was removed under us, the name that the shell still has for it. */
function workingFolder(): string {
  try {
    return process.cwd();
  } catch {
    return process.env.PWD || path.parse(process.execPath).root;
  }
}

/** The error with what to do next behind it, if the daemon could not be reached. Docker prints the error alone. */
async function advised(error: unknown, ctx: Ctx | undefined): Promise<unknown> {
  if (!ctx || ctx.dialect === "docker" || !(error instanceof StatusError)) return error;
  const met = findCause(error, ConnectionError) ?? findCause(error, EndpointError);
  if (!met) return error;
  const { nextStep } = await import("./cli/next-step.js");
  const step = nextStep(met, ctx);
  return step ? new StatusError(`${error.message.trimEnd()}\n${step}`, error.exitCode, { cause: error }) : error;
}

/** Prints what ended the command, if it says anything, and gives the exit code. */
function report(error: unknown, debug: boolean): number {
  const stderr = output(2, process.env);
  if (error instanceof StatusError) {
    if (error.message !== "") stderr.write(`${error.message}\n`);
    return error.exitCode;
  }
  const { stack, message } = error instanceof Error ? error : { stack: undefined, message: String(error) };
  stderr.write(`dockline: this is a bug in dockline: ${message}\n`);
  stderr.write(debug ? `${stack}\n` : "Run again with --debug to see where, and please report it.\n");
  return 1;
}

/** Ends by SIGPIPE, as programs do whose reader has closed the pipe: shells and scripts expect that. */
function dieOfClosedPipe(): void {
  // Node ignores SIGPIPE; a listener that comes and goes leaves the default action behind.
  const none = () => {};
  process.on("SIGPIPE", none);
  process.removeListener("SIGPIPE", none);
  process.kill(process.pid, "SIGPIPE");
}

/** Reports the error and gives its exit code. */
function ending(error: unknown, ctx: Ctx | undefined): number {
  if (error instanceof ClosedPipe) {
    if (process.platform !== "win32") dieOfClosedPipe();
    return error.exitCode;
  }
  try {
    return report(error, ctx?.global.debug ?? false);
  } catch {
    // stderr is closed too.
    return 1;
  }
}

/** A third INT or TERM ends us whatever a command does with them: passed on to a stalled engine they would do nothing. As Docker. */
function endAtThird(signals: OwnedSignals): void {
  let count = 0;
  const asked = () => {
    if (++count < 3) return;
    signals.runCleanups();
    output(2, process.env).write("\ngot 3 SIGTERM/SIGINTs, forcefully exiting\n");
    process.exit(1);
  };
  process.on("SIGINT", asked).on("SIGTERM", asked);
}

export async function main(): Promise<void> {
  const signals = watchSignals(process, ignoredAtStart());
  endAtThird(signals);
  process.on("exit", () => {
    // After a crash only this runs: the terminal must not stay raw.
    signals.runCleanups();
    closeLostTerminals();
  });
  const name = dialectOf(invokedAs(), process.env.DOCKLINE_STYLE);
  const argv = process.argv.slice(2);
  let ctx: Ctx | undefined;
  const code = await run(name, argv, signals, (made) => {
    ctx = made;
  }).catch(async (error) => ending(await advised(error, ctx), ctx));
  // Everything was written synchronously; idle connections must not keep us.
  process.exit(code);
}

void main();
