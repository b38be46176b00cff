/** The options that stand before the command (`dockline -H … ps`). Parsed by hand: commander is loaded for the routed command only. */
import { UserError } from "../errors.js";
import { parseBool } from "../values/bool.js";
import type { GlobalFlags } from "./context.js";
import { type FlagName, invalidArgument, lookupOf, parseArgs } from "./pflag.js";

interface GlobalFlag extends FlagName {
  kind: "string" | "bool" | "list";
  summary: string;
  /** Default as help prints it. */
  shown?: (home: string) => string;
}

const inHome = (file: string) => (home: string) => `"${home}/.docker${file && `/${file}`}"`;

/** In the order of help. */
export const globalFlags: readonly GlobalFlag[] = [
  { long: "config", kind: "string", summary: "Folder of the client's configuration", shown: inHome("") },
  { long: "context", short: "c", kind: "string", summary: "Context that names the daemon (wins over DOCKER_HOST and the current context)" },
  { long: "debug", short: "D", kind: "bool", bare: "true", summary: "Enable debug mode" },
  { long: "host", short: "H", kind: "list", summary: "Daemon to connect to (unix://, tcp://, ssh://)" },
  {
    long: "log-level",
    short: "l",
    kind: "string",
    summary: 'Set the logging level ("debug", "info", "warn", "error", "fatal")',
    shown: () => '"info"',
  },
  { long: "tls", kind: "bool", bare: "true", summary: "Use TLS; implied by --tlsverify" },
  { long: "tlscacert", kind: "string", summary: "Trust only certificates signed by this CA", shown: inHome("ca.pem") },
  { long: "tlscert", kind: "string", summary: "Path to the TLS certificate file", shown: inHome("cert.pem") },
  { long: "tlskey", kind: "string", summary: "Path to the TLS key file", shown: inHome("key.pem") },
  { long: "tlsverify", kind: "bool", bare: "true", summary: "Use TLS and verify the daemon" },
  { long: "version", short: "v", kind: "bool", bare: "true", summary: "Print version information and exit" },
];

/** --help is known everywhere; -h is its old shorthand. */
export const helpFlag: FlagName = { long: "help", short: "h", bare: "true" };

const LEVELS = new Set(["panic", "fatal", "error", "warn", "warning", "info", "debug", "trace"]);

export interface ParsedGlobals {
  global: GlobalFlags;
  help: boolean;
  /** `-h` was written: Docker warns that it is deprecated. */
  shortHelp: boolean;
  version: boolean;
  /** The command and what follows it. */
  rest: string[];
}

/** Splits argv at the command word. Throws FlagError with pflag's texts. */
export function parseGlobals(argv: readonly string[]): ParsedGlobals {
  const values: Record<string, string | undefined> = {};
  const bools: Record<string, boolean | undefined> = {};
  const hosts: string[] = [];
  const rest = parseArgs(argv, lookupOf<FlagName>([...globalFlags, helpFlag]), false, (flag, raw) => {
    const kind = flag === helpFlag ? "bool" : (flag as GlobalFlag).kind;
    if (kind === "list") hosts.push(raw);
    else if (kind === "string") values[flag.long] = raw;
    else bools[flag.long] = parsedBool(flag, raw);
  });
  const help = bools.help ?? false;
  return {
    global: {
      config: values.config,
      context: values.context,
      debug: bools.debug ?? false,
      hosts,
      logLevel: checkLevel(values["log-level"] ?? "info"),
      tls: bools.tls,
      tlscacert: values.tlscacert,
      tlscert: values.tlscert,
      tlskey: values.tlskey,
      tlsverify: bools.tlsverify,
    },
    help,
    shortHelp: help && argv[0] === "-h",
    version: bools.version ?? false,
    rest,
  };
}

function parsedBool(flag: FlagName, raw: string): boolean {
  try {
    return parseBool(raw);
  } catch (error) {
    throw invalidArgument(flag, raw, (error as Error).message);
  }
}

function checkLevel(level: string): string {
  if (LEVELS.has(level.toLowerCase())) return level.toLowerCase();
  throw new UserError(`Unable to parse logging level: ${level}`);
}
