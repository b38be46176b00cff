/** Where the container's output is kept. */
import { list, str, type Values } from "../../../cli/flags.js";
import { UserError } from "../../../errors.js";
import { toMap } from "../../../values/key-value.js";
import type { HostConfig } from "./types.js";

export const loggingFlags = {
  logDriver: str("Logging driver for the container"),
  logOpt: list("Logging driver option"),
};

export function logConfig(f: Values<typeof loggingFlags>): HostConfig["LogConfig"] {
  if (f.logDriver === "none" && f.logOpt.length > 0) throw new UserError(`invalid logging opts for driver ${f.logDriver}`);
  return { Type: f.logDriver, Config: toMap(f.logOpt) };
}
