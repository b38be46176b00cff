/** The session of a build: a connection that the client opens, and through which the daemon calls it. */
import { createHash, randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import type { Engine } from "../engine/engine.js";
import { duplexOf } from "./duplex.js";
import { type Methods, serve, unary } from "./grpc.js";
import { MessageWriter } from "./protobuf.js";

const HEALTH = "/grpc.health.v1.Health/Check";
const SERVING = 1;
const NODE_ID_FILE = ".buildNodeID";
const NODE_ID_BYTES = 32;

export interface SessionOptions {
  /** Shown in the log of the daemon: the last component of the context. */
  name: string;
  /** Contexts with the same key share what the daemon has kept of earlier transfers. */
  sharedKey: string;
  methods: Methods;
}

export interface Session {
  readonly id: string;
  close(): void;
}

/** Throws ConnectionError, or ApiError if the daemon does not support sessions. */
export async function openSession(engine: Engine, { name, sharedKey, methods }: SessionOptions): Promise<Session> {
  const id = randomBytes(16).toString("hex");
  const served: Methods = { [HEALTH]: unary(() => new MessageWriter().number(1, SERVING).finish()), ...methods };
  const connection = await engine.hijack("/session", {
    headers: {
      Upgrade: "h2c",
      "X-Docker-Expose-Session-Uuid": id,
      "X-Docker-Expose-Session-Name": headerText(name),
      "X-Docker-Expose-Session-Sharedkey": sharedKey,
      "X-Docker-Expose-Session-Grpc-Method": Object.keys(served),
    },
  });
  const http2 = await serve(duplexOf(connection), served);
  return {
    id,
    close() {
      http2.destroy();
      connection.destroy();
    },
  };
}

/** The name of a directory may contain any character, a header may not. */
function headerText(text: string): string {
  return text.replace(/[^ -~]/g, "_");
}

/**
 * The key of a context: made of the user on this machine and the directory. The user's part is kept in the configuration
 * directory; if that is not writable, the build cannot use what earlier ones have transferred.
 */
export function sharedKeyOf(configDir: string, context: string): string {
  return createHash("sha256")
    .update(`${nodeId(configDir) ?? path.basename(configDir)}:${context}`)
    .digest("hex");
}

function nodeId(configDir: string): string | undefined {
  const file = path.join(configDir, NODE_ID_FILE);
  try {
    fs.mkdirSync(configDir, { recursive: true, mode: 0o700 });
    try {
      fs.writeFileSync(file, randomBytes(NODE_ID_BYTES).toString("hex"), { mode: 0o600, flag: "wx" });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    return fs.readFileSync(file, "utf8") || undefined;
  } catch {
    return undefined;
  }
}
