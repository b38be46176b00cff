const REVOKE = "https://login.docker.com/oauth/revoke";
const PATIENCE_MS = 10_000;

/** Tells Docker to revoke a refresh token. Throws an Error; the credentials have gone all the same. */
export async function revokeToken(token: string, client: string): Promise<void> {
  const body = new URLSearchParams({ client_id: client, token });
  const failed = (why: string) =>
    new Error(`credentials erased successfully, but there was a failure to revoke the OAuth refresh token with the tenant: ${why}`);
  const answer = await fetch(REVOKE, { method: "POST", body, signal: AbortSignal.timeout(PATIENCE_MS) }).catch((error: Error) => {
    throw failed(`Post "${REVOKE}": ${(error.cause as Error | undefined)?.message ?? error.message}`);
  });
  if (!answer.ok) throw failed(`unexpected response from tenant: ${answer.status} ${answer.statusText}`);
}
