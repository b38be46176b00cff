/**
 * A registry's front door on loopback: passes requests on to a real registry, remembers them, and may ask for a Bearer token,
 * which its own token service gives for a password or a refresh token, each for the scope that was asked for.
 */
import http from "node:http";
import https from "node:https";
import type { AddressInfo } from "node:net";

export interface FrontOptions {
  /** URL of the registry behind it. */
  upstream: string;
  /** Ask for tokens: the account that may have them, and who may read without one. */
  bearer?: { user: string; password: string; refresh?: string; anonymousPull?: boolean };
  /** Speak TLS. */
  tls?: https.ServerOptions;
  /** Answers before the registry is asked. */
  intercept?(request: http.IncomingMessage, response: http.ServerResponse): boolean;
}

export interface Front {
  readonly port: number;
  readonly url: string;
  /** "METHOD /path?query" of what came, in order. */
  readonly seen: string[];
  /** Headers beside `seen`. */
  readonly headers: http.IncomingHttpHeaders[];
  close(): Promise<void>;
}

type Bearer = NonNullable<FrontOptions["bearer"]>;

/** What a token stands for: "repository:NAME:pull,push" as asked for, unless the one who asks may only read. */
function issue(bearer: Bearer, scopes: readonly string[], known: boolean): string | undefined {
  const wanted = scopes.join(" ");
  if (!known && (!bearer.anonymousPull || /push/.test(wanted))) return undefined;
  return `for ${wanted}`;
}

function tokenAnswer(bearer: Bearer, request: http.IncomingMessage, body: string): { status: number; text: string } {
  const refused = { status: 401, text: JSON.stringify({ errors: [{ code: "UNAUTHORIZED", message: "incorrect username or password" }] }) };
  if (request.method === "POST") {
    const form = new URLSearchParams(body);
    const known = form.get("grant_type") === "refresh_token" && form.get("refresh_token") === bearer.refresh;
    const token = known && issue(bearer, [form.get("scope") ?? ""], true);
    return token ? { status: 200, text: JSON.stringify({ access_token: token, expires_in: 300 }) } : refused;
  }
  const query = new URL(request.url ?? "/", "http://front").searchParams;
  const given = request.headers.authorization;
  const basic = `Basic ${Buffer.from(`${bearer.user}:${bearer.password}`).toString("base64")}`;
  if (given !== undefined && given !== basic) return refused;
  const token = issue(bearer, query.getAll("scope"), given === basic);
  return token ? { status: 200, text: JSON.stringify({ token, expires_in: 300 }) } : refused;
}

/** "repository:NAME:pull" of a request; undefined where the path names no repository. */
function neededScope({ method = "GET", url = "" }: http.IncomingMessage): string | undefined {
  const name = /^\/v2\/(.+)\/(?:manifests|blobs|tags)\//.exec(url)?.[1];
  return name && `repository:${name}:${method === "GET" || method === "HEAD" ? "pull" : "pull,push"}`;
}

function covers(token: string, needed: string | undefined): boolean {
  if (needed === undefined) return true;
  const [, name = "", actions = ""] = /^repository:(.+):(.+)$/.exec(needed) ?? [];
  const granted = token.split(" ").find((scope) => scope.startsWith(`repository:${name}:`)) ?? "";
  return actions.split(",").every((action) =>
    granted
      .slice(granted.lastIndexOf(":") + 1)
      .split(",")
      .includes(action),
  );
}

export async function registryFront({ upstream, bearer, tls, intercept }: FrontOptions): Promise<Front> {
  const seen: string[] = [];
  const headers: http.IncomingHttpHeaders[] = [];
  let base = "";

  function serve(request: http.IncomingMessage, response: http.ServerResponse): void {
    seen.push(`${request.method} ${request.url}`);
    headers.push(request.headers);
    const chunks: Buffer[] = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      if (intercept?.(request, response)) return;
      const body = Buffer.concat(chunks);
      if (bearer && request.url?.startsWith("/token")) {
        const { status, text } = tokenAnswer(bearer, request, body.toString());
        response.writeHead(status, { "Content-Type": "application/json" }).end(text);
        return;
      }
      const scope = neededScope(request);
      const token = /^Bearer for (.*)$/.exec(request.headers.authorization ?? "")?.[1];
      if (bearer && (token === undefined || !covers(token, scope))) {
        const challenge = `Bearer realm="${base}/token",service="front"${scope ? `,scope="${scope}"` : ""}`;
        const text = JSON.stringify({ errors: [{ code: "UNAUTHORIZED", message: "authentication required" }] });
        response.writeHead(401, { "Www-Authenticate": challenge, "Content-Type": "application/json" }).end(text);
        return;
      }
      pass(request, response, body);
    });
  }

  function pass(request: http.IncomingMessage, response: http.ServerResponse, body: Buffer): void {
    const target = new URL(request.url ?? "/", upstream);
    const { authorization, ...rest } = request.headers;
    const own = bearer ? rest : request.headers;
    const { request: send } = target.protocol === "https:" ? https : http;
    const onward = send(target, { method: request.method ?? "GET", headers: own, rejectUnauthorized: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    onward.end(body);
  }

  const server = tls ? https.createServer(tls, serve) : http.createServer(serve);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  base = `${tls ? "https" : "http"}://127.0.0.1:${port}`;
  return {
    port,
    url: base,
    seen,
    headers,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
