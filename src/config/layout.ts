/**
 * What config.json may hold: keys, their order in a written file, their types. A value of another type is left out and
 * reported with Docker's text; the rest of the file still counts, as it does there.
 */
import type { ConfigValues } from "./values.js";

/** A type, with its name in Docker's error texts. "any" takes everything as it is. */
export type Shape =
  | { kind: "string" | "bool"; name: string }
  | { kind: "any" }
  | { kind: "list"; name: string; of: Shape }
  | { kind: "map"; name: string; of: Shape }
  /** `short` is the name without its package. */
  | { kind: "struct"; name: string; short: string; fields: Readonly<Record<string, Shape>> };

const string: Shape = { kind: "string", name: "string" };
const strings: Shape = { kind: "list", name: "[]string", of: string };
const map = (name: string, of: Shape): Shape => ({ kind: "map", name: `map[string]${name}`, of });
const stringMap = map("string", string);

const authEntry: Shape = {
  kind: "struct",
  name: "types.AuthConfig",
  short: "AuthConfig",
  fields: {
    username: string,
    password: string,
    auth: string,
    email: string,
    serveraddress: string,
    identitytoken: string,
    registrytoken: string,
  },
};
const proxyConfig: Shape = {
  kind: "struct",
  name: "configfile.ProxyConfig",
  short: "ProxyConfig",
  fields: { httpProxy: string, httpsProxy: string, noProxy: string, ftpProxy: string, allProxy: string },
};

/** In the order in which Docker writes them. */
export const configLayout: Shape & { kind: "struct" } = {
  kind: "struct",
  name: "configfile.ConfigFile",
  short: "ConfigFile",
  fields: {
    auths: map("types.AuthConfig", authEntry),
    HttpHeaders: stringMap,
    psFormat: string,
    imagesFormat: string,
    networksFormat: string,
    pluginsFormat: string,
    volumesFormat: string,
    statsFormat: string,
    detachKeys: string,
    credsStore: string,
    credHelpers: stringMap,
    serviceInspectFormat: string,
    servicesFormat: string,
    tasksFormat: string,
    secretFormat: string,
    configFormat: string,
    nodesFormat: string,
    pruneFilters: strings,
    proxies: map("configfile.ProxyConfig", proxyConfig),
    currentContext: string,
    cliPluginsExtraDirs: strings,
    plugins: map("map[string]string", stringMap),
    aliases: stringMap,
    features: stringMap,
    experimental: string,
  },
};

export interface Checked<T> {
  value: T;
  /** Of the first value that has the wrong type. */
  error?: string;
}

/** The parsed file with keys in their own spelling (Docker matches them in any case) and only values of the right type. */
export function checkConfig(raw: unknown): Checked<ConfigValues> {
  const { value, error } = checkShape(raw, configLayout);
  return { value: (value ?? {}) as ConfigValues, error };
}

/** `raw` as far as it fits `shape` (undefined where it does not, or is null). Unknown keys of objects are kept. */
export function checkShape(raw: unknown, shape: Shape): Checked<unknown> {
  const errors: string[] = [];
  const value = fitted(raw, shape, { struct: "", path: [] }, errors);
  return { value, error: errors[0] };
}

/** Where a value stands: the innermost struct and the JSON names of the fields that lead to it. */
interface Place {
  struct: string;
  path: readonly string[];
}

function fitted(raw: unknown, shape: Shape, place: Place, errors: string[]): unknown {
  if (raw === null || raw === undefined) return undefined;
  if (shape.kind === "any") return raw;
  if ((shape.kind === "string" || shape.kind === "bool") && jsonKind(raw) === shape.kind) return raw;
  if (shape.kind === "list" && Array.isArray(raw)) return raw.map((item) => fitted(item, shape.of, place, errors) ?? zero(shape.of));
  if (typeof raw === "object" && !Array.isArray(raw)) {
    if (shape.kind === "map") {
      return Object.fromEntries(Object.entries(raw).map(([key, item]) => [key, fitted(item, shape.of, place, errors) ?? zero(shape.of)]));
    }
    if (shape.kind === "struct") return fitStruct(raw as Record<string, unknown>, shape, place, errors);
  }
  const where = place.path.length === 0 ? "Go value" : `Go struct field ${[place.struct, ...place.path].join(".")}`;
  errors.push(`json: cannot unmarshal ${jsonKind(raw)} into ${where} of type ${shape.name}`);
  return undefined;
}

function fitStruct(
  raw: Record<string, unknown>,
  shape: Shape & { kind: "struct" },
  place: Place,
  errors: string[],
): Record<string, unknown> {
  const out: [string, unknown][] = [];
  for (const [key, item] of Object.entries(raw)) {
    const name = fieldName(key, shape.fields);
    const field = name === undefined ? undefined : shape.fields[name];
    if (name === undefined || field === undefined) {
      out.push([key, item]);
      continue;
    }
    const value = fitted(item, field, { struct: shape.short, path: [...place.path, name] }, errors);
    if (value !== undefined) out.push([name, value]);
  }
  return Object.fromEntries(out);
}

function fieldName(key: string, fields: Readonly<Record<string, Shape>>): string | undefined {
  if (Object.hasOwn(fields, key)) return key;
  const lower = key.toLowerCase();
  return Object.keys(fields).find((name) => name.toLowerCase() === lower);
}

function zero(shape: Shape): unknown {
  switch (shape.kind) {
    case "string":
      return "";
    case "bool":
      return false;
    case "list":
      return [];
    case "any":
      return null;
    default:
      return {};
  }
}

function jsonKind(raw: unknown): string {
  if (Array.isArray(raw)) return "array";
  return typeof raw === "boolean" ? "bool" : typeof raw;
}
