/** Downloading an image: what `pull` does, and `run` and `create` where the image is missing. */
import { encodeAuth } from "../config/credentials.js";
import { type CredentialHost, credentialsOf } from "../config/user-credentials.js";
import type { Engine } from "../engine/engine.js";
import { type ProgressOptions, showProgress } from "../format/progress.js";
import type { Output } from "../io/streams.js";
import { fullName, fullString, type Reference } from "../values/reference.js";
import type { LoginTerminal } from "./ask-credentials.js";
import { withLogin } from "./with-login.js";

/** What a pull needs of the context. */
export interface PullHost extends CredentialHost, Pick<ProgressOptions, "dialect" | "now"> {
  engine(): Promise<Engine>;
}

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

/**
 * Pulls and shows how it goes. With the stored credentials, and no others: `create` and `run` ask nobody.
 * @throws ApiError, StatusError with what the registry or the engine said; EarlyEndError
 */
export async function pullImage(ctx: PullHost, reference: Reference, options: PullOptions): Promise<void> {
  await pullAs(ctx, reference, options, encodeAuth(await credentialsOf(ctx).resolveAuth(fullString(reference))));
}

/** The same for `pull`, which asks for a login at a terminal where the registry wants one. */
export async function pullImageAsking(ctx: PullHost & LoginTerminal, reference: Reference, options: PullOptions): Promise<void> {
  await withLogin(ctx, fullString(reference), "pull", (auth) => pullAs(ctx, reference, options, auth));
}

async function pullAs(ctx: PullHost, reference: Reference, options: PullOptions, auth: string): Promise<void> {
  const engine = await ctx.engine();
  const query = toPullQuery(reference, options);
  const answer = await engine.request("POST", "/images/create", { query, headers: { "X-Registry-Auth": auth } });
  await showProgress(answer.jsonLines(), options.out, ctx);
}
