/** A client of the private engine, whatever daemon the options and the environment name. */
import { createEngine } from "../engine/client.js";
import type { Engine } from "../engine/engine.js";
import { userAgent } from "../version.js";
import type { EngineHost, Place } from "./place.js";

export function openOwn({ platform, now }: EngineHost, { host, socket }: Place): Engine {
  return createEngine({ endpoint: { kind: "unix", host, path: socket }, env: {}, userAgent: userAgent(platform), platform, now });
}

/** "Docker 28.5.2". @throws StatusError where it does not answer */
export async function describeEngine(host: EngineHost, place: Place): Promise<string> {
  const engine = openOwn(host, place);
  try {
    const { Version, Components = [] } = await engine.json<{ Version: string; Components?: { Name: string }[] }>("GET", "/version");
    return `${/podman/i.test(Components[0]?.Name ?? "") ? "Podman" : "Docker"} ${Version}`;
  } finally {
    engine.close();
  }
}
