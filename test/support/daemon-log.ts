/** What a private engine of the test's own has been asked: its log tells, when dockerd is started with `--debug`. */
import { readFileSync } from "node:fs";
import type { PrivateEngine } from "../../scripts/engine/engine.mjs";
import { until } from "./until.js";

/** Arguments of startEngine that make dockerd write a line for every request, before it handles it. */
export const TELLS_REQUESTS = { args: () => ["--debug"] };

/** The requests in the log: `POST /v1.51/containers/loop/wait`. */
export function requestsTo({ logFile }: PrivateEngine): string[] {
  return readFileSync(logFile, "utf8")
    .split("\n")
    .flatMap((line) => {
      const [, method, url] = /handling \w+ request" .*method=(\w+) .*request-url="?([^\s"]+)/.exec(line) ?? [];
      return url ? `${method} ${url}` : [];
    });
}

/** Waits until the daemon has been asked each of these, in whatever order, and as often as each stands in the list. */
export async function asked(engine: PrivateEngine, wanted: readonly RegExp[], timeout = 20_000): Promise<void> {
  const missing = () => {
    const left = requestsTo(engine);
    return wanted.filter((pattern) => {
      const at = left.findIndex((line) => pattern.test(line));
      if (at >= 0) left.splice(at, 1);
      return at < 0;
    });
  };
  await until(() => missing().length === 0, {
    timeout,
    of: () => `the requests ${missing().join(" ")}; there were\n${requestsTo(engine).join("\n")}`,
  });
}
