/** The management commands, which only hold others; and how help orders the top level. */
export interface Group {
  summary: string;
  swarm?: boolean;
}

export const groups: Readonly<Record<string, Group>> = {
  builder: { summary: "Work with builds" },
  checkpoint: { summary: "Work with checkpoints of containers" },
  container: { summary: "Work with containers" },
  context: { summary: "Work with contexts: named daemons" },
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
