import type { Ctx } from "../../cli/context.js";
import { writeNote } from "../../format/note.js";

/** login and logout work on what is stored, which does not count while DOCKER_AUTH_CONFIG is set (from Docker 28.3 on). */
export function noteGivenByEnvironment({ env, stderr }: Ctx): void {
  if (!env.DOCKER_AUTH_CONFIG) return;
  const text = "DOCKER_AUTH_CONFIG is set and takes precedence.\nUnset DOCKER_AUTH_CONFIG to restore the CLI auth behaviour.\n";
  writeNote(stderr, text, "warning");
}
