/** Who runs us. */

/** The user's number; -1 where users have none (Windows). */
export function userId(): number {
  return process.geteuid?.() ?? -1;
}
