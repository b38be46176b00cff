/** Answers to a registry's challenges: Basic, or a Bearer token from the service that the challenge names. */
import type { AuthEntry } from "../config/values.js";
import { StatusError } from "../errors.js";
import type { Challenge } from "./challenge.js";
import { registryError } from "./failure.js";
import { parseBody } from "./json-body.js";
import type { HttpAnswer, HttpRequest, Transport } from "./transport.js";

interface TokenAnswer {
  token?: string;
  access_token?: string;
  /** Seconds. */
  expires_in?: number;
}

/** Who the client says it is when it trades a refresh token. */
const CLIENT_ID = "docker";
/** Services may promise less; the reference takes no less either. */
const LEAST_SECONDS = 60;

const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;

export const pullScope = (repository: string) => `repository:${repository}:pull`;
export const pushScope = (repository: string) => `repository:${repository}:pull,push`;

export interface Authorizer {
  /** The Authorization header for requests that need the scopes; undefined where the registry asks for none. Throws StatusError. */
  header(challenges: readonly Challenge[], scopes: readonly string[]): Promise<string | undefined>;
}

/** @param now milliseconds since the epoch */
export function openAuthorizer(transport: Transport, auth: AuthEntry, now: () => number): Authorizer {
  const tokens = new Map<string, { text: string; until: number }>();

  async function ask({ realm = "", service = "" }: Readonly<Record<string, string>>, scopes: readonly string[]): Promise<TokenAnswer> {
    const url = realmUrl(realm);
    const answer = auth.identitytoken
      ? await transport.request(refreshRequest(url, service, scopes, auth.identitytoken))
      : await transport.request({ method: "GET", ...passwordRequest(url, service, scopes, auth) });
    if (answer.status < 200 || answer.status > 399) throw refused(answer);
    return parseToken(answer.body);
  }

  async function token(parameters: Readonly<Record<string, string>>, scopes: readonly string[]): Promise<string> {
    const key = [parameters.realm, parameters.service, ...scopes].join(" ");
    const known = tokens.get(key);
    if (known && known.until > now()) return known.text;
    const { token: own, access_token: other, expires_in: seconds = 0 } = await ask(parameters, scopes);
    const text = other || own;
    if (!text) throw new StatusError("authorization server did not include a token in the response");
    tokens.set(key, { text, until: now() + Math.max(seconds, LEAST_SECONDS) * 1000 });
    return text;
  }

  return {
    async header(challenges, scopes) {
      const bearer = challenges.find(({ scheme }) => scheme === "bearer");
      if (bearer) return `Bearer ${auth.registrytoken || (await token(bearer.parameters, scopes))}`;
      if (!challenges.some(({ scheme }) => scheme === "basic")) return undefined;
      const { username = "", password = "" } = auth;
      if (username === "" || password === "") throw new StatusError("no basic auth credentials");
      return basic(username, password);
    },
  };
}

function realmUrl(realm: string): URL {
  if (realm === "") throw new StatusError("no realm specified for token auth challenge");
  try {
    return new URL(realm);
  } catch (error) {
    throw new StatusError(`invalid token auth challenge realm: ${realm}`, 1, { cause: error });
  }
}

function passwordRequest(
  url: URL,
  service: string,
  scopes: readonly string[],
  { username = "", password = "" }: AuthEntry,
): Omit<HttpRequest, "method"> {
  const known = username !== "" && password !== "";
  if (known) url.searchParams.append("account", username);
  for (const scope of scopes) url.searchParams.append("scope", scope);
  if (service !== "") url.searchParams.append("service", service);
  return { url, ...(known && { headers: { Authorization: basic(username, password) } }) };
}

function refreshRequest(url: URL, service: string, scopes: readonly string[], refreshToken: string) {
  const form = new URLSearchParams({
    client_id: CLIENT_ID,
    grant_type: "refresh_token",
    refresh_token: refreshToken,
    scope: scopes.join(" "),
    service,
  });
  const headers = { "Content-Type": "application/x-www-form-urlencoded" };
  return { method: "POST", url, headers, body: Buffer.from(form.toString()) };
}

function parseToken(body: Buffer): TokenAnswer {
  try {
    return parseBody(body);
  } catch (error) {
    throw new StatusError(`unable to decode token response: ${(error as Error).message}`, 1, { cause: error });
  }
}

/** Without what would make the caller look for the image elsewhere: the account is at fault. */
function refused({ status, statusLine, headers, body }: HttpAnswer): StatusError {
  const { message } = registryError({ status, statusLine, contentType: headers["content-type"], body: body.toString() });
  return new StatusError(message);
}
