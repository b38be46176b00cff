/** Building with the daemon's own BuildKit: it asks for files, secrets and logins over a session, and reports its progress. */
import { randomBytes } from "node:crypto";
import type { BuildContext } from "../../../archive/context/types.js";
import { excerpt, locate } from "../../../buildkit/excerpt.js";
import { type OutputSpec, parseOutput } from "../../../buildkit/output.js";
import { type BuildDisplay, MODES, type Mode, openDisplay } from "../../../buildkit/progress/display.js";
import { parseSecret } from "../../../buildkit/secrets.js";
import { openSession, type Session } from "../../../buildkit/session.js";
import { decodeStatus, type SolveStatus, type VertexWarning } from "../../../buildkit/trace.js";
import type { Ctx } from "../../../cli/context.js";
import { currentContextName } from "../../../config/current-context.js";
import type { Engine } from "../../../engine/engine.js";
import { ApiError, EarlyEndError, StatusError, UserError } from "../../../errors.js";
import { failureOf, type ProgressMessage } from "../../../format/progress/message.js";
import { encodeJson } from "../../../values/json/encode.js";
import { type BuildParts, prepare } from "./buildkit-parts.js";
import { writeIidFile } from "./iid-file.js";
import { type BuildRequest, toQuery } from "./request.js";

/** Exit code of a build that the user stopped, whichever signal it was, as Docker has it. */
const INTERRUPTED = 130;
const SOLVE = "failed to solve";
const CANCELLED = `ERROR: failed to build: ${SOLVE}: Canceled: context canceled`;
const DAEMON = "Error response from daemon: ";

/** What the daemon says of a build, beside what is shown. */
interface Told {
  image: string;
  /** Steps that failed, by digest: name and error. */
  failed: Map<string, { name: string; error: string }>;
  warnings: VertexWarning[];
}

export async function buildKitBuild(ctx: Ctx, request: BuildRequest, context: BuildContext): Promise<number> {
  const undos: (() => void)[] = [];
  const cleanup = (undo: () => void) => {
    const forget = ctx.signals.cleanup(undo);
    undos.push(undo, forget);
  };
  try {
    if (request.squash) throw new UserError("squash is not supported by BuildKit. Consider using a multi-stage Dockerfile instead");
    const { mode, secrets, output } = readSpecs(ctx, request);
    const parts = await prepare(ctx, request, context, { secrets, output }, cleanup);
    const image = await solve(ctx, request, parts, mode, output);
    if (request.quiet && image !== "") ctx.stdout.write(`${image}\n`);
    writeIidFile(ctx.cwd, request.iidFile, image);
    return 0;
  } catch (error) {
    throw reported(error);
  } finally {
    for (const undo of undos) undo();
  }
}

/** A value that does not parse is reported without mentioning the build. */
class SpecError extends UserError {}

function readSpecs(ctx: Ctx, request: BuildRequest) {
  try {
    const [output, ...more] = request.outputs.map(parseOutput);
    if (more.length > 0) throw new Error("multiple outputs are not supported by the engine's own BuildKit");
    return { mode: modeOf(ctx, request), secrets: request.secrets.map(parseSecret), output };
  } catch (error) {
    throw new SpecError((error as Error).message, { cause: error });
  }
}

/** Throws Error. */
function modeOf(ctx: Ctx, { progress, quiet }: BuildRequest): Mode {
  const written = progress === "" || progress === "auto" ? ctx.env.BUILDKIT_PROGRESS || "auto" : progress;
  const mode = MODES.find((one) => one === written);
  if (!mode) throw new Error(`invalid progress mode ${written}`);
  if (quiet && progress !== "" && !["auto", "quiet", "none"].includes(progress)) {
    throw new Error(`progress=${progress} and quiet cannot be used together`);
  }
  if (quiet) return "quiet";
  if (mode === "tty" && !ctx.stderr.isTTY) throw new Error("failed to get console: provided file is not a console");
  return mode;
}

/** Docker's way to say that a build failed. */
function reported(error: unknown): unknown {
  if (error instanceof SpecError) return new StatusError(`ERROR: ${error.message}`, 1, { cause: error });
  if (error instanceof ApiError) return new StatusError(solveFailure(error.message.replace(DAEMON, "")), 1, { cause: error });
  const isOurs = error instanceof UserError || error instanceof EarlyEndError;
  return isOurs ? new StatusError(`ERROR: failed to build: ${error.message}`, 1, { cause: error }) : error;
}

/** Some daemons include this text themselves. */
function solveFailure(message: string): string {
  return `ERROR: failed to build: ${message.startsWith(SOLVE) ? message : `${SOLVE}: ${message}`}`;
}

/** The image's ID, "" where none was made. */
async function solve(ctx: Ctx, request: BuildRequest, parts: BuildParts, mode: Mode, output: OutputSpec | undefined): Promise<string> {
  const engine = await ctx.engine();
  const session = await openSession(engine, parts);
  const display = displayOn(ctx, mode);
  const told: Told = { image: "", failed: new Map(), warnings: [] };
  const show = (status: SolveStatus) => {
    note(told, status);
    display.update(status);
  };
  let failure: string | undefined;
  const stop = stopper(ctx, engine);
  try {
    failure = await run(engine, request, parts, session, output, stop, told, show).finally(() => display.done());
  } finally {
    stop.end();
    session.close();
  }
  if (failure === undefined) {
    if (mode !== "quiet" && mode !== "none" && mode !== "rawjson") ctx.stderr.write(warningsText(ctx, told.warnings));
    return told.image;
  }
  if (stop.stopped()) throw new StatusError(CANCELLED, INTERRUPTED);
  ctx.stderr.write(whereText(parts, told, failure));
  throw new StatusError(solveFailure(failure));
}

