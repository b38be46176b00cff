/** --ssh: agents that a step may mount. */
import fs from "node:fs";
import path from "node:path";
import { UserError } from "../../errors.js";
import { errnoText, readFileText } from "../../values/errno.js";
import { quote } from "../../values/quote.js";

export const DEFAULT_ID = "default";

/** The socket of an agent, or keys for an agent that is started for the build. */
export type AgentSource = { id: string; socket: string } | { id: string; keys: readonly { file: string; bytes: Buffer }[] };

export interface AgentEnvironment {
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
}

const PRIVATE_KEY = /^-----BEGIN [A-Z ]*PRIVATE KEY-----/m;

/** `default|ID[=SOCKET|KEY[,KEY]]`. Throws UserError with Docker's text. */
export function parseAgents(texts: readonly string[], place: AgentEnvironment): AgentSource[] {
  const found = new Map<string, AgentSource>();
  for (const text of texts) {
    const equals = text.indexOf("=");
    const id = (equals < 0 ? text : text.slice(0, equals)) || DEFAULT_ID;
    const files = equals < 0 ? [] : text.slice(equals + 1).split(",");
    if (found.has(id)) throw new UserError(`duplicate agent ID ${quote(id)}`);
    found.set(id, agentOf(id, files, place));
  }
  return [...found.values()];
}

function agentOf(id: string, written: readonly string[], { cwd, env }: AgentEnvironment): AgentSource {
  const refuse = (why: string) => new UserError(`failed to convert agent config {${id} [${written.join(" ")}] false}: ${why}`);
  const files = written.length === 0 || (written.length === 1 && written[0] === "") ? [env.SSH_AUTH_SOCK ?? ""] : written;
  if (files[0] === "") throw refuse("invalid empty ssh agent socket: make sure SSH_AUTH_SOCK is set");
  const refuseFile = (why: string) => refuse(`failed to convert agent config for ID: ${quote(id)}: ${why}`);
  let socket: string | undefined;
  const keys: { file: string; bytes: Buffer }[] = [];
  for (const file of files) {
    const full = path.resolve(cwd, file);
    if (socket !== undefined) throw refuseFile("only single socket allowed");
    try {
      if (fs.statSync(full).isSocket()) socket = full;
    } catch (error) {
      throw refuseFile(`stat ${file}: ${errnoText(error)}`);
    }
    if (socket === undefined) keys.push({ file, bytes: readKey(file, full, refuseFile) });
  }
  if (socket === undefined) return { id, keys };
  if (keys.length > 0) throw refuseFile("invalid combination of keys and sockets");
  return { id, socket };
}

function readKey(file: string, full: string, refuse: (why: string) => UserError): Buffer {
  let bytes: Buffer;
  try {
    bytes = fs.readFileSync(full);
  } catch (error) {
    throw refuse(`failed to open ${file}: ${readFileText(file, error)}`);
  }
  if (!PRIVATE_KEY.test(bytes.toString("latin1"))) throw refuse(`failed to parse ${file}: ssh: no key found`);
  return bytes;
}
