/** From the body to the request: what depends on the image's name, the endpoint and the API's version. */
import { UserError } from "../../../errors.js";
import { encodeJson } from "../../../values/json/encode.js";
import { formatPlatform, type HostPlatform, type Platform, parsePlatform } from "../../../values/platform.js";
import { parseAnyReference, type Reference, withDefaultTag } from "../../../values/reference.js";
import { compareVersions } from "../../../values/version.js";
import type { CreateValues } from "./flags.js";
import { checked } from "./input.js";
import type { CreateBody } from "./types.js";

/** Where --use-api-socket puts the registry logins. */
export const API_SOCKET_CONFIG = "/run/secrets/docker/config.json";
const CONFIG_VARIABLE = "DOCKER_CONFIG=";
const SOCKET = "/var/run/docker.sock";

export interface RequestInput {
  /** Version in use, e.g. "1.50". */
  apiVersion: string;
  /** The endpoint as the user would write it. */
  host: string;
  /** The client's own platform. */
  client: HostPlatform;
  /** Rows and columns of stdout's terminal; [0, 0] where it is none. */
  consoleSize: readonly [rows: number, columns: number];
  /** There are registry logins for the container (asked only where `wantsLogins` says so). */
  hasLogins: boolean;
}

export interface CreateRequest {
  body: CreateBody;
  /** The image by name, with its tag; absent where it was given by ID: such an image cannot be pulled. */
  reference?: Reference;
  platform?: Platform;
  query: { name?: string; platform?: string };
}

/** Are the registry logins to be put into the container? Not where it has a DOCKER_CONFIG of its own. */
export function wantsLogins(body: CreateBody, f: Pick<CreateValues, "useApiSocket">): boolean {
  return f.useApiSocket && !(body.Env ?? []).some((variable) => variable.startsWith(CONFIG_VARIABLE));
}

function withApiSocket(body: CreateBody, host: string, logins: boolean): CreateBody {
  if (!host.startsWith("unix://")) {
    throw new UserError(`flag --use-api-socket can only be used with unix sockets: docker endpoint ${host} incompatible`);
  }
  const mount = { Type: "bind", Source: host.slice("unix://".length), Target: SOCKET, BindOptions: {} };
  const config = CONFIG_VARIABLE + API_SOCKET_CONFIG.slice(0, API_SOCKET_CONFIG.lastIndexOf("/"));
  return {
    ...body,
    Env: logins ? [...(body.Env ?? []), config] : body.Env,
    HostConfig: { ...body.HostConfig, Mounts: [...(body.HostConfig.Mounts ?? []), mount] },
  };
}

/**
 * Throws UserError: `create` prints it plainly and ends with 1, `run` as it prints those of `toCreateBody`, with 125.
 * Docker makes the cidfile before and pulls (`--pull always`) after this; then comes `forVersion`.
 */
export function toCreateRequest(
  body: CreateBody,
  f: Pick<CreateValues, "name" | "platform" | "useApiSocket">,
  input: RequestInput,
): CreateRequest {
  const named = checked(() => parseAnyReference(body.Image));
  const complete = f.useApiSocket ? withApiSocket(body, input.host, input.hasLogins && wantsLogins(body, f)) : body;
  // Older daemons take no platform: it is not even looked at.
  const asked = f.platform !== "" && compareVersions(input.apiVersion, "1.41") >= 0;
  const platform = asked ? platformOf(f.platform, input.client) : undefined;
  return {
    body: { ...complete, HostConfig: { ...complete.HostConfig, ConsoleSize: [...input.consoleSize] } },
    reference: named && withDefaultTag(named),
    platform,
    query: { name: f.name || undefined, platform: platform && formatPlatform(platform) },
  };
}

function platformOf(raw: string, client: HostPlatform): Platform {
  try {
    return parsePlatform(raw, client);
  } catch (error) {
    throw new UserError(`error parsing specified platform: ${(error as Error).message}`);
  }
}

function refuseOld(body: CreateBody, apiVersion: string): void {
  const older = (version: string) => compareVersions(apiVersion, version) < 0;
  if (older("1.44") && Object.values(body.NetworkingConfig.EndpointsConfig).some(({ MacAddress }) => MacAddress !== "")) {
    throw new UserError(`"specify mac-address per network" requires API version 1.44, but the Docker daemon API version is ${apiVersion}`);
  }
  for (const { BindOptions } of body.HostConfig.Mounts ?? []) {
    if (BindOptions?.NonRecursive && older("1.40")) throw new UserError("bind-recursive=disabled requires API v1.40 or later");
    if (BindOptions?.ReadOnlyForceRecursive && older("1.44")) throw new UserError("bind-recursive=readonly requires API v1.44 or later");
  }
}

/** The request as a daemon of `apiVersion` understands it. Throws UserError (as `toCreateRequest`) where it cannot. */
export function forVersion(request: CreateRequest, apiVersion: string): CreateRequest {
  refuseOld(request.body, apiVersion);
  const within = (from: string, below: string) => compareVersions(apiVersion, from) >= 0 && compareVersions(apiVersion, below) < 0;
  const { KernelMemory, ...host } = request.body.HostConfig;
  const HostConfig = {
    ...host,
    AutoRemove: host.AutoRemove && compareVersions(apiVersion, "1.25") >= 0,
    KernelMemory: within("1.40", "1.42") ? KernelMemory : undefined,
    ConsoleSize:
      request.platform?.os === "linux" && compareVersions(apiVersion, "1.42") < 0 ? ([0, 0] as [number, number]) : host.ConsoleSize,
  };
  return { ...request, body: { ...request.body, HostConfig } };
}

/** The body's bytes. Integers beyond 2^53 are exact, which JSON.stringify does not manage: send these, as application/json. */
export function encodeBody(body: CreateBody): Uint8Array {
  return Buffer.from(encodeJson(body));
}
