/**
 * The context store below the configuration directory, read side:
 * `contexts/meta/<sha256 of the name>/meta.json` and `contexts/tls/<same>/docker/{ca,cert,key}.pem`.
 */
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { UserError } from "../errors.js";
import { errnoText, readFileText } from "../values/errno.js";
import { decodeJson } from "../values/json/decode.js";
import { checkShape, type Shape } from "./layout.js";

/** One context as its files say it; `name` is the one in the file, which may differ from the one asked for. */
export interface StoredContext {
  name: string;
  description: string;
  /** Everything of `Metadata`, the description too. */
  metadata: Readonly<Record<string, unknown>>;
  /** Absent where the context has no docker endpoint; null where the file says null. */
  docker?: DockerEndpoint | null;
  /** Endpoints of other kinds, as the file has them; absent where there are none. */
  others?: Readonly<Record<string, unknown>>;
}

export interface DockerEndpoint {
  /** "" is the local daemon. */
  host: string;
  skipTlsVerify: boolean;
}

/** PEM texts. */
export interface ContextTls {
  ca?: Buffer;
  cert?: Buffer;
  key?: Buffer;
}

export interface ContextEndpoint {
  host: string;
  skipTlsVerify: boolean;
  tls?: ContextTls;
}

const DOCKER = "docker";

/** Name of a context's directory: the SHA-256 of its name. */
export function contextId(name: string): string {
  return createHash("sha256").update(name).digest("hex");
}

export function metaFile(configDir: string, name: string): string {
  return path.join(configDir, "contexts", "meta", contextId(name), "meta.json");
}

export function tlsDir(configDir: string, name: string): string {
  return path.join(configDir, "contexts", "tls", contextId(name), DOCKER);
}

/** Throws UserError with Docker's text where there is no such context or its file is invalid. */
export function readContext(configDir: string, name: string): StoredContext {
  const file = metaFile(configDir, name);
  const bad = (why: string) => new UserError(`context "${name}": ${why}`);
  let bytes: Buffer;
  try {
    bytes = fs.readFileSync(file);
  } catch (error) {
    const why = readFileText(file, error);
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw bad(why);
    throw new UserError(`context "${name}": context not found: ${why}`, { kind: "not-found" });
  }
  try {
    return parseMeta(bytes);
  } catch (error) {
    throw bad(`parsing ${file}: ${(error as Error).message}`);
  }
}

/**
 * Where the context's docker endpoint is. `warn` gets a line for each unknown file in its TLS directory.
 * Throws UserError as `readContext` does, and where it has no such endpoint.
 */
export function readContextEndpoint(configDir: string, name: string, warn: (text: string) => void): ContextEndpoint {
  const { docker } = readContext(configDir, name);
  if (docker === null) throw new UserError(`endpoint "${DOCKER}" is not of type EndpointMeta`);
  if (!docker) throw new UserError("cannot find docker endpoint in context");
  const tls = readTls(tlsDir(configDir, name), name, warn);
  return { ...docker, ...(tls && { tls }) };
}

/** The meta.json files of all contexts, in no particular order; none where there is no store. Throws UserError. */
export function metaFiles(configDir: string): string[] {
  const root = path.join(configDir, "contexts", "meta");
  const folders = directoryEntries(root).filter((entry) => entry.isDirectory());
  return folders.map(({ name }) => path.join(root, name, "meta.json")).filter((file) => isFile(file));
}

/** Names of all stored contexts that can be read, unsorted; the default context is not stored. */
export function storedContextNames(configDir: string): string[] {
  const names: string[] = [];
  for (const file of metaFiles(configDir)) {
    try {
      names.push(parseMeta(fs.readFileSync(file)).name);
    } catch {
      // A damaged context has no name.
    }
  }
  return names;
}

function isFile(file: string): boolean {
  return fs.statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** Names of a docker endpoint's files in a TLS directory, in Docker's order. */
export const TLS_FILES: Readonly<Record<string, keyof ContextTls>> = { "ca.pem": "ca", "cert.pem": "cert", "key.pem": "key" };

function readTls(dir: string, context: string, warn: (text: string) => void): ContextTls | undefined {
  const found: ContextTls = {};
  for (const { name: file } of directoryEntries(dir).filter((entry) => !entry.isDirectory())) {
    const kind = TLS_FILES[file];
    if (kind) found[kind] = readPem(path.join(dir, file));
    else warn(`unknown file in context ${context} TLS bundle: ${file}`);
  }
  return Object.keys(found).length > 0 ? found : undefined;
}

function readPem(file: string): Buffer {
  try {
    return fs.readFileSync(file);
  } catch (error) {
    throw new UserError(readFileText(file, error), { cause: error });
  }
}

/** Entries of a directory by name; none where there is no such directory. Throws UserError where it cannot be read. */
export function directoryEntries(dir: string): fs.Dirent[] {
  try {
    return fs.readdirSync(dir, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw new UserError(`open ${dir}: ${errnoText(error)}`, { cause: error });
  }
}

const anything: Shape = { kind: "map", name: "map[string]interface {}", of: { kind: "any" } };
const metaLayout: Shape = {
  kind: "struct",
  name: "store.untypedContextMetadata",
  short: "untypedContextMetadata",
  fields: {
    metadata: { kind: "any" },
    endpoints: { kind: "map", name: "map[string]json.RawMessage", of: { kind: "any" } },
    name: { kind: "string", name: "string" },
  },
};
const endpointLayout: Shape = {
  kind: "struct",
  name: "context.EndpointMetaBase",
  short: "EndpointMetaBase",
  fields: { Host: { kind: "string", name: "string" }, SkipTLSVerify: { kind: "bool", name: "bool" } },
};

interface Meta {
  name: string;
  metadata: unknown;
  endpoints: Record<string, unknown>;
}

/** The content of a meta.json. Throws an Error with the decoder's text. */
export function parseMeta(bytes: Uint8Array): StoredContext {
  const meta = checked<Meta>(decodeJson(bytes, "whole"), metaLayout);
  const metadata = checked<Record<string, unknown>>(meta.metadata, anything);
  const { [DOCKER]: docker, ...others } = meta.endpoints ?? {};
  for (const other of Object.values(others)) checked(other, anything);
  return {
    name: meta.name ?? "",
    description: typeof metadata.Description === "string" ? metadata.Description : "",
    metadata,
    ...(docker !== undefined && { docker: docker === null ? null : parseEndpoint(docker) }),
    ...(Object.keys(others).length > 0 && { others }),
  };
}

function parseEndpoint(raw: unknown): DockerEndpoint {
  const { Host = "", SkipTLSVerify = false } = checked<{ Host: string; SkipTLSVerify: boolean }>(raw, endpointLayout);
  return { host: Host, skipTlsVerify: SkipTLSVerify };
}

function checked<T>(raw: unknown, shape: Shape): Partial<T> {
  const { value, error } = checkShape(raw, shape);
  if (error !== undefined) throw new Error(error);
  return (value ?? {}) as Partial<T>;
}
