/** `--docker host=…,ca=…`: the endpoint of a context that is made or changed. */
import fs from "node:fs";
import path from "node:path";
import type { Ctx } from "../../cli/context.js";
import { stringToString } from "../../cli/string-to-string.js";
import type { TlsMaterial } from "../../config/context-store.js";
import type { ContextTls, DockerEndpoint } from "../../config/contexts.js";
import { checkContextHost } from "../../engine/endpoint/context-host.js";
import { UserError } from "../../errors.js";
import { parseBool } from "../../values/bool.js";
import { readFileText } from "../../values/errno.js";
import { contextNamed, tlsFiles } from "./known.js";

const KEYS: ReadonlySet<string> = new Set(["from", "host", "ca", "cert", "key", "skip-tls-verify"]);

export const dockerFlag = () => stringToString("Docker endpoint: host=, ca=, cert=, key= (files), skip-tls-verify=, or from=CONTEXT");

/** Throws UserError for an unknown key, a file that cannot be read, a host that cannot be. */
export async function dockerEndpoint(
  ctx: Ctx,
  values: Readonly<Record<string, string>>,
): Promise<{ endpoint: DockerEndpoint; material: TlsMaterial }> {
  try {
    return await read(ctx, values);
  } catch (error) {
    throw new UserError(`unable to create docker endpoint config: ${(error as Error).message}`, { cause: error });
  }
}

async function read(ctx: Ctx, values: Readonly<Record<string, string>>): Promise<{ endpoint: DockerEndpoint; material: TlsMaterial }> {
  const unknown = Object.keys(values).filter((key) => !KEYS.has(key));
  if (unknown.length > 0) throw new UserError(unknown.map((key) => `unrecognized config key: ${key}`).join("\n"));
  if (values.from !== undefined) return { endpoint: endpointOf(ctx, values.from), material: {} };
  const tls = readTls(ctx.cwd, values);
  const endpoint = { host: values.host ?? "", skipTlsVerify: skip(values["skip-tls-verify"]) };
  await checkContextHost({ ...endpoint, ...(tls && { tls }) }, ctx.platform);
  return { endpoint, material: tls ? { docker: tlsFiles(tls) } : {} };
}

/** Another context's endpoint, without its TLS files, as Docker takes it. */
function endpointOf(ctx: Ctx, name: string): DockerEndpoint {
  const { docker } = contextNamed(ctx, name);
  if (!docker) throw new UserError(`unable to get endpoint from context "${name}"`);
  return docker;
}

function readTls(cwd: string, values: Readonly<Record<string, string>>): ContextTls | undefined {
  const tls: ContextTls = {};
  for (const kind of ["ca", "cert", "key"] as const) {
    const file = values[kind];
    if (!file) continue;
    try {
      tls[kind] = fs.readFileSync(path.resolve(cwd, file));
    } catch (error) {
      throw new UserError(readFileText(file, error), { cause: error });
    }
  }
  return Object.keys(tls).length > 0 ? tls : undefined;
}

function skip(value: string | undefined): boolean {
  if (value === undefined) return false;
  try {
    return parseBool(value);
  } catch (error) {
    throw new UserError((error as Error).message.replace(/^strconv\.ParseBool/, "skip-tls-verify"), { cause: error });
  }
}