function displayOn(ctx: Ctx, mode: Mode): BuildDisplay {
  const { stderr } = ctx;
  const name = currentContextName({ flags: ctx.global, env: ctx.env, configured: () => ctx.config().values.currentContext });
  return openDisplay({
    mode,
    isTTY: stderr.isTTY,
    screen: { width: () => stderr.width(), height: () => stderr.height(), write: (text) => stderr.write(text), colour: stderr.colour },
    now: () => ctx.now(),
    builder: { text: `building with "${name}" instance using docker driver`, label: `docker:${name}` },
  });
}

interface Stopper {
  readonly id: string;
  /** Aborted where the daemon cannot be asked to stop, or the user asks twice. */
  readonly signal: AbortSignal;
  stopped(): boolean;
  end(): void;
}

/** The first Ctrl-C asks the daemon to stop, and what it says then is shown; the second does not wait for that. */
function stopper(ctx: Ctx, engine: Engine): Stopper {
  const id = randomBytes(32).toString("hex");
  const abort = new AbortController();
  const cancelled = new StatusError(CANCELLED, INTERRUPTED);
  let stopped = false;
  const end = ctx.signals.on(["SIGINT", "SIGTERM"], () => {
    if (stopped) abort.abort(cancelled);
    stopped = true;
    engine.request("POST", "/build/cancel", { query: { id } }).then(
      (answer) => answer.cancel(),
      () => abort.abort(cancelled),
    );
  });
  return { id, signal: abort.signal, stopped: () => stopped, end };
}

/** Resolves to what the daemon says is wrong; undefined when all went well. */
async function run(
  engine: Engine,
  request: BuildRequest,
  parts: BuildParts,
  session: Session,
  output: OutputSpec | undefined,
  stop: Stopper,
  told: Told,
  show: (status: SolveStatus) => void,
): Promise<string | undefined> {
  const outputs = output && encodeJson([{ Type: output.type, Attrs: output.attrs }]);
  const query = {
    ...toQuery(request, { dockerfile: parts.dockerfile, version: "2", remote: parts.remote }),
    // What is shown is decided here: with it, the daemon would not tell which image it made.
    q: undefined,
    session: session.id,
    buildid: stop.id,
    outputs,
  };
  const over = new AbortController();
  const uploading = parts.upload && upload(engine, parts.upload, stop.id, AbortSignal.any([stop.signal, over.signal]));
  try {
    const answer = await Promise.race([
      engine.request("POST", "/build", { query, signal: stop.signal }),
      // Only its failure counts: without the context the daemon would wait for nothing.
      ...(uploading ? [uploading.then(() => new Promise<never>(() => {}))] : []),
    ]);
    for await (const message of answer.jsonLines<BuildMessage>()) {
      const failure = failureOf(message);
      if (failure !== undefined) return failure;
      if (message.id === "moby.image.id") told.image = (message.aux as { ID?: string }).ID ?? "";
      else if (message.id === "moby.buildkit.trace") show(decodeStatus(Buffer.from(message.aux as string, "base64")));
    }
    return undefined;
  } finally {
    over.abort();
    await uploading?.catch(() => {});
  }
}

type BuildMessage = ProgressMessage & { id?: string };

async function upload(engine: Engine, body: AsyncIterable<Uint8Array>, id: string, signal: AbortSignal): Promise<void> {
  const query = { version: "2", buildid: `upload-request:${id}` };
  const answer = await engine.request("POST", "/build", { query, body, signal, headers: { "Content-Type": "application/x-tar" } });
  await answer.bytes();
}

function note(told: Told, status: SolveStatus): void {
  told.warnings.push(...status.warnings);
  for (const { digest, name, error } of status.vertexes) if (error !== "") told.failed.set(digest, { name, error });
}

/** The lines of the Dockerfile that are to blame; "" where they cannot be told. */
function whereText(parts: BuildParts, { failed }: Told, message: string): string {
  const source = parts.text();
  if (!source) return "";
  const all = [...failed.values()].filter(({ error }) => !error.endsWith("context canceled"));
  const step = all.find(({ error }) => message.includes(error)) ?? all[0];
  const range = locate(source.text, message, step?.name ?? "");
  return range ? excerpt(source, [range]) : "";
}

const YELLOW = ["\x1b[33m", "\x1b[0m"] as const;

function warningsText(ctx: Ctx, warnings: readonly VertexWarning[]): string {
  if (warnings.length === 0) return "";
  const { debug } = ctx.global;
  const count = warnings.length === 1 ? "1 warning" : `${warnings.length} warnings`;
  const [on, off] = ctx.stderr.colour ? YELLOW : ["", ""];
  const head = `\n ${on}${count} found${debug ? "" : ` (use ${ctx.name} --debug to expand)`}:\n${off}`;
  return head + warnings.map((warning) => ` - ${warning.short}\n${debug ? details(warning) : ""}`).join("");
}

function details({ detail, url, source, ranges }: VertexWarning): string {
  const where = source && ranges.length > 0 ? excerpt(source, ranges) : "";
  return `${detail.map((line) => `${line}\n`).join("")}${url && `More info: ${url}\n`}${where}\n`;
}
