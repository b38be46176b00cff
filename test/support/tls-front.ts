/** A TLS listener in front of an engine's socket: any certificate, without starting an engine for each. */
import { once } from "node:events";
import { readFileSync } from "node:fs";
import net from "node:net";
import tls from "node:tls";

export interface TlsFront {
  /** As in DOCKER_HOST, on 127.0.0.1. */
  readonly host: string;
  close(): Promise<void>;
}

/**
 * @param socket path of the engine's unix socket
 * @param identity files of the certificate it shows
 * @param clientCa file of the authority that clients must come from; without: any client
 */
export async function startTlsFront(socket: string, identity: { cert: string; key: string }, clientCa?: string): Promise<TlsFront> {
  const clients = clientCa ? { ca: readFileSync(clientCa), requestCert: true, rejectUnauthorized: true } : {};
  const options = { cert: readFileSync(identity.cert), key: readFileSync(identity.key), allowHalfOpen: true, ...clients };
  const open = new Set<net.Socket>();
  const server = tls.createServer(options, (client) => {
    const engine = net.connect({ path: socket, allowHalfOpen: true });
    for (const [one, other] of [
      [client, engine],
      [engine, client],
    ] as const) {
      open.add(one);
      one.on("error", () => other.destroy());
      one.once("close", () => open.delete(one));
      one.pipe(other);
    }
  });
  server.on("tlsClientError", () => {});
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    host: `tcp://127.0.0.1:${(server.address() as net.AddressInfo).port}`,
    async close() {
      for (const one of open) one.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
