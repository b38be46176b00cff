/** Logs in to a registry itself, where no daemon can: the registry's API, version 2, with its two kinds of challenge. */
import type { Ctx } from "../../cli/context.js";
import { HUB_KEY } from "../../config/credentials.js";
import type { AuthEntry } from "../../config/values.js";
import { kindOfStatus, StatusError } from "../../errors.js";
import { registryTls } from "../../registry/certificates.js";
import { type Challenge, parseChallenges } from "../../registry/challenge.js";
import { openRegistryTransport, type RegistryResponse, type RegistryTransport } from "../../registry/transport.js";
import { quote } from "../../values/quote.js";
import { userAgent } from "../../version.js";

export interface Accepted {
  /** What to tell the user; may be "". */
  status: string;
  /** An identity token to keep instead of the password; may be "". */
  token: string;
}

const HUB_REGISTRY = "registry-1.docker.io";

/** The registry refused: another address would give the same answer. */
class LoginRefused extends StatusError {}

/** Throws StatusError with what the last address that was tried said. */
export async function loginDirectly(ctx: Ctx, entry: AuthEntry): Promise<Accepted> {
  const { serveraddress: key = "" } = entry;
  const host = key === HUB_KEY ? HUB_REGISTRY : key;
  // Only on this very machine may a registry be without TLS, or with a certificate of its own making.
  const local = /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/.test(host);
  const { env, platform, now } = ctx;
  const tls = async () => ({ ...(await registryTls(host, env, platform)), skipVerify: local });
  const transport = openRegistryTransport({ userAgent: userAgent(platform === "win32" ? "windows" : platform), platform, env, now, tls });
  try {
    return await loginAt(transport, `https://${host}`, entry).catch((error) => {
      if (!local || error instanceof LoginRefused) throw error;
      return loginAt(transport, `http://${host}`, entry);
    });
  } finally {
    transport.close();
  }
}

async function loginAt(transport: RegistryTransport, base: string, { username = "", password = "" }: AuthEntry): Promise<Accepted> {
  const url = address(`${base}/v2/`);
  const basic = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
  const ask = (at: URL, Authorization?: string) =>
    transport.request({ method: "GET", url: at, ...(Authorization && { headers: { Authorization } }) });
  let answer = await ask(url);
  let token = "";
  if (answer.status === 401) {
    const bearer = parseChallenges(answer.headers["www-authenticate"]).find(({ scheme }) => scheme === "bearer");
    if (!bearer) answer = await ask(url, basic);
    else {
      const granted = await ask(tokenUrl(bearer, username), basic);
      if (granted.status !== 200)
        throw new LoginRefused(`Get "${url.href}": ${refusal(granted)}`, 1, { kind: kindOfStatus(granted.status) });
      const answered = tokens(granted);
      token = answered.refresh_token ?? "";
      answer = await ask(url, `Bearer ${answered.token ?? answered.access_token ?? ""}`);
    }
  }
  if (answer.status !== 200) {
    throw new LoginRefused(`login attempt to ${url.href} failed with status: ${answer.statusLine}`, 1, {
      kind: kindOfStatus(answer.status),
    });
  }
  return { status: "Login Succeeded", token };
}

function address(text: string): URL {
  if (!URL.canParse(text)) throw new StatusError(`parse ${quote(text)}: invalid address of a registry`);
  return new URL(text);
}

function tokens({ body }: RegistryResponse): Record<string, string | undefined> {
  try {
    return JSON.parse(body.toString());
  } catch (error) {
    throw new LoginRefused(`unable to decode token response: ${(error as Error).message}`, 1, { cause: error });
  }
}

/** Where the challenge says that tokens are; an offline one is asked for, to keep instead of the password. */
function tokenUrl({ parameters: { realm = "", service = "" } }: Challenge, account: string): URL {
  const url = address(realm);
  for (const [name, value] of Object.entries({ account, client_id: "docker", offline_token: "true", service }))
    url.searchParams.set(name, value);
  return url;
}

/** Why no token is granted: in one of the two forms that token services have for it. */
function refusal({ status, statusLine, body }: RegistryResponse): string {
  const kind = status === 401 ? "unauthorized" : status === 403 ? "denied" : statusLine;
  try {
    const { details, errors } = JSON.parse(body.toString()) as { details?: string; errors?: { message?: string }[] };
    return `${kind}: ${details ?? errors?.[0]?.message ?? statusLine}`;
  } catch {
    return `${kind}: ${statusLine}`;
  }
}
