/** `--restart`: `no`, `always`, `unless-stopped`, `on-failure[:n]`; the daemon validates the name. */
import { type Int, parseInt64 } from "./integer.js";
import { splitPair } from "./key-value.js";

export interface RestartPolicy {
  Name: string;
  MaximumRetryCount: Int;
}

export function parseRestartPolicy(raw: string): RestartPolicy {
  const invalid = (why: string) => new Error(`invalid restart policy format: ${why}`);
  const [Name, count] = splitPair(raw, ":");
  if (Name === "" && count !== undefined) throw invalid("no policy provided before colon");
  if (!count) return { Name, MaximumRetryCount: 0 };
  try {
    return { Name, MaximumRetryCount: parseInt64(count, 10) };
  } catch {
    throw invalid("maximum retry count must be an integer");
  }
}

/** The container is not restarted. */
export const isNeverRestarted = (policy: RestartPolicy) => policy.Name === "" || policy.Name === "no";
