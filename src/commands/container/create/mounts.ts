/** Volumes, mounts, tmpfs, storage options. */
import path from "node:path";
import { many } from "../../../cli/flag-kinds.js";
import { list, str, type Values } from "../../../cli/flags.js";
import { UserError } from "../../../errors.js";
import { splitPair, toMap } from "../../../values/key-value.js";
import { parseMount, resolveSource } from "../../../values/mount.js";
import { parseVolume, toBind } from "../../../values/volume.js";
import { type CreateInput, checked } from "./input.js";
import { type HostConfig, orAbsent, orNull, type StringMap, type StringSet } from "./types.js";

export const mountFlags = {
  volume: list("Bind mount a path of the host or mount a volume: [source:]target[:options]", { short: "v" }),
  volumeDriver: str("Driver for the volumes that -v creates"),
  volumesFrom: list("Mount the volumes of another container"),
  mount: many("mount", "Mount a filesystem: type=bind|volume|tmpfs|image,source=…,target=…", parseMount),
  tmpfs: list("Mount an empty in-memory (tmpfs) directory"),
  storageOpt: list("Storage driver option for the container"),
};

type MountValues = Values<typeof mountFlags>;

/** -v: what has a source is a bind of the host config; a target alone is an anonymous volume of the config. */
export function volumes(f: MountValues, input: CreateInput): { Volumes: StringSet; Binds: string[] | null } {
  const specs = [...new Set(f.volume)].map((raw) => ({ raw, spec: checked(() => parseVolume(raw)) }));
  const absolute = (file: string) => path.resolve(input.cwd, file);
  const binds = specs.filter(({ spec }) => spec.source !== undefined);
  const anonymous = specs.filter(({ spec }) => spec.source === undefined);
  return {
    Volumes: Object.fromEntries(anonymous.map(({ raw }) => [raw, {}])),
    Binds: orNull(binds.map(({ raw, spec }) => toBind(raw, spec, absolute))),
  };
}

/** The part of the host config that can no longer fail. */
export function mounts(f: MountValues, input: CreateInput): Pick<HostConfig, "VolumeDriver" | "VolumesFrom" | "Tmpfs" | "Mounts"> {
  return {
    VolumeDriver: f.volumeDriver,
    VolumesFrom: orNull(f.volumesFrom),
    Tmpfs: orAbsent(Object.fromEntries(f.tmpfs.map((raw) => [splitPair(raw, ":")[0], splitPair(raw, ":")[1] ?? ""]))),
    Mounts: orAbsent(f.mount.map(({ mount }) => resolveSource(mount, (file) => path.resolve(input.cwd, file)))),
  };
}

export function storageOptions(f: MountValues): StringMap | undefined {
  if (f.storageOpt.some((option) => !option.includes("="))) throw new UserError("invalid storage option");
  return orAbsent(toMap(f.storageOpt));
}
