/** A daemon that answers from memory, for answers that no engine can be brought to give. Remembers what it was asked. */
import http from "node:http";
import { join } from "node:path";
import { temporaryFolder } from "./command.js";

export interface CannedDaemon {
  /** For DOCKER_HOST. */
  host: string;
  /** Method, path and query of the requests since the last call, without the version's prefix and without pings. */
  taken(): string[];
  close(): Promise<void>;
}

/**
 * @param answers path without version ("/containers/json") to the object that is sent; others get 404
 * @param api version of the API that it speaks
 */
export async function cannedDaemon(answers: Readonly<Record<string, unknown>>, api = "1.51"): Promise<CannedDaemon> {
  let requests: string[] = [];
  const server = http.createServer((request, response) => {
    const url = (request.url ?? "").replace(/^\/v\d+\.\d+/, "");
    response.setHeader("Api-Version", api);
    response.setHeader("Ostype", "linux");
    response.setHeader("Docker-Experimental", "false");
    if (url === "/_ping") return void response.end("OK");
    requests.push(`${request.method} ${url}`);
    const path = decodeURIComponent(url.split("?")[0] as string);
    response.setHeader("Content-Type", "application/json");
    if (path in answers) return void response.end(JSON.stringify(answers[path]));
    response.statusCode = 404;
    response.end(JSON.stringify({ message: `No such thing: ${path}` }));
  });
  const socket = join(temporaryFolder("d"), "s");
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return {
    host: `unix://${socket}`,
    taken() {
      const all = requests;
      requests = [];
      return all;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
