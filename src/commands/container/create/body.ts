/** Flags to the body of POST /containers/create. Pure but for the files that flags name, which `input.readFile` reads. */
import { UserError } from "../../../errors.js";
import { toMap } from "../../../values/key-value.js";
import { isNeverRestarted, parseRestartPolicy } from "../../../values/restart.js";
import { deviceMappings, deviceRequests } from "./devices.js";
import { environment, labels } from "./env.js";
import type { CreateValues } from "./flags.js";
import { healthConfig } from "./health.js";
import { type CreateInput, checked } from "./input.js";
import { logConfig } from "./logging.js";
import { mounts, storageOptions, volumes } from "./mounts.js";
import { namespaces } from "./namespaces.js";
import { checkMac, endpoints, networkHostConfig } from "./network.js";
import { ports } from "./ports.js";
import { processConfig } from "./process.js";
import { checkSwappiness, resources } from "./resources.js";
import { privileges, securityOptions } from "./security.js";
import { streamConfig } from "./streams.js";
import { type CreateBody, orAbsent } from "./types.js";

const PULL = ["always", "missing", "never", ""];

function checkPull(f: CreateValues): void {
  if (PULL.includes(f.pull)) return;
  throw new UserError(`invalid pull option: '${f.pull}': must be one of "always", "missing" or "never"`);
}

/** Every part that can be refused, in the order in which Docker looks at them: the first error is the one shown. */
function judgedParts(f: CreateValues, input: CreateInput) {
  checkPull(f);
  checkMac(f);
  checkSwappiness(f);
  const parts = {
    volumes: volumes(f, input),
    ports: ports(f),
    devices: deviceMappings(f, input.osType),
    env: environment(f, input),
    labels: labels(f, input),
    namespaces: namespaces(f),
    restart: checked(() => parseRestartPolicy(f.restart)),
    log: logConfig(f),
    security: securityOptions(f, input),
    storage: storageOptions(f),
    health: healthConfig(f),
  };
  if (f.rm && !isNeverRestarted(parts.restart)) throw new UserError("conflicting options: cannot specify both --restart and --rm");
  return { ...parts, endpoints: endpoints(f) };
}

/**
 * Throws UserError: the command prints it with its own name and the hint to --help, and ends with 125 (see `usageFailure`).
 * @param changed keys of the flags that were written
 */
export function toCreateBody(f: CreateValues, changed: ReadonlySet<string>, input: CreateInput): CreateBody {
  const part = judgedParts(f, input);
  return {
    ...processConfig(f, changed, input.args),
    ...streamConfig(f),
    ExposedPorts: part.ports.ExposedPorts,
    Env: part.env,
    Healthcheck: part.health,
    Image: input.image,
    Volumes: part.volumes.Volumes,
    OnBuild: null,
    Labels: part.labels,
    HostConfig: {
      Binds: part.volumes.Binds,
      ContainerIDFile: f.cidfile,
      LogConfig: part.log,
      ...networkHostConfig(f),
      PortBindings: part.ports.PortBindings,
      PublishAllPorts: f.publishAll,
      RestartPolicy: part.restart,
      AutoRemove: f.rm,
      ...mounts(f, input),
      ConsoleSize: [0, 0],
      Annotations: orAbsent(toMap(f.annotation)),
      ...privileges(f),
      ...part.namespaces,
      Cgroup: "",
      ReadonlyRootfs: f.readOnly,
      ...part.security,
      StorageOpt: part.storage,
      Runtime: f.runtime || undefined,
      Isolation: f.isolation,
      ...resources(f),
      Devices: part.devices,
      DeviceCgroupRules: f.deviceCgroupRule.length > 0 ? f.deviceCgroupRule : null,
      DeviceRequests: deviceRequests(f),
      Init: changed.has("init") ? f.init : undefined,
    },
    NetworkingConfig: { EndpointsConfig: part.endpoints },
  };
}
