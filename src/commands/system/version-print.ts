/** The text of `version`. */
import type { Shape } from "../../config/layout.js";
import { alignText } from "../../format/tabwriter.js";
import { displayWidth } from "../../format/wide.js";
import { ansic, unixDate } from "./build-time.js";
import type { ClientFacts } from "./client-facts.js";

export interface Component {
  Name?: string;
  Version?: string;
  Details?: Record<string, string> | null;
}

/** GET /version. Daemons older than 18.06 send no components, older than 1.24 not all of the rest. */
export interface EngineVersion {
  Platform?: { Name?: string };
  Components?: Component[] | null;
  Version?: string;
  ApiVersion?: string;
  MinAPIVersion?: string;
  GitCommit?: string;
  GoVersion?: string;
  Os?: string;
  Arch?: string;
  BuildTime?: string;
  Experimental?: boolean;
}

const text: Shape = { kind: "string", name: "string" };
const componentShape: Shape = {
  kind: "struct",
  name: "types.ComponentVersion",
  short: "ComponentVersion",
  fields: { Name: text, Version: text, Details: { kind: "map", name: "map[string]string", of: text } },
};
/** The types that Docker insists on. */
export const versionShape: Shape = {
  kind: "struct",
  name: "types.Version",
  short: "Version",
  fields: {
    Platform: { kind: "struct", name: "struct { Name string }", short: "", fields: { Name: text } },
    Components: { kind: "list", name: "[]types.ComponentVersion", of: componentShape },
    ...{
      Version: text,
      ApiVersion: text,
      MinAPIVersion: text,
      GitCommit: text,
      GoVersion: text,
      Os: text,
      Arch: text,
      KernelVersion: text,
    },
    Experimental: { kind: "bool", name: "bool" },
    BuildTime: text,
  },
};

const ENGINE = "Engine";

/** Docker lays out this text, templates too, in columns of at least 20. */
export function alignVersion(text: string): string {
  return alignText(text, { minWidth: 20, padding: 1, measure: displayWidth }).join("\n");
}

/** The answer as Docker shows it: with a component for the daemon itself, its build time spelled out. */
export function withEngineComponent(server: EngineVersion): EngineVersion {
  const components = (server.Components ?? []).map((component) => {
    const built = component.Name === ENGINE ? component.Details?.BuildTime : undefined;
    return built === undefined ? component : { ...component, Details: { ...component.Details, BuildTime: ansic(built) } };
  });
  if (components.some(({ Name }) => Name === ENGINE)) return { ...server, Components: components };
  const { Version = "", ApiVersion = "", MinAPIVersion = "", GitCommit = "", GoVersion = "", Os = "", Arch = "", BuildTime = "" } = server;
  const Details = {
    ApiVersion,
    MinAPIVersion,
    GitCommit,
    GoVersion,
    Os,
    Arch,
    BuildTime: ansic(BuildTime),
    Experimental: String(server.Experimental ?? false),
  };
  return { ...server, Components: [...components, { Name: ENGINE, Version, Details }] };
}

/** Without the final newline. `server` has its engine component; undefined where there was no answer. */
export function renderVersion(client: ClientFacts, server: EngineVersion | undefined, dialect: "docker" | "dockline"): string {
  if (dialect === "dockline") return classic(client, server);
  return alignVersion([clientBlock(client), ...(server ? ["", serverBlock(server)] : [])].join("\n"));
}

function clientBlock(client: ClientFacts): string {
  const { Version, APIVersion, DefaultAPIVersion, GoVersion, GitCommit, BuildTime, Os, Arch, Context } = client;
  const lowered = APIVersion === DefaultAPIVersion ? "" : ` (downgraded from ${DefaultAPIVersion})`;
  return [
    "Client:",
    ` Version:\t${Version}`,
    ` API version:\t${APIVersion}${lowered}`,
    ` Go version:\t${GoVersion}`,
    ` Git commit:\t${GitCommit}`,
    ` Built:\t${BuildTime}`,
    ` OS/Arch:\t${Os}/${Arch}`,
    ` Context:\t${Context}`,
  ].join("\n");
}

function serverBlock({ Platform, Components }: EngineVersion): string {
  const name = Platform?.Name ? ` ${Platform.Name}` : "";
  return [`Server:${name}`, ...(Components ?? []).flatMap(componentLines)].join("\n");
}

function componentLines({ Name = "", Version = "", Details }: Component): string[] {
  const details = Details ?? {};
  const of = (key: string) => details[key] ?? "";
  const head = [` ${Name}:`, `  Version:\t${Version}`];
  if (Name !== ENGINE)
    return [
      ...head,
      ...Object.keys(details)
        .sort()
        .map((key) => `  ${key}:\t${of(key)}`),
    ];
  return [
    ...head,
    `  API version:\t${of("ApiVersion")} (minimum version ${of("MinAPIVersion")})`,
    `  Go version:\t${of("GoVersion")}`,
    `  Git commit:\t${of("GitCommit")}`,
    `  Built:\t${of("BuildTime")}`,
    `  OS/Arch:\t${of("Os")}/${of("Arch")}`,
    `  Experimental:\t${of("Experimental")}`,
  ];
}

/** The label column of the classic layout. */
const LABEL_WIDTH = 15;

/** Six lines each, as in the classic layout; whatever else there is to report follows in the same form. */
function classic(client: ClientFacts, server: EngineVersion | undefined): string {
  const lowered = client.APIVersion === client.DefaultAPIVersion ? "" : ` (downgraded from ${client.DefaultAPIVersion})`;
  const blocks = [
    block("Client:", [
      ...six(
        client.Version,
        client.APIVersion + lowered,
        client.GoVersion,
        client.GitCommit,
        inUtc(client.BuildTime),
        `${client.Os}/${client.Arch}`,
      ),
      ...(client.Context === "default" ? [] : [["Context", client.Context] as const]),
    ]),
  ];
  if (server) {
    const { Version = "", ApiVersion = "", GoVersion = "", GitCommit = "", BuildTime = "", Os = "", Arch = "", Components } = server;
    const others = (Components ?? [])
      .filter(({ Name }) => Name !== ENGINE)
      .map((component) => [component.Name ?? "", component.Version ?? ""] as const);
    const experimental = server.Experimental ? [["Experimental", "true"] as const] : [];
    blocks.push(
      block("Server:", [
        ...six(Version, ApiVersion, GoVersion, GitCommit, unixDate(BuildTime), `${Os}/${Arch}`),
        ...experimental,
        ...others,
      ]),
    );
  }
  return blocks.join("\n\n");
}

type Row = readonly [label: string, value: string];

function six(version: string, api: string, go: string, commit: string, built: string, arch: string): Row[] {
  return [
    ["Version", version],
    ["API version", api],
    ["Go version", go],
    ["Git commit", commit],
    ["Built", built],
    ["OS/Arch", arch],
  ];
}

function block(title: string, rows: readonly Row[]): string {
  const width = Math.max(LABEL_WIDTH, ...rows.map(([label]) => displayWidth(label) + 4));
  const lines = rows.map(([label, value]) => ` ${label}:${" ".repeat(width - displayWidth(label) - 2)}${value}`);
  return [title, ...lines].map((line) => line.trimEnd()).join("\n");
}

/** Our own build time is written in UTC. */
function inUtc(ansicTime: string): string {
  return ansicTime.replace(/ (\d{4})$/, " UTC $1");
}
