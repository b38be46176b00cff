/** Capabilities, profiles, privileges, kernel parameters. */
import path from "node:path";
import { bool, list, type Values } from "../../../cli/flags.js";
import { normalizeCapabilities } from "../../../values/capability.js";
import { toMap } from "../../../values/key-value.js";
import { parseSecurityOptions } from "../../../values/security.js";
import { checkSysctl } from "../../../values/sysctl.js";
import { type CreateInput, checked } from "./input.js";
import { type HostConfig, orAbsent, orNull } from "./types.js";

export const securityFlags = {
  capAdd: list("Add a Linux capability"),
  capDrop: list("Drop a Linux capability"),
  privileged: bool("Give the container extended privileges: all capabilities and devices"),
  securityOpt: list("Security option: seccomp=file, apparmor=…, label=…, no-new-privileges"),
  groupAdd: list("Add a supplementary group"),
  sysctl: list("Set a kernel parameter (sysctl) of the container", { kind: "map", shown: "map[]", check: checkSysctl }),
};

type SecurityValues = Values<typeof securityFlags>;

export function securityOptions(f: SecurityValues, input: CreateInput): Pick<HostConfig, "SecurityOpt" | "MaskedPaths" | "ReadonlyPaths"> {
  const read = (file: string) => input.readFile(path.resolve(input.cwd, file));
  const { options, unconfinedPaths } = checked(() => parseSecurityOptions(f.securityOpt, read));
  return {
    SecurityOpt: f.securityOpt.length > 0 ? options : null,
    // Empty lists switch the daemon's off; null keeps them.
    MaskedPaths: unconfinedPaths ? [] : null,
    ReadonlyPaths: unconfinedPaths ? [] : null,
  };
}

export function privileges(f: SecurityValues): Pick<HostConfig, "CapAdd" | "CapDrop" | "Privileged" | "GroupAdd" | "Sysctls"> {
  return {
    CapAdd: orNull(normalizeCapabilities(f.capAdd)),
    CapDrop: orNull(normalizeCapabilities(f.capDrop)),
    Privileged: f.privileged,
    GroupAdd: orNull(f.groupAdd),
    Sysctls: orAbsent(toMap(f.sysctl)),
  };
}
