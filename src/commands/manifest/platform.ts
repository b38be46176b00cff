/** Platforms of a manifest list. */
import { UserError } from "../../errors.js";
import type { Platform } from "../../registry/types.js";

/** The platforms that Docker accepts in a list. */
const KNOWN: Readonly<Record<string, string>> = {
  darwin: "386 amd64 arm arm64",
  dragonfly: "amd64",
  freebsd: "386 amd64 arm",
  linux: "386 amd64 arm arm64 mips64 mips64le ppc64le riscv64 s390x",
  netbsd: "386 amd64 arm",
  openbsd: "386 amd64 arm",
  plan9: "386 amd64",
  solaris: "amd64",
  windows: "386 amd64",
};

const isKnown = (os: string, arch: string) => Object.hasOwn(KNOWN, os) && (KNOWN[os] as string).split(" ").includes(arch);

export interface Annotations {
  arch: string;
  os: string;
  osFeatures: readonly string[];
  osVersion: string;
  variant: string;
}

/** The platform with what is said of it; features add up. Pure. Throws UserError for a pair that no daemon runs. */
export function withAnnotations(platform: Platform, given: Annotations): Platform {
  const features = [...new Set([...(platform["os.features"] ?? []), ...given.osFeatures])];
  const os = given.os || platform.os || "";
  const architecture = given.arch || platform.architecture || "";
  if (!isKnown(os, architecture))
    throw new UserError(`manifest entry for image has unsupported os/arch combination: ${given.os}/${given.arch}`);
  return {
    ...platform,
    os,
    architecture,
    ...(given.osVersion && { "os.version": given.osVersion }),
    ...(features.length > 0 && { "os.features": features }),
    ...(given.variant && { variant: given.variant }),
  };
}
