/** What `version` and `info` say about the client itself. */
import type { Ctx } from "../../cli/context.js";
import { currentContextName } from "../../config/current-context.js";
import { MAX_API } from "../../engine/version.js";
import { BUILT, COMMIT, clientVersion, goArch, goOs, runtimeVersion } from "../../version.js";
import { ansic } from "./build-time.js";

/** Keys are the Go names of Docker's fields. */
export interface ClientFacts {
  Version: string;
  /** The version in use; "" where the daemon is not asked (`info` leaves it out). */
  APIVersion: string;
  DefaultAPIVersion: string;
  GitCommit: string;
  GoVersion: string;
  Os: string;
  Arch: string;
  BuildTime: string;
  Context: string;
}

type Around = Pick<Ctx, "dialect" | "platform" | "arch" | "global" | "env" | "config">;

export function clientFacts({ dialect, platform, arch, global, env, config }: Around): ClientFacts {
  return {
    Version: clientVersion(dialect),
    APIVersion: "",
    DefaultAPIVersion: MAX_API,
    GitCommit: COMMIT,
    GoVersion: runtimeVersion(),
    Os: goOs(platform),
    Arch: goArch(arch),
    BuildTime: ansic(BUILT),
    Context: currentContextName({ flags: global, env, configured: () => config().values.currentContext }),
  };
}
