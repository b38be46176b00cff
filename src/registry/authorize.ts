/** Responds to the challenges of a registry: with Basic, or with a Bearer token from the service that the challenge names. */
import type { AuthEntry } from "../config/values.js";
import { StatusError } from "../errors.js";
import type { Challenge } from "./challenge.js";
import { responseError } from "./failure.js";
import { parseBody } from "./json-body.js";
import { isSuccess, type RegistryRequest, type RegistryResponse, type RegistryTransport } from "./transport.js";

interface TokenResponse {
  token?: string;
  access_token?: string;
  /** Seconds. */
  expires_in?: number;
}

/** The name that the client gives when it exchanges a refresh token. */
const CLIENT_ID = "docker";
/** Docker keeps a token at least this long, whatever the service says. */
const MIN_SECONDS = 60;

const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;

export const pullScope = (repository: string) => `repository:${repository}:pull`;
export const pushScope = (repository: string) => `repository:${repository}:pull,push`;

export interface Authorizer {
  /** The Authorization header for requests that need the scopes; undefined if the registry asks for none. Throws StatusError. */
  header(challenges: readonly Challenge[], scopes: readonly string[]): Promise<string | undefined>;
}

/** @param now milliseconds since the epoch */
export function openAuthorizer(transport: RegistryTransport, auth: AuthEntry, now: () => number): Authorizer {
  const tokens = new Map<string, { text: string; until: number }>();

  async function ask({ realm = "", service = "" }: Readonly<Record<string, string>>, scopes: readonly string[]): Promise<TokenResponse> {
    const url = realmUrl(realm);
    const response = auth.identitytoken
      ? await transport.request(refreshRequest(url, service, scopes, auth.identitytoken))
      : await transport.request({ method: "GET", ...passwordRequest(url, service, scopes, auth) });
    if (!isSuccess(response)) throw refused(response);
    return parseToken(response.body);
  }

  async function token(parameters: Readonly<Record<string, string>>, scopes: readonly string[]): Promise<string> {
    const key = [parameters.realm, parameters.service, ...scopes].join(" ");
    const known = tokens.get(key);
    if (known && known.until > now()) return known.text;
    const { token: own, access_token: other, expires_in: seconds = 0 } = await ask(parameters, scopes);
    const text = other || own;
    if (!text) throw new StatusError("authorization server did not include a token in the response");
    tokens.set(key, { text, until: now() + Math.max(seconds, MIN_SECONDS) * 1000 });
    return text;
  }

  return {
    async header(challenges, scopes) {
      const bearer = challenges.find(({ scheme }) => scheme === "bearer");
      if (bearer) return `Bearer ${auth.registrytoken || (await token(bearer.parameters, scopes))}`;
      if (!challenges.some(({ scheme }) => scheme === "basic")) return undefined;
      const { username = "", password = "" } = auth;
      if (username === "" || password === "") throw new StatusError("no basic auth credentials", 1, { kind: "unauthorized" });
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
): Omit<RegistryRequest, "method"> {
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

function parseToken(body: Buffer): TokenResponse {
  try {
    return parseBody(body);
  } catch (error) {
    throw new StatusError(`unable to decode token response: ${(error as Error).message}`, 1, { cause: error });
  }
}

/** Not a RegistryError: the account is wrong, which does not mean that the image does not exist. */
function refused(response: RegistryResponse): StatusError {
  const { message, kind } = responseError(response);
  return new StatusError(message, 1, { kind });
}
