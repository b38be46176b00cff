/** The user that runs the client. */

/** The user's ID; -1 where users have none (Windows). */
export function userId(): number {
  return process.geteuid?.() ?? -1;
}

/** The user's home directory; "" where HOME is unset and the system does not know the user, e.g. a bare user ID in a container. */
export function homeDirectory(env: Readonly<Record<string, string | undefined>>): string {
  try {
    // Loaded on demand: 0.3 ms on Bun.
    return env.HOME || process.getBuiltinModule("node:os").homedir();
  } catch {
    return "";
  }
}
