/** Building with the daemon's own BuildKit: it asks for files, secrets and logins over a session, and reports its progress. */
import type { BuildContext } from "../../../archive/context/types.js";
import { type OutputSpec, parseOutput } from "../../../buildkit/output.js";
import { type BuildDisplay, MODES, type Mode, openDisplay } from "../../../buildkit/progress/display.js";
import { parseSecret } from "../../../buildkit/secrets.js";
import { openSession } from "../../../buildkit/session.js";
import type { Ctx } from "../../../cli/context.js";
import { currentContextName } from "../../../config/current-context.js";
import { ApiError, EarlyEndError, StatusError, UserError } from "../../../errors.js";
import { type BuildParts, prepare } from "./buildkit-parts.js";
import { failurePlace, noteStatus, type Solved, warningsText } from "./buildkit-result.js";
import { runSolve } from "./buildkit-solve.js";
import { stopperOf } from "./buildkit-stop.js";
import { writeIidFile } from "./iid-file.js";
import type { BuildRequest } from "./request.js";

const SOLVE = "failed to solve";
/** Exit code of a build that the user stopped, with any signal, as in Docker. */
const INTERRUPTED = 130;

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
    const image = await solve(ctx, { request, parts, output, mode });
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

/** Throws an Error. */
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

/** Docker's words for a build that failed. */
function reported(error: unknown): unknown {
  if (error instanceof SpecError) return new StatusError(`ERROR: ${error.message}`, 1, { cause: error });
  if (error instanceof ApiError) return new StatusError(solveFailure(error.detail), 1, { cause: error });
  const isOurs = error instanceof UserError || error instanceof EarlyEndError;
  return isOurs ? new StatusError(`ERROR: failed to build: ${error.message}`, 1, { cause: error }) : error;
}

/** @param message of the daemon. Some daemons begin it with the same words. */
function solveFailure(message: string): string {
  return `ERROR: failed to build: ${message.startsWith(SOLVE) ? message : `${SOLVE}: ${message}`}`;
}

/** What to build, and how to show it. */
interface Build {
  request: BuildRequest;
  parts: BuildParts;
  output: OutputSpec | undefined;
  mode: Mode;
}

/** Builds and shows the progress. Resolves to the ID of the image; "" if there is none. */
async function solve(ctx: Ctx, { request, parts, output, mode }: Build): Promise<string> {
  const engine = await ctx.engine();
  const session = await openSession(engine, parts);
  const display = displayOn(ctx, mode);
  const solved: Solved = { image: "", failed: new Map(), warnings: [] };
  const cancelled = new StatusError(solveFailure("Canceled: context canceled"), INTERRUPTED, { kind: "interrupted" });
  const stop = stopperOf(ctx.signals, engine, cancelled);
  let failure: string | undefined;
  try {
    failure = await runSolve({
      engine,
      request,
      parts,
      output,
      sessionId: session.id,
      stop,
      onImage: (id) => {
        solved.image = id;
      },
      onStatus: (status) => {
        noteStatus(solved, status);
        display.update(status);
      },
    }).finally(() => display.done());
  } finally {
    stop.end();
    session.close();
  }
  if (failure === undefined) {
    if (mode !== "quiet" && mode !== "none" && mode !== "rawjson") ctx.stderr.write(warningsText(ctx, solved.warnings));
    return solved.image;
  }
  if (stop.stopped()) throw cancelled;
  ctx.stderr.write(failurePlace(parts.text(), solved, failure));
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
