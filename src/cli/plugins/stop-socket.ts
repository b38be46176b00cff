/**
 * The socket by which a plugin learns that it is to stop: it connects to DOCKER_CLI_PLUGIN_SOCKET when it starts, and takes
 * the end of the connection as the wish (docker/cli, cli-plugins/socket).
 */
import type { Socket } from "node:net";
import { onBun } from "../../runtime.js";

export interface StopSocket {
  /** What goes into the environment: "@" and an abstract name. */
  readonly address: string;
  /** Closes it and every connection. */
  close(): void;
}

/**
 * Bytes of an abstract name that fill sun_path but for the leading NUL. Node 20 (libuv 1.46) hands the kernel the whole array,
 * so that a shorter name would end in NULs, and nobody who was told the name could connect. Bun counts right, and wants one less.
 */
const NAME_LENGTH = onBun ? 106 : 107;
const PREFIX = "docker_cli_";

/** Listens; undefined where there are no abstract sockets (not Linux), or none is to be had: the plugin then does without. */
export async function openStopSocket(platform: NodeJS.Platform): Promise<StopSocket | undefined> {
  if (platform !== "linux") return undefined;
  const [{ createServer }, { randomBytes }] = await Promise.all([import("node:net"), import("node:crypto")]);
  const name = (PREFIX + randomBytes(NAME_LENGTH).toString("hex")).slice(0, NAME_LENGTH);
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    // Whatever a plugin sends is of no interest; read, so that its end is seen.
    socket
      .on("error", () => {})
      .on("close", () => open.delete(socket))
      .resume();
  });
  try {
    await new Promise<void>((resolve, reject) => void server.once("error", reject).listen(`\0${name}`, resolve));
  } catch {
    return undefined;
  }
  return {
    address: `@${name}`,
    close() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}
