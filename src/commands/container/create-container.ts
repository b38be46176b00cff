/** Makes a container: what `create` and `run` share, from the flags' values to the ID. */
import fs from "node:fs";
import path from "node:path";
import type { Ctx } from "../../cli/context.js";
import { warningLine } from "../../cli/log-line.js";
import type { Engine } from "../../engine/engine.js";
import { jsonObject } from "../../engine/json-object.js";
import { ApiError } from "../../errors.js";
import { hostPlatform } from "../../values/platform.js";
import { familiarString } from "../../values/reference.js";
import { reserveCidFile } from "./cid-file.js";
import { toCreateBody } from "./create/body.js";
import type { CreateValues } from "./create/flags.js";
import { bodyWarnings, flagWarnings, usageFailure } from "./create/messages.js";
import { type CreateRequest, encodeBody, forVersion, toCreateRequest, wantsLogins } from "./create/request.js";
import type { CreateBody } from "./create/types.js";

/** The flags' values and the image with its command, as a body. Throws what Docker reports for bad values: exit code 125. */
export async function readCreateBody(
  ctx: Ctx,
  verb: "run" | "create",
  [image = "", ...args]: readonly string[],
  f: CreateValues,
  changed: ReadonlySet<string>,
): Promise<CreateBody> {
  const engine = await ctx.engine();
  // Values are checked even without a daemon; the missing daemon is reported when the container is created.
  const osType = await engine.ping().then(
    (ping) => ping.osType,
    () => "",
  );
  try {
    return toCreateBody(f, changed, {
      image,
      args,
      env: ctx.env,
      cwd: ctx.cwd,
      readFile: (file) => fs.readFileSync(path.resolve(ctx.cwd, file)),
      osType,
      host: engine.endpoint.host,
      proxies: ctx.config().values.proxies,
    });
  } catch (error) {
    throw usageFailure(ctx.name, verb, error as Error);
  }
}

/** Creates it, pulling the image where --pull says so, and writes --cidfile. Warnings go to stderr. Resolves to the ID. */
export async function createContainer(
  ctx: Ctx,
  engine: Engine,
  made: CreateBody,
  f: CreateValues,
  changed: ReadonlySet<string>,
): Promise<string> {
  if (ctx.env.DOCKER_CONTENT_TRUST || changed.has("disableContentTrust")) await checkTrust(ctx, f, changed);
  const logins = wantsLogins(made, f) ? await (await import("./registry-logins.js")).allLogins(ctx) : {};
  const hasLogins = Object.keys(logins).length > 0;
  const cidFile = reserveCidFile(ctx, f.cidfile);
  try {
    // Docker reports a failed ping and does not send the request.
    if (!ctx.env.DOCKER_API_VERSION) await engine.ping();
    const apiVersion = await engine.apiVersion();
    const request = toCreateRequest(made, f, {
      apiVersion,
      host: engine.endpoint.host,
      client: hostPlatform(ctx.platform, ctx.arch),
      consoleSize: [ctx.stdout.height(), ctx.stdout.width()],
      hasLogins,
    });
    if (f.pull === "always") await pull(ctx, request, f);
    const { Id: id, Warnings: warnings } = await post(ctx, engine, forVersion(request, apiVersion), f);
    for (const warning of flagWarnings(f)) ctx.stderr.write(warningLine(ctx.stderr, ctx.now(), warning));
    for (const warning of [...(warnings ?? []), ...bodyWarnings(made)]) ctx.stderr.write(`WARNING: ${warning}\n`);
    if (hasLogins) await (await import("./registry-logins.js")).copyLogins(engine, id, logins);
    cidFile.write(id);
    return id;
  } finally {
    cidFile.release();
  }
}

/** Throws where signatures are asked for: we cannot check them, and never run an image as if we had. */
async function checkTrust(ctx: Ctx, f: CreateValues, changed: ReadonlySet<string>): Promise<void> {
  const { refuseContentTrust, wantsContentTrust } = await import("../../registry/content-trust.js");
  refuseContentTrust(ctx, changed.has("disableContentTrust") ? !f.disableContentTrust : wantsContentTrust(ctx.env));
}

interface Created {
  Id: string;
  Warnings: string[] | null;
}

async function post(ctx: Ctx, engine: Engine, request: CreateRequest, f: CreateValues): Promise<Created> {
  const send = () =>
    jsonObject<Created>(engine, "POST", "/containers/create", {
      query: request.query,
      body: encodeBody(request.body),
      headers: { "Content-Type": "application/json" },
    });
  try {
    return await send();
  } catch (error) {
    const missing = error instanceof ApiError && error.status === 404 && f.pull === "missing" && request.reference;
    if (!missing) throw error;
    if (!f.quiet) ctx.stderr.write(`Unable to find image '${familiarString(missing)}' locally\n`);
    await pull(ctx, request, f);
    return send();
  }
}

async function pull(ctx: Ctx, { reference, query }: CreateRequest, f: CreateValues): Promise<void> {
  // An image given by its ID is in no registry.
  if (!reference) return;
  const { pullImage } = await import("../../registry/pull-image.js");
  await pullImage(ctx, reference, { platform: query.platform ?? "", out: f.quiet ? undefined : ctx.stderr });
}
