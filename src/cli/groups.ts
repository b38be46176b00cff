/** The management commands, which only hold others; and how help orders the top level. */
import type { Dialect } from "./context.js";

export interface Group {
  summary: string;
  swarm?: boolean;
  /** Only where the daemon is experimental. */
  experimental?: boolean;
  /** Ours alone: as `docker` it is an unknown command. */
  own?: boolean;
}

export const groups: Readonly<Record<string, Group>> = {
  builder: { summary: "Work with builds" },
  checkpoint: { summary: "Work with checkpoints of containers (experimental daemons)", experimental: true },
  container: { summary: "Work with containers" },
  context: { summary: "Work with contexts: named daemons" },
  engine: { summary: "Run a private engine of your own on this machine", own: true },
  image: { summary: "Work with images" },
  manifest: { summary: "Work with image manifests and manifest lists" },
  network: { summary: "Work with networks" },
  plugin: { summary: "Work with plugins of the daemon" },
  system: { summary: "Look at the daemon and clean up" },
  volume: { summary: "Work with volumes" },
  config: { summary: "Work with Swarm configs", swarm: true },
  node: { summary: "Work with Swarm nodes", swarm: true },
  secret: { summary: "Work with Swarm secrets", swarm: true },
  service: { summary: "Work with Swarm services", swarm: true },
  stack: { summary: "Work with Swarm stacks", swarm: true },
  swarm: { summary: "Work with a Swarm itself", swarm: true },
};

/** The commands that people need first, in the order of help. */
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
