/** Pulls an image: for `pull`, and for `run` and `create` if the image is missing. */
import { encodeAuth } from "../config/credentials.js";
import { type CredentialHost, credentialsOf } from "../config/user-credentials.js";
import type { Engine } from "../engine/engine.js";
import { type ProgressOptions, showProgress } from "../format/progress.js";
import type { Output } from "../io/streams.js";
import { fullName, fullString, type Reference } from "../values/reference.js";
import type { LoginTerminal } from "./ask-credentials.js";
import { withLogin } from "./with-login.js";

/** The part of the context that a pull needs. */
export interface PullHost extends CredentialHost, Pick<ProgressOptions, "dialect" | "now"> {
  engine(): Promise<Engine>;
}

export interface PullOptions {
  /** Every tag of the repository. */
  all?: boolean;
  /** As written; "" is that of the daemon. */
  platform?: string;
  /** Where progress is shown; undefined for nowhere. */
  out?: Output | undefined;
}

/** The query of POST /images/create. Pure. A digest is sent as the tag, and takes precedence over one. */
export function toPullQuery(reference: Reference, { all = false, platform = "" }: Pick<PullOptions, "all" | "platform">) {
  return {
    fromImage: fullName(reference),
    tag: all ? undefined : (reference.digest ?? reference.tag),
    platform: platform.toLowerCase(),
  };
}

/**
 * Pulls with the stored credentials, and shows the progress. Never asks for others: `create` and `run` do not.
 * @throws ApiError, StatusError with the text of the registry or the daemon; EarlyEndError
 */
export async function pullImage(ctx: PullHost, reference: Reference, options: PullOptions): Promise<void> {
  await pullAs(ctx, reference, options, encodeAuth(await credentialsOf(ctx).resolveAuth(fullString(reference))));
}

/** Like `pullImage`, but asks at a terminal for a login if the registry wants one. */
export async function pullImageAsking(ctx: PullHost & LoginTerminal, reference: Reference, options: PullOptions): Promise<void> {
  await withLogin(ctx, fullString(reference), "pull", (auth) => pullAs(ctx, reference, options, auth));
}

async function pullAs(ctx: PullHost, reference: Reference, options: PullOptions, auth: string): Promise<void> {
  const engine = await ctx.engine();
  const query = toPullQuery(reference, options);
  const answer = await engine.request("POST", "/images/create", { query, headers: { "X-Registry-Auth": auth } });
  await showProgress(answer.jsonLines(), options.out, ctx);
}
