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
  name: str("Name of the container"),
  cidfile: str("Write the container's ID to this file"),
  pull: str('Pull the image first ("always", "missing", "never")', { def: "missing" }),
  quiet: bool("Say nothing while pulling", { short: "q" }),
  platform: str("Platform of the image, where the engine has several", { api: "1.32", env: "DOCKER_DEFAULT_PLATFORM" }),
  disableContentTrust: bool("Do not verify the image's signature", { def: true }),
  useApiSocket: bool("Give it the engine's socket and the registry logins"),
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
