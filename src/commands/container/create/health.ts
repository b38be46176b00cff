/** The health check. */

import { duration, integer } from "../../../cli/flag-kinds.js";
import { bool, str, type Values } from "../../../cli/flags.js";
import { UserError } from "../../../errors.js";
import type { HealthConfig } from "./types.js";

export const healthFlags = {
  healthCmd: str("Command that checks the container's health"),
  healthInterval: duration("Time between health checks (ms|s|m|h)"),
  healthTimeout: duration("Maximum time one health check may take (ms|s|m|h)"),
  healthStartPeriod: duration("Start-up time before failed health checks count (ms|s|m|h)", { api: "1.29" }),
  healthStartInterval: duration("Time between health checks during start-up (ms|s|m|h)", { api: "1.44" }),
  healthRetries: integer("Consecutive failures that make the container unhealthy"),
  noHealthcheck: bool("Disable the image's health check"),
};

export function healthConfig(f: Values<typeof healthFlags>): HealthConfig | undefined {
  const numbers = {
    "health-interval": f.healthInterval,
    "health-timeout": f.healthTimeout,
    "health-retries": f.healthRetries,
    "health-start-period": f.healthStartPeriod,
    "health-start-interval": f.healthStartInterval,
  };
  const asked = f.healthCmd !== "" || Object.values(numbers).some((value) => value !== 0);
  if (f.noHealthcheck && asked) throw new UserError("--no-healthcheck conflicts with --health-* options");
  if (f.noHealthcheck) return { Test: ["NONE"] };
  if (!asked) return undefined;
  const negative = Object.entries(numbers).find(([, value]) => value < 0);
  if (negative) throw new UserError(`--${negative[0]} cannot be negative`);
  return {
    Test: f.healthCmd === "" ? undefined : ["CMD-SHELL", f.healthCmd],
    Interval: f.healthInterval || undefined,
    Timeout: f.healthTimeout || undefined,
    StartPeriod: f.healthStartPeriod || undefined,
    StartInterval: f.healthStartInterval || undefined,
    Retries: f.healthRetries || undefined,
  };
}
