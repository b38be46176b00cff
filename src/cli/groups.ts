/** The management commands, which only hold others; and how help orders the top level. */
import type { Dialect } from "./context.js";

export interface Group {
  summary: string;
  swarm?: boolean;
  /** Only where the daemon is experimental. */
  experimental?: boolean;
  /** dockline's own: unknown under the name `docker`. */
  own?: boolean;
}

export const groups: Readonly<Record<string, Group>> = {
  builder: { summary: "Manage builds" },
  checkpoint: { summary: "Manage checkpoints (experimental daemons)", experimental: true },
  container: { summary: "Manage containers" },
  context: { summary: "Manage contexts (named daemons)" },
  engine: { summary: "Manage a private engine on this machine", own: true },
  image: { summary: "Manage images" },
  manifest: { summary: "Manage image manifests and manifest lists" },
  network: { summary: "Manage networks" },
  plugin: { summary: "Manage the daemon's plugins" },
  system: { summary: "Manage the daemon: information, events, disk usage, clean-up" },
  volume: { summary: "Manage volumes" },
  config: { summary: "Manage Swarm configs", swarm: true },
  node: { summary: "Manage Swarm nodes", swarm: true },
  secret: { summary: "Manage Swarm secrets", swarm: true },
  service: { summary: "Manage Swarm services", swarm: true },
  stack: { summary: "Manage Swarm stacks", swarm: true },
  swarm: { summary: "Manage Swarm", swarm: true },
};

/** The commands that people need most, in the order of help. */
export const common: readonly string[] = [
  "run",
  "exec",
  "ps",
  "build",
  "pull",
  "push",
  "images",
  "login",
  "logout",
  "search",
  "version",
  "info",
];

/** Is the group of this name unknown to the dialect? */
export function isForeign(dialect: Dialect, name: string): boolean {
  return dialect === "docker" && groups[name]?.own === true;
}
