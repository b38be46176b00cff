/** How `stop` and `restart` end a container. */
import { int, str, type Values } from "../../cli/flags.js";

const timeout = int("Seconds to wait before killing the container");

export const endingFlags = {
  signal: str("Signal to send to the container", { short: "s" }),
  timeout: { ...timeout, short: "t" },
  time: { ...timeout, deprecated: "use --timeout instead" },
};

type EndingFlags = Values<typeof endingFlags>;

/** First API version whose stop and restart take a signal. */
const SIGNAL_API = [1, 42] as const;

function takesSignal(apiVersion: string): boolean {
  const [major = 0, minor = 0] = apiVersion.split(".").map(Number);
  return apiVersion === "" || major > SIGNAL_API[0] || (major === SIGNAL_API[0] && minor >= SIGNAL_API[1]);
}

/**
 * Query of POST /containers/NAME/stop and /restart. Pure. Without a flag the daemon uses what the container was made with.
 * @param apiVersion "" where it is not known; daemons before 1.42 are sent no signal, as Docker has it
 */
export function toEndingQuery(f: EndingFlags, changed: ReadonlySet<string>, apiVersion: string) {
  const seconds = changed.has("timeout") ? f.timeout : changed.has("time") ? f.time : undefined;
  return { signal: takesSignal(apiVersion) ? f.signal : undefined, t: seconds };
}
