/** SSH/ForwardAgent: connects a step to an agent, one request at a time, and only for requests that a build needs. */
import net from "node:net";
import { type Call, type Methods, unary } from "../grpc.js";
import { dataMessage, dataOf, textField } from "../protobuf.js";
import { FAILURE, framesOf, isAllowed } from "./frames.js";
import { DEFAULT_ID } from "./spec.js";

const SERVICE = "/moby.sshforward.v1.SSH";

/** @param sockets sockets of the agents, by ID */
export function sshMethods(sockets: ReadonlyMap<string, string>): Methods {
  const socketOf = (id: string): string => {
    const socket = sockets.get(id || DEFAULT_ID);
    if (socket === undefined) throw new Error(`unset ssh forward key ${id || DEFAULT_ID}`);
    return socket;
  };
  return {
    [`${SERVICE}/CheckAgent`]: unary((request) => {
      socketOf(textField(request, 1));
      return Buffer.alloc(0);
    }),
    [`${SERVICE}/ForwardAgent`]: (call) => forward(call, socketOf(call.metadata("buildkit.ssh.id")[0] ?? "")),
  };
}

async function* bytesOf(call: Call): AsyncGenerator<Buffer> {
  for await (const message of call) yield dataOf(message);
}

async function forward(call: Call, path: string): Promise<void> {
  const socket = await connect(path);
  const drop = () => socket.destroy();
  call.signal.addEventListener("abort", drop, { once: true });
  try {
    const answers = framesOf(socket);
    for await (const request of framesOf(bytesOf(call))) {
      if (!isAllowed(request)) {
        await call.send(dataMessage(FAILURE));
        continue;
      }
      socket.write(request);
      const { done, value } = await answers.next();
      if (done) return;
      await call.send(dataMessage(value));
    }
  } finally {
    call.signal.removeEventListener("abort", drop);
    drop();
  }
}

function connect(path: string): Promise<net.Socket> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(path);
    socket.once("connect", () => {
      // A later error ends the reading.
      socket.on("error", () => {});
      resolve(socket);
    });
    socket.once("error", (error) => reject(new Error(`failed to connect to ${path}: ${error.message}`)));
  });
}
