/** Which version of the API to speak (the reference's rules), and what `_ping` says about the engine. */
import { compareVersions } from "../values/version.js";
import type { Ping } from "./engine.js";

/** The newest version we speak. */
export const MAX_API = "1.50";
/** What an engine speaks that does not say: versions before 1.24 had no header for it. */
export const SILENT_API = "1.24";

/** The lower of ours and the engine's. */
export function negotiated(theirs: string): string {
  const version = theirs || SILENT_API;
  return compareVersions(version, MAX_API) < 0 ? version : MAX_API;
}

/** DOCKER_API_VERSION as the reference takes it: a leading "v" is dropped, the rest is not looked at. */
export function pinned(variable: string | undefined): string | undefined {
  return variable?.replace(/^v/, "") || undefined;
}

/** The headers of an answer to `_ping`. */
export function parsePing(headers: Readonly<Record<string, string>>): Ping {
  const swarm = headers.swarm;
  const [nodeState = "", role] = (swarm ?? "").split("/");
  return {
    apiVersion: headers["api-version"] ?? "",
    osType: headers.ostype ?? "",
    experimental: headers["docker-experimental"] === "true",
    builderVersion: headers["builder-version"] ?? "",
    ...(swarm && { swarm: { nodeState, controlAvailable: role === "manager" } }),
  };
}
