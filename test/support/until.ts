/** Waiting for what can be observed, instead of for a time that is hoped to be enough. */
import { setTimeout as sleep } from "node:timers/promises";

/** Milliseconds between two looks. */
const INTERVAL = 20;

/**
 * Waits until `condition` returns something true, and returns that. Throws what `condition` throws.
 * @param options.timeout milliseconds after which it throws instead
 * @param options.of says what is missing, for the error message; the condition's own text when absent
 */
export async function until<T>(
  condition: () => T | Promise<T>,
  { timeout = 10_000, of = () => String(condition) }: { timeout?: number; of?: () => string } = {},
): Promise<NonNullable<T>> {
  const deadline = Date.now() + timeout;
  for (;;) {
    const found = await condition();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`waited ${timeout} ms for: ${of()}`);
    await sleep(INTERVAL);
  }
}
