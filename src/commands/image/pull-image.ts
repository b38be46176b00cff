/** Downloading an image: what `pull` does, and `run` and `create` where the image is missing. */
import type { Ctx } from "../../cli/context.js";
import { runHelper } from "../../config/credential-helper.js";
import { encodeAuth, openCredentials } from "../../config/credentials.js";
import { UserError } from "../../errors.js";
import { showProgress } from "../../format/progress.js";
import type { Output } from "../../io/streams.js";
import { fullName, fullString, type Reference } from "../../values/reference.js";

export interface PullOptions {
  /** Every tag of the repository. */
  all?: boolean;
  /** As written; "" is the engine's own. */
  platform?: string;
  /** Where progress goes; undefined shows none. */
  out?: Output | undefined;
}

/** Query of POST /images/create that pulls. Pure. A digest goes where the tag does, and wins over one. */
export function toPullQuery(reference: Reference, { all = false, platform = "" }: Pick<PullOptions, "all" | "platform">) {
  return {
    fromImage: fullName(reference),
    tag: all ? undefined : (reference.digest ?? reference.tag),
    platform: platform.toLowerCase(),
  };
}

/** X-Registry-Auth for an image's registry, from the configuration, its helpers or DOCKER_AUTH_CONFIG. */
export async function registryAuth(ctx: Ctx, reference: Reference): Promise<string> {
  const warn = (line: string) => ctx.stderr.write(`${line}\n`);
  const credentials = openCredentials({ values: ctx.config().values, env: ctx.env, platform: ctx.platform, run: runHelper, warn });
  return encodeAuth(await credentials.resolveAuth(fullString(reference)));
}

/** Content trust needs signatures that we cannot check: what asks for it is refused, never pulled unchecked. */
export function refuseContentTrust(ctx: Ctx, asked: boolean): void {
  if (asked)
    throw new UserError(
      `${ctx.name} cannot check signatures: take --disable-content-trust=false or DOCKER_CONTENT_TRUST away, or name the image by its digest`,
    );
}

/** Does the environment ask for content trust? */
export function wantsContentTrust(env: Ctx["env"]): boolean {
  return /^(1|t|T|TRUE|true|True)$/.test(env.DOCKER_CONTENT_TRUST ?? "");
}

/**
 * Pulls and shows how it goes.
 * @throws ApiError, StatusError with what the registry or the engine said; EarlyEndError
 */
export async function pullImage(ctx: Ctx, reference: Reference, options: PullOptions): Promise<void> {
  const headers = { "X-Registry-Auth": await registryAuth(ctx, reference) };
  const engine = await ctx.engine();
  const answer = await engine.request("POST", "/images/create", { query: toPullQuery(reference, options), headers });
  await showProgress(answer.jsonLines(), options.out, ctx);
}
