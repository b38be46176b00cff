/** Downloading an image: what `pull` does, and `run` and `create` where the image is missing. */
import type { Ctx } from "../../cli/context.js";
import { encodeAuth } from "../../config/credentials.js";
import { UserError } from "../../errors.js";
import { showProgress } from "../../format/progress.js";
import type { Output } from "../../io/streams.js";
import { fullName, fullString, type Reference } from "../../values/reference.js";
import { credentialsOf } from "../registry/credentials.js";
import { withLogin } from "../registry/with-login.js";

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
 * Pulls and shows how it goes. With the stored credentials, and no others: `create` and `run` ask nobody.
 * @throws ApiError, StatusError with what the registry or the engine said; EarlyEndError
 */
export async function pullImage(ctx: Ctx, reference: Reference, options: PullOptions): Promise<void> {
  await pullAs(ctx, reference, options, encodeAuth(await credentialsOf(ctx).resolveAuth(fullString(reference))));
}

/** The same for `pull`, which asks for a login at a terminal where the registry wants one. */
export async function pullImageAsking(ctx: Ctx, reference: Reference, options: PullOptions): Promise<void> {
  await withLogin(ctx, fullString(reference), "pull", (auth) => pullAs(ctx, reference, options, auth));
}

async function pullAs(ctx: Ctx, reference: Reference, options: PullOptions, auth: string): Promise<void> {
  const engine = await ctx.engine();
  const query = toPullQuery(reference, options);
  const answer = await engine.request("POST", "/images/create", { query, headers: { "X-Registry-Auth": auth } });
  await showProgress(answer.jsonLines(), options.out, ctx);
}
