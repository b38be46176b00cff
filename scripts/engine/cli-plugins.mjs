// @ts-check
/** The real CLI plugins, docker-compose and docker-buildx, from the distribution's packages. */
import { join } from "node:path";
import { hostSources } from "./apt.mjs";
import { unpack } from "./packages.mjs";

/**
 * The folder that holds both, for `cliPluginsExtraDirs`. Debian's own stable release has neither: they are taken from
 * sid, whose builds run on an older C library too.
 */
export async function cliPlugins() {
  const { id } = await hostSources();
  const suite = id === "debian" ? "sid" : "host";
  const folder = await unpack({ key: "tools/cli-plugins", suite, packages: ["docker-compose-v2|docker-compose", "docker-buildx"] });
  return join(folder, "usr/libexec/docker/cli-plugins");
}
