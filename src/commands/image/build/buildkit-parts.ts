/** What a BuildKit build needs of this machine, found before the daemon is asked for anything. */
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import type { BuildContext, DockerfileSource, FolderContext } from "../../../archive/context/types.js";
import { authMethods } from "../../../buildkit/auth.js";
import type { DockerfileText } from "../../../buildkit/excerpt.js";
import type { Methods } from "../../../buildkit/grpc.js";
import { arrivalOf, type OutputSpec } from "../../../buildkit/output.js";
import { type SecretSource, secretMethods } from "../../../buildkit/secrets.js";
import { sourceMethods, type Target, targetMethods } from "../../../buildkit/services.js";
import { sharedKeyOf } from "../../../buildkit/session.js";
import { sshMethods } from "../../../buildkit/ssh/forward.js";
import { startKeyAgent } from "../../../buildkit/ssh/key-agent.js";
import { parseAgents } from "../../../buildkit/ssh/spec.js";
import { folderSource, memorySource, type Source } from "../../../buildkit/sync/source.js";
import type { Ctx } from "../../../cli/context.js";
import { HUB_KEY } from "../../../config/credentials.js";
import { credentialsOf } from "../../../config/user-credentials.js";
import { UserError } from "../../../errors.js";
import { newFile } from "../../../io/new-file.js";
import type { BuildRequest } from "./request.js";

const DEFAULT_NAME = "Dockerfile";
/** Of a result written to a file, as buildx has it: less what the umask takes. */
const ARCHIVE_MODE = 0o666;
const IGNORE_SUFFIX = ".dockerignore";
/** The daemon's names for contexts that it gets from us: over the session, or in a request of their own. */
const FROM_SESSION = "client-session";
const FROM_UPLOAD = "upload-request";

export interface BuildParts {
  methods: Methods;
  /** Query values of POST /build. */
  dockerfile: string;
  remote: string;
  /** Sent in a request of its own. */
  upload?: AsyncIterable<Uint8Array>;
  /** Of the session. */
  name: string;
  sharedKey: string;
  /** For errors: the Dockerfile, where it went through our hands. */
  text(): DockerfileText | undefined;
}

/** @param cleanup is given what has to be undone when the build is over, or the client is ended */
export async function prepare(
  ctx: Ctx,
  request: BuildRequest,
  context: BuildContext,
  specs: { secrets: readonly SecretSource[]; output: OutputSpec | undefined },
  cleanup: (undo: () => void) => void,
): Promise<BuildParts> {
  const target = specs.output && targetOf(ctx, specs.output);
  const methods: Methods = {
    ...authMethods((key) => credentialsOf(ctx).get(key), HUB_KEY),
    ...secretMethods(specs.secrets, ctx),
    // Without any, too: a step that asks is told so, in words that say what is missing.
    ...(await agents(ctx, request.ssh, cleanup)),
    ...(target && targetMethods(target)),
  };
  const parts = await contextParts(request, context);
  return { ...parts, methods: { ...methods, ...parts.methods }, sharedKey: sharedKeyOf(ctx.config().dir, parts.key) };
}

async function agents(ctx: Ctx, written: readonly string[], cleanup: (undo: () => void) => void): Promise<Methods> {
  const sockets = new Map<string, string>();
  for (const source of parseAgents(written, ctx)) {
    if ("socket" in source) {
      sockets.set(source.id, source.socket);
      continue;
    }
    const agent = await startKeyAgent(source.keys, ctx.env);
    cleanup(agent.stop);
    sockets.set(source.id, agent.socket);
  }
  return sshMethods(sockets);
}

/** Throws UserError where the result cannot go there. */
function targetOf(ctx: Ctx, output: OutputSpec): Target | undefined {
  const arrival = arrivalOf(output);
  if (arrival === "none") return undefined;
  if (arrival === "files") {
    if (output.dest === "") throw new UserError("dest is required for local exporter");
    return { kind: "folder", dir: path.resolve(ctx.cwd, output.dest) };
  }
  if (output.dest !== "" && output.dest !== "-") return { kind: "stream", ...newFile(ctx, output.dest, "", ARCHIVE_MODE) };
  if (ctx.stdout.isTTY) throw new UserError(`dest file is required for ${output.type} exporter. refusing to write to console`);
  return {
    kind: "stream",
    async fill(chunks) {
      for await (const chunk of chunks) await ctx.stdout.writeAsync(chunk);
    },
  };
}

type ContextParts = Omit<BuildParts, "sharedKey"> & { key: string };

async function contextParts(request: BuildRequest, context: BuildContext): Promise<ContextParts> {
  if (context.kind === "folder") return folderParts(context);
  const nothing = { methods: {}, text: () => undefined, key: request.context.value };
  if (context.kind !== "stdin")
    return { ...nothing, dockerfile: request.file, remote: context.url, name: path.posix.basename(context.url) };
  const content = await context.read();
  if (content.kind === "archive") {
    return { ...nothing, dockerfile: request.file, remote: FROM_UPLOAD, upload: content.chunks, name: "-" };
  }
  if (request.file !== "") throw new UserError("ambiguous Dockerfile source: both stdin and flag correspond to Dockerfiles");
  const dockerfile = memorySource({ [DEFAULT_NAME]: content.bytes });
  return { ...sessionParts({ context: memorySource({}), dockerfile }, DEFAULT_NAME), name: "-", key: randomBytes(16).toString("hex") };
}

async function folderParts({ dir, dockerfile }: FolderContext): Promise<ContextParts> {
  const context = folderSource(dir, "root");
  if (dockerfile.kind === "inside") {
    const folder = path.posix.join(dir, path.posix.dirname(dockerfile.path));
    const sources = { context, dockerfile: folderSource(folder, "own") };
    return { ...sessionParts(sources, path.posix.basename(dockerfile.path)), name: path.basename(dir), key: dir };
  }
  const name = dockerfile.path === undefined ? DEFAULT_NAME : path.basename(dockerfile.path);
  const files = { [name]: await dockerfile.read(), ...ignoreFileOf(dockerfile, name) };
  return { ...sessionParts({ context, dockerfile: memorySource(files) }, name), name: path.basename(dir), key: dir };
}

/** `<Dockerfile>.dockerignore` lies beside a Dockerfile, wherever that is. The daemon sees no other file. */
function ignoreFileOf({ path: file }: DockerfileSource, name: string): Record<string, Buffer> {
  try {
    return file === undefined ? {} : { [name + IGNORE_SUFFIX]: fs.readFileSync(file + IGNORE_SUFFIX) };
  } catch {
    return {};
  }
}

function sessionParts(sources: { context: Source; dockerfile: Source }, dockerfile: string): Omit<ContextParts, "key" | "name"> {
  return { methods: sourceMethods(sources), dockerfile, remote: FROM_SESSION, text: () => textOf(sources.dockerfile, dockerfile) };
}

function textOf(source: Source, filename: string): DockerfileText | undefined {
  try {
    const pieces = Array.from(source.read(Buffer.from(filename)), (piece) => Buffer.from(piece));
    return { filename, text: Buffer.concat(pieces).toString("utf8") };
  } catch {
    return undefined;
  }
}
