/** A daemon that knows registries' users by their passwords, and tells in its answers what it was sent. */
import http from "node:http";
import { join } from "node:path";
import { temporaryFolder } from "./command.js";

export interface RegistryDaemon {
  /** For DOCKER_HOST. */
  host: string;
  close(): Promise<void>;
}

interface Reply {
  status?: number;
  /** Sent one after another, as JSON. */
  values: readonly unknown[];
}

const refuse = (status: number, message: string): Reply => ({ status, values: [{ message }] });

/** POST /auth: the password says what becomes of it. */
function auth(body: string): Reply {
  const { password = "" } = JSON.parse(body) as { password?: string };
  if (password === "bad") return refuse(401, 'Get "https://x/v2/": unauthorized: incorrect username or password');
  if (password === "broken") return refuse(500, "no such luck");
  if (password === "silent") return { values: [{ Status: "", IdentityToken: "" }] };
  if (password === "nothing") return { status: 204, values: [] };
  const Status = `Login Succeeded: ${body.trim()}`;
  return { values: [{ Status, IdentityToken: password === "token" ? "an identity token" : "" }] };
}

const FOUND = [
  { star_count: 3, is_official: true, name: "web", is_automated: true, description: "one\ntwo\rthree" },
  {
    star_count: 30000,
    is_official: false,
    name: "team/ünïcode",
    description: "日本語のとても長い説明文がここにあります。ずっと続く説明文です。",
  },
  { star_count: 0, name: "a/b", description: "x".repeat(60) },
  {},
];

/** The names of images say what the engine does with them. */
function image(method: string, url: string, login: string): Reply {
  if (/closed/.test(url) && !/"password":"good"/.test(login)) return refuse(401, "please log in");
  if (/refused/.test(url)) return refuse(500, "denied: requested access to the resource is denied");
  if (url.startsWith("/images/search")) {
    if (/odd/.test(url)) return { values: [{ a: 1 }] };
    return { values: [/none/.test(url) ? [] : [...FOUND, { name: `${method} ${url}`, description: login }]] };
  }
  const values: unknown[] = [
    { status: `${method} ${url}` },
    { status: `as ${login}` },
    { status: "Preparing", progressDetail: {}, id: "aaaaaaaaaaa1" },
    { status: "Pushing", progressDetail: { current: 512, total: 2048 }, progress: "[==>  ]", id: "aaaaaaaaaaa1" },
    { status: "Pushed", progressDetail: {}, id: "aaaaaaaaaaa1" },
    { progressDetail: {}, aux: { Tag: "1", Digest: "sha256:0", Size: 5 } },
  ];
  const originalIndex = { digest: "sha256:index" };
  const selectedManifest = { digest: "sha256:manifest" };
  if (/single/.test(url)) values.push({ aux: { manifestPushedInsteadOfIndex: true, originalIndex, selectedManifest } });
  if (/missing/.test(url)) values.push({ aux: { contentMissing: true } });
  if (/broken|missing/.test(url)) values.push({ errorDetail: { message: "NotFound: no content" }, error: "NotFound: no content" });
  if (/plugin/.test(url)) values.push({ errorDetail: { message: "target is plugin" }, error: "target is plugin" });
  return { values };
}

function reply(method: string, url: string, login: string, body: string): Reply {
  if (url === "/auth") return auth(body);
  if (url.startsWith("/images/")) return image(method, url, login);
  return refuse(404, `no such thing: ${url}`);
}

/** @param apiVersion what `_ping` says */
export async function registryDaemon(apiVersion = "1.51"): Promise<RegistryDaemon> {
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const url = (request.url ?? "").replace(/^\/v\d+\.\d+/, "");
      response.setHeader("Api-Version", apiVersion);
      response.setHeader("Ostype", "linux");
      if (url === "/_ping") return void response.end("OK");
      const header = String(request.headers["x-registry-auth"] ?? "");
      const login = Buffer.from(header, "base64url").toString();
      const { status = 200, values } = reply(request.method ?? "", url, login, Buffer.concat(chunks).toString());
      response.statusCode = status;
      response.setHeader("Content-Type", "application/json");
      response.end(values.map((value) => `${JSON.stringify(value)}\n`).join(""));
    });
  });
  const socket = join(temporaryFolder("d"), "s");
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return {
    host: `unix://${socket}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
