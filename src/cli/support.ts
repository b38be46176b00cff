/** Refuses flags and commands that the daemon is too old for, or has switched off, with Docker's texts. */
import { StatusError } from "../errors.js";
import { compareVersions } from "../values/version.js";
import type { Ctx } from "./context.js";
import { type Flags, longName } from "./flags.js";
import type { AnyCommand } from "./spec.js";

const unsupported = (text: string) => new StatusError(text, 1, { kind: "unsupported" });

/** What makes a command or a group depend on the daemon. */
type Gated = Pick<AnyCommand, "api" | "experimental" | "flags">;

/** Asks the daemon only where the command or a flag that was written depends on it. Throws StatusError. */
export async function checkSupport(ctx: Ctx, command: Gated, path: string, changed: ReadonlySet<string>): Promise<void> {
  const gated = Object.entries(command.flags as Flags)
    .filter(([key, flag]) => changed.has(key) && (flag.api || flag.os || flag.experimental))
    .map(([key, flag]) => ({ long: longName(key, flag), flag }))
    .sort((a, b) => (a.long < b.long ? -1 : 1));
  if (!command.api && !command.experimental && gated.length === 0) return;
  const engine = await ctx.engine();
  const ping = await engine.ping().catch(() => undefined);
  // No answer: the command itself will say so, about the request that matters.
  if (!ping) return;
  const version = await engine.apiVersion();
  const { osType, experimental } = ping;
  const tooOld = (what: string, api: string) => `${what} requires API version ${api}, but the Docker daemon API version is ${version}`;
  if (command.api && compareVersions(version, command.api) < 0) throw unsupported(tooOld(path, command.api));
  if (command.experimental && !experimental) {
    throw unsupported(`${path} is only supported on a Docker daemon with experimental features enabled`);
  }
  const refusals = gated.flatMap(({ long, flag }) => {
    const name = `"--${long}"`;
    if (flag.api && compareVersions(version, flag.api) < 0) return [tooOld(name, flag.api)];
    if (flag.os && osType && flag.os !== osType) {
      return [`${name} is only supported on a Docker daemon running on ${flag.os}, but the Docker daemon is running on ${osType}`];
    }
    if (flag.experimental && !experimental) return [`${name} is only supported on a Docker daemon with experimental features enabled`];
    return [];
  });
  if (refusals.length > 0) throw unsupported(refusals.join("\n"));
}
