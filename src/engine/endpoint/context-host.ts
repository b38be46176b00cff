/** The daemon of a context that is created: taken from the options, and checked. */
import { UserError } from "../../errors.js";
import { addressOf, checkHost } from "./host-endpoint.js";
import { type ContextHost, type EndpointSources, hostOfOptions, tlsOfContext } from "./resolve.js";

export type DefaultSources = Omit<EndpointSources, "context" | "readContext">;

/**
 * What -H, DOCKER_HOST and the TLS options say: the default context. Throws UserError for an invalid host and for files that
 * are missing; does not check whether they fit together.
 */
export function defaultEndpoint(sources: DefaultSources): ContextHost {
  try {
    const { host, tls } = hostOfOptions(sources);
    const { skipVerify = false, ...files } = tls ?? {};
    return { host, skipTlsVerify: skipVerify, ...(Object.keys(files).length > 0 && { tls: files }) };
  } catch (error) {
    throw new UserError((error as Error).message, { cause: error });
  }
}

/** Throws UserError, in the words of `context create`, if no daemon can be reached with this. */
export async function checkContextHost(context: ContextHost, platform: NodeJS.Platform): Promise<void> {
  if (context.host === "") return;
  const checked = await checkHost(context.host, tlsOfContext(context)).catch(failed("invalid docker endpoint options: "));
  try {
    addressOf(checked, platform);
  } catch (error) {
    failed("unable to apply docker endpoint options: ")(error);
  }
}

function failed(prefix: string) {
  return (error: unknown): never => {
    throw new UserError(prefix + (error as Error).message, { cause: error });
  };
}
