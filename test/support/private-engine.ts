/** The engine that a test file runs on. */
import { inject } from "vitest";
import { openEngine, type PrivateEngine } from "../../scripts/engine/engine.mjs";
import { apiRequest } from "../../scripts/engine/engine-api.mjs";

/**
 * A running engine with busybox:latest, shared by the test files that this worker runs one after another, and by no
 * other. Leave it as you found it; a test that kills or fills an engine takes one of its own with `startEngine`.
 * @param version "28.5" or "20.10"; started when first asked for
 */
export async function privateEngine(version = "28.5"): Promise<PrivateEngine> {
  const { status, body } = await apiRequest(inject("engineBroker"), "GET", `/${process.pid}/${version}`, { timeout: 170_000 });
  if (status !== 200) throw new Error(`no private engine ${version}: ${body}`);
  return openEngine(body.toString());
}
