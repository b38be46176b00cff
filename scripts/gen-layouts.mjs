/**
 * Makes src/format/layouts.gen.ts from scripts/data/go-structs.json: the Go structs that templates of inspect-like
 * commands are evaluated on, as short strings that are taken apart when a type is asked for.
 *
 *   node scripts/gen-layouts.mjs           write the file
 *   node scripts/gen-layouts.mjs --check   exit 1 when it is not up to date
 */
import { readFileSync, writeFileSync } from "node:fs";

const source = new URL("./data/go-structs.json", import.meta.url);
const target = new URL("../src/format/layouts.gen.ts", import.meta.url);
const { kinds, roots, structs } = JSON.parse(readFileSync(source, "utf8"));

/** Answers that a template can be evaluated on; requests are not. */
const INSPECTED = [
  "config",
  "container",
  "distribution",
  "event",
  "image",
  "info",
  "network",
  "node",
  "plugin",
  "secret",
  "service",
  "swarm",
  "task",
  "version",
  "volume",
];

const field = (name, type, more = {}) => ({ name, type, ...more });
const omit = { omitempty: true };
const embedded = { embedded: true };

/** Structs of the client itself, as `version`, `info` and `context inspect` show them (seen with printf "%#v" and json). */
const client = {
  "system.versionInfo": [field("Client", "system.clientVersion"), field("Server", "*types.Version")],
  "system.platformInfo": [field("Name", "string", omit)],
  "system.clientVersion": [
    field("Platform", "*system.platformInfo", omit),
    field("Version", "string", omit),
    field("APIVersion", "string", { json: "ApiVersion", ...omit }),
    field("DefaultAPIVersion", "string", omit),
    field("GitCommit", "string", omit),
    field("GoVersion", "string", omit),
    field("Os", "string", omit),
    field("Arch", "string", omit),
    field("BuildTime", "string", omit),
    field("Context", "string"),
  ],
  "system.dockerInfo": [
    field("Info", "*system.Info", embedded),
    field("ServerErrors", "[]string", omit),
    field("UserName", "string", { json: "-UserName" }),
    field("ClientInfo", "*system.clientInfo", omit),
    field("ClientErrors", "[]string", omit),
  ],
  "system.clientInfo": [
    field("Debug", "bool"),
    field("clientVersion", "system.clientVersion", embedded),
    field("Plugins", "[]manager.Plugin"),
    field("Warnings", "[]string"),
  ],
  "manager.Plugin": [
    field("Metadata", "metadata.Metadata", embedded),
    field("Name", "string", omit),
    field("Path", "string", omit),
    field("Err", "interface {}", omit),
    field("ShadowedPaths", "[]string", omit),
  ],
  "metadata.Metadata": [
    field("SchemaVersion", "string", omit),
    field("Vendor", "string", omit),
    field("Version", "string", omit),
    field("ShortDescription", "string", omit),
    field("URL", "string", omit),
  ],
  "context.contextWithTLSListing": [
    field("Metadata", "store.Metadata", embedded),
    field("TLSMaterial", "map[string]store.EndpointFiles"),
    field("Storage", "store.StorageInfo"),
  ],
  "store.Metadata": [
    field("Name", "string", omit),
    field("Metadata", "interface {}", omit),
    field("Endpoints", "map[string]context.EndpointMetaBase", omit),
  ],
  "context.EndpointMetaBase": [field("Host", "string", omit), field("SkipTLSVerify", "bool")],
  "store.StorageInfo": [field("MetadataPath", "string"), field("TLSPath", "string")],
};
const clientRoots = {
  // Held by pointer there, which error texts show.
  plugin: `*${roots.plugin}`,
  versionInfo: "system.versionInfo",
  dockerInfo: "system.dockerInfo",
  context: "context.contextWithTLSListing",
};
const clientKinds = { "store.EndpointFiles": "[]string" };

const all = { ...structs };
for (const [name, fields] of Object.entries(client)) all[name] = { fields };
const allKinds = { ...kinds, ...clientKinds };
const wanted = { ...Object.fromEntries(INSPECTED.map((root) => [root, roots[root]])), ...clientRoots };

/** Names of types inside a type expression. */
const namesIn = (type) => type.match(/[A-Za-z_]\w*\.\w+/g) ?? [];

const reached = new Set();
const queue = Object.values(wanted).flatMap(namesIn);
while (queue.length > 0) {
  const name = queue.pop();
  if (reached.has(name)) continue;
  reached.add(name);
  for (const f of all[name]?.fields ?? []) queue.push(...namesIn(f.type));
  if (allKinds[name] !== undefined) queue.push(...namesIn(allKinds[name]));
}

/** `Name|json|type|flags`: json is empty where it is the name (or the struct is embedded); flags: e embedded, o omitempty. */
const line = (f) => {
  const flags = (f.embedded ? "e" : "") + (f.omitempty ? "o" : "");
  const json = f.json === f.name ? "" : (f.json ?? "");
  return `${f.name}|${json}|${f.type}|${flags}`;
};
const sorted = [...reached].sort();
const structLines = sorted.filter((name) => all[name]).map((name) => [name, (all[name].fields ?? []).map(line).join("\n")]);
const kindLines = sorted.filter((name) => allKinds[name]).map((name) => [name, allKinds[name]]);

const entries = (pairs) => pairs.map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},`).join("\n");
const text = `// Generated by scripts/gen-layouts.mjs from scripts/data/go-structs.json. Do not edit.
// biome-ignore-all format: generated

/** What each kind of answer decodes into. */
export const ROOTS = {
${entries(Object.entries(wanted))}
} as const;

/** Types with a name of their own over another shape. */
export const KINDS: Readonly<Record<string, string>> = {
${entries(kindLines)}
};

/** Structs: a line a field, \`Name|json|type|flags\`. */
export const STRUCTS: Readonly<Record<string, string>> = {
${entries(structLines)}
};
`;

if (process.argv.includes("--check")) {
  if (readFileSync(target, "utf8") !== text) {
    console.error("src/format/layouts.gen.ts is not up to date: node scripts/gen-layouts.mjs");
    process.exit(1);
  }
} else writeFileSync(target, text);
