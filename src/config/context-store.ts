/**
 * The context store, write side, in Docker's format and with its modes: either client reads the other's contexts.
 * TLS files are written before meta.json and removed after it: a context that exists is complete.
 */
import fs from "node:fs";
import path from "node:path";
import { UserError } from "../errors.js";
import { replaceFile } from "../io/atomic-file.js";
import { errnoText, readFileText } from "../values/errno.js";
import { encodeJson } from "../values/json/encode.js";
import { naturalOrder } from "../values/natural-order.js";
import { contextId, directoryEntries, metaFile, metaFiles, parseMeta, readContext, type StoredContext } from "./contexts.js";

const META_MODE = { folder: 0o755, file: 0o644 };
const TLS_FOLDER = 0o700;

/** The TLS files of a context: by endpoint, then by file name. */
export type TlsMaterial = Readonly<Record<string, Readonly<Record<string, Buffer>>>>;

/** The directories of a context, for `context inspect`. */
export function storageOf(configDir: string, name: string): { meta: string; tls: string } {
  return { meta: path.dirname(metaFile(configDir, name)), tls: path.join(configDir, "contexts", "tls", contextId(name)) };
}

/** Throws UserError where a context of that name exists, or where that cannot be determined. */
export function checkUnused(configDir: string, name: string): void {
  try {
    readContext(configDir, name);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    if (error.kind === "not-found") return;
    throw new UserError(`error while getting existing contexts: ${error.message}`, { cause: error });
  }
  throw new UserError(`context "${name}" already exists`, { kind: "conflict" });
}

/** All stored contexts, by name. Throws UserError for one that is damaged. */
export function listContexts(configDir: string): StoredContext[] {
  const contexts = metaFiles(configDir).map((file) => {
    try {
      return parseMeta(readFile(file));
    } catch (error) {
      const { message } = error as Error;
      throw new UserError(`failed to read metadata: ${error instanceof UserError ? message : `parsing ${file}: ${message}`}`);
    }
  });
  return contexts.sort((a, b) => naturalOrder(a.name, b.name));
}

/** meta.json's text: Docker's order of keys, no white space. */
export function encodeContext({ name, metadata, docker, others }: StoredContext): string {
  const endpoints = { ...others, ...(docker !== undefined && { docker: docker && dockerEndpoint(docker) }) };
  const hasEndpoints = Object.keys(endpoints).length > 0;
  return encodeJson({ ...(name && { Name: name }), Metadata: sorted(metadata), ...(hasEndpoints && { Endpoints: sorted(endpoints) }) });
}

function dockerEndpoint({ host, skipTlsVerify }: { host: string; skipTlsVerify: boolean }): object {
  return { ...(host && { Host: host }), SkipTLSVerify: skipTlsVerify };
}

/** As Go writes maps: keys in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}

/** Makes or replaces the context. Throws UserError. */
export function writeContext(configDir: string, context: StoredContext): void {
  const file = metaFile(configDir, context.name);
  attempt(() => {
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: META_MODE.folder });
    replaceFile(file, encodeContext(context), META_MODE.file);
  });
}

/** Makes these the context's only TLS files. Throws UserError. */
export function replaceMaterial(configDir: string, name: string, material: TlsMaterial): void {
  const { tls } = storageOf(configDir, name);
  attempt(() => {
    fs.rmSync(tls, { recursive: true, force: true });
    if (Object.keys(material).length > 0) fs.mkdirSync(path.join(configDir, "contexts"), { recursive: true, mode: META_MODE.folder });
    for (const [endpoint, files] of Object.entries(material)) {
      for (const [file, bytes] of Object.entries(files)) {
        fs.mkdirSync(path.join(tls, endpoint), { recursive: true, mode: TLS_FOLDER });
        replaceFile(path.join(tls, endpoint, file), bytes);
      }
    }
  });
}

/** The TLS files of a stored context. Throws UserError for one that cannot be read. */
export function readMaterial(configDir: string, name: string): TlsMaterial {
  const { tls } = storageOf(configDir, name);
  const endpoints = directoryEntries(tls).filter((entry) => entry.isDirectory());
  return Object.fromEntries(
    endpoints.map(({ name: endpoint }) => {
      const files = directoryEntries(path.join(tls, endpoint)).filter((entry) => !entry.isDirectory());
      return [endpoint, Object.fromEntries(files.map(({ name: file }) => [file, readFile(path.join(tls, endpoint, file))]))];
    }),
  );
}

/** Does anything of that name exist, damaged or not? */
export function isStored(configDir: string, name: string): boolean {
  return fs.existsSync(storageOf(configDir, name).meta);
}

/** Removes a context, also one that is not there. Throws UserError. */
export function removeContext(configDir: string, name: string): void {
  const { meta, tls } = storageOf(configDir, name);
  const remove = (folder: string) => () => fs.rmSync(folder, { recursive: true, force: true });
  attempt(remove(meta), `failed to remove context ${name}: failed to remove metadata: `);
  attempt(remove(tls), `failed to remove context ${name}: failed to remove TLS data: `);
}

function readFile(file: string): Buffer {
  try {
    return fs.readFileSync(file);
  } catch (error) {
    throw new UserError(readFileText(file, error), { cause: error });
  }
}

/** The system's errors as Docker words them: "mkdir /x: permission denied". */
function attempt(work: () => void, before = ""): void {
  try {
    work();
  } catch (error) {
    const { code, syscall, path: file } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new UserError(`${before}${syscall} ${file}: ${errnoText(error)}`, { cause: error });
  }
}
