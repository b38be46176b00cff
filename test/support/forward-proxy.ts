/** A proxy as companies have them: forwards plain requests, digs tunnels for the rest. */
import http from "node:http";
import net from "node:net";

/** Bytes both ways, until either breaks off. */
export function joined(one: net.Socket, other: net.Socket): void {
  one.on("error", () => other.destroy()).pipe(other);
  other.on("error", () => one.destroy()).pipe(one);
}

/**
 * @param see gets a line for each request: its method and target, and the user that it names
 * @param refusal what CONNECT is answered with; undefined digs the tunnel
 */
export function forwardProxy(see: (line: string) => void, refusal: () => string | undefined = () => undefined): http.Server {
  const server = http.createServer((request, response) => {
    const { hostname, port, pathname, search } = new URL(request.url ?? "");
    const user = request.headers["proxy-authorization"];
    see(`${request.method} ${request.url?.replace(/\?.*/, "")}${user ? ` ${user}` : ""}`);
    const { "proxy-authorization": _, ...headers } = request.headers;
    const onward = http.request({ hostname, port, path: pathname + search, method: request.method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      // "wait" sends its head long before its body.
      response.flushHeaders();
      answer.pipe(response);
    });
    onward.on("error", () => (response.headersSent ? response.destroy() : response.writeHead(502).end()));
    request.pipe(onward);
  });
  server.on("connect", (request, client) => {
    const user = request.headers["proxy-authorization"];
    see(`CONNECT ${request.url}${user ? ` ${user}` : ""}`);
    const refused = refusal();
    if (refused !== undefined) return client.end(`HTTP/1.1 ${refused}\r\n\r\n`);
    const [host = "", port = ""] = (request.url ?? "").split(":");
    const onward = net.connect({ host, port: Number(port), allowHalfOpen: true }, () => client.write("HTTP/1.1 200 OK\r\n\r\n"));
    joined(client as net.Socket, onward);
  });
  return server;
}
