/** Requests with the credentials of a registry: pull, push and search. */
import { encodeAuth, registryKey } from "../config/credentials.js";
import { type CredentialHost, credentialsOf } from "../config/user-credentials.js";
import { ApiError } from "../errors.js";
import { askCredentials, type LoginTerminal } from "./ask-credentials.js";

/**
 * Sends with the stored credentials of the registry. If those are refused, asks at a terminal for others and sends once more;
 * what is typed is not stored.
 * @param image a name with the host of its registry, or any name of Docker Hub
 * @param verb for the prompt: "Login prior to push:"
 * @param send gets the value of the header
 */
export async function withLogin<T>(
  ctx: CredentialHost & LoginTerminal,
  image: string,
  verb: string,
  send: (auth: string) => Promise<T>,
): Promise<T> {
  const entry = await credentialsOf(ctx).resolveAuth(image);
  try {
    return await send(encodeAuth(entry));
  } catch (error) {
    // Docker asks even if nobody can answer, and waits forever.
    if (!(error instanceof ApiError && error.kind === "unauthorized" && ctx.stdin.isTTY)) throw error;
  }
  ctx.stdout.write(`\nLogin prior to ${verb}:\n`);
  // The prompt is for the registry that refused. (Docker asks for a Docker ID, whatever the registry.)
  return send(encodeAuth(await askCredentials(ctx, { key: registryKey(image), username: "", password: "", formerUser: entry.username })));
}
