/** Requests in the name of a registry's user: pull, push and search. */
import { encodeAuth, registryKey } from "../config/credentials.js";
import { type CredentialHost, credentialsOf } from "../config/user-credentials.js";
import { ApiError } from "../errors.js";
import { askCredentials, type LoginTerminal } from "./ask-credentials.js";

/**
 * Sends with the stored credentials of the registry. Where those are refused and somebody sits at a terminal, asks for others
 * and sends again, once; what was typed is not kept.
 * @param image a name with its registry's host, or any of Docker Hub
 * @param verb for the prompt: "Login prior to push:"
 * @param send gets the header's value
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
    // The reference asks where nobody can answer, too, and waits for ever.
    if (!(error instanceof ApiError && error.status === 401 && ctx.stdin.isTTY)) throw error;
  }
  ctx.stdout.write(`\nLogin prior to ${verb}:\n`);
  // The registry that asks is the one that is told. (The reference asks for a Docker ID, whatever the registry.)
  return send(encodeAuth(await askCredentials(ctx, { key: registryKey(image), username: "", password: "", formerUser: entry.username })));
}
