/** The flags that `run` and `create` share: all that makes the container. */
import { bool, str, type Values } from "../../../cli/flags.js";
import { deviceFlags } from "./devices.js";
import { envFlags } from "./env.js";
import { healthFlags } from "./health.js";
import { loggingFlags } from "./logging.js";
import { mountFlags } from "./mounts.js";
import { namespaceFlags } from "./namespaces.js";
import { networkFlags } from "./network.js";
import { portFlags } from "./ports.js";
import { processFlags } from "./process.js";
import { resourceFlags } from "./resources.js";
import { securityFlags } from "./security.js";
import { streamFlags } from "./streams.js";

/** What is no part of the container: its name, its image, the files of the client. */
const creationFlags = {
  name: str("Name for the container"),
  cidfile: str("Write the container ID to a file"),
  pull: str('When to pull the image: "always", "missing" or "never"', { def: "missing" }),
  quiet: bool("Suppress pull output", { short: "q" }),
  platform: str("Platform to use if the image has several, os[/arch[/variant]]", { api: "1.32", env: "DOCKER_DEFAULT_PLATFORM" }),
  disableContentTrust: bool("Skip image signature verification", { def: true }),
  useApiSocket: bool("Give the container the daemon's socket and your registry logins"),
};

export const createFlags = {
  ...creationFlags,
  ...processFlags,
  ...streamFlags,
  ...envFlags,
  ...portFlags,
  ...mountFlags,
  ...networkFlags,
  ...resourceFlags,
  ...deviceFlags,
  ...securityFlags,
  ...namespaceFlags,
  ...loggingFlags,
  ...healthFlags,
};

export type CreateValues = Values<typeof createFlags>;
