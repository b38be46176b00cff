/** `--mount`: comma-separated `key=value` fields (`type=bind,source=/a,target=/b,readonly`). */
import { readCsvRecord } from "./csv.js";
import { type Int, parseUint } from "./integer.js";
import { splitPair } from "./key-value.js";
import { parseSize } from "./size.js";

/** As the API takes it: empty fields are left out. */
export interface Mount {
  Type: string;
  Source?: string;
  Target?: string;
  ReadOnly?: true;
  Consistency?: string;
  BindOptions?: { Propagation?: string; NonRecursive?: true; ReadOnlyNonRecursive?: true; ReadOnlyForceRecursive?: true };
  VolumeOptions?: {
    NoCopy?: true;
    Labels?: Record<string, string>;
    Subpath?: string;
    DriverConfig: { Name?: string; Options?: Record<string, string> };
  };
  ImageOptions?: { Subpath?: string };
  TmpfsOptions?: { SizeBytes?: Int; Mode?: Int };
}

export interface ParsedMount {
  mount: Mount;
  /** What Docker logs as a warning. */
  warnings: string[];
}

const BOOLS: Readonly<Record<string, true | undefined>> = Object.fromEntries([
  ...["1", "t", "T", "TRUE", "true", "True"].map((word) => [word, true]),
  ...["0", "f", "F", "FALSE", "false", "False"].map((word) => [word, undefined]),
]);

const invalid = (key: string, value: string) => new Error(`invalid value for ${key}: ${value}`);

/** True, or undefined for false: false fields are omitted. */
function flag(key: string, value: string): true | undefined {
  if (!Object.hasOwn(BOOLS, value)) throw invalid(key, value);
  return BOOLS[value];
}

function number(key: string, value: string, parse: (text: string) => Int): Int | undefined {
  try {
    return parse(value) || undefined;
  } catch {
    throw invalid(key, value);
  }
}

const bind = (mount: Mount) => {
  mount.BindOptions ??= {};
  return mount.BindOptions;
};
const volume = (mount: Mount) => {
  mount.VolumeOptions ??= { DriverConfig: {} };
  return mount.VolumeOptions;
};
const tmpfs = (mount: Mount) => {
  mount.TmpfsOptions ??= {};
  return mount.TmpfsOptions;
};

/** `k=v` added to a map; an entry without a name is dropped. */
function added(map: Record<string, string> | undefined, text: string): Record<string, string> | undefined {
  const [key, value = ""] = splitPair(text);
  return key === "" ? map : { ...map, [key]: value };
}

function setRecursive(mount: Mount, value: string): void {
  if (value === "enabled") return;
  if (value === "disabled") bind(mount).NonRecursive = true;
  else if (value === "writable") bind(mount).ReadOnlyNonRecursive = true;
  else if (value === "readonly") bind(mount).ReadOnlyForceRecursive = true;
  else throw new Error(`invalid value for bind-recursive: ${value} (must be "enabled", "disabled", "writable", or "readonly")`);
}

type Setter = (mount: Mount, value: string, key: string, warnings: string[]) => void;

const setSource: Setter = (mount, value) => {
  mount.Source = value || undefined;
};
const setTarget: Setter = (mount, value) => {
  mount.Target = value || undefined;
};
const setReadOnly: Setter = (mount, value, key) => {
  mount.ReadOnly = flag(key, value);
};

const FIELDS: Readonly<Record<string, Setter>> = {
  type: (mount, value) => {
    mount.Type = value.toLowerCase();
  },
  source: setSource,
  src: setSource,
  target: setTarget,
  dst: setTarget,
  destination: setTarget,
  readonly: setReadOnly,
  ro: setReadOnly,
  consistency: (mount, value) => {
    mount.Consistency = value.toLowerCase() || undefined;
  },
  "bind-propagation": (mount, value) => {
    bind(mount).Propagation = value.toLowerCase() || undefined;
  },
  "bind-nonrecursive": (mount, value, key, warnings) => {
    bind(mount).NonRecursive = flag(key, value);
    warnings.push("bind-nonrecursive is deprecated, use bind-recursive=disabled instead");
  },
  "bind-recursive": setRecursive,
  "volume-subpath": (mount, value) => {
    volume(mount).Subpath = value || undefined;
  },
  "volume-nocopy": (mount, value, key) => {
    volume(mount).NoCopy = flag(key, value);
  },
  "volume-label": (mount, value) => {
    volume(mount).Labels = added(volume(mount).Labels, value);
  },
  "volume-driver": (mount, value) => {
    volume(mount).DriverConfig.Name = value || undefined;
  },
  "volume-opt": (mount, value) => {
    const driver = volume(mount).DriverConfig;
    driver.Options = added(driver.Options, value);
  },
  "image-subpath": (mount, value) => {
    mount.ImageOptions = value ? { Subpath: value } : {};
  },
  "tmpfs-size": (mount, value, key) => {
    tmpfs(mount).SizeBytes = number(key, value, parseSize);
  },
  "tmpfs-mode": (mount, value, key) => {
    tmpfs(mount).Mode = number(key, value, (text) => parseUint(text, 32, 8));
  },
};

/** Fields that may stand without a value. */
const BARE: Readonly<Record<string, (mount: Mount) => void>> = {
  readonly: (mount) => {
    mount.ReadOnly = true;
  },
  ro: (mount) => {
    mount.ReadOnly = true;
  },
  "volume-nocopy": (mount) => {
    volume(mount).NoCopy = true;
  },
  "bind-nonrecursive": (mount) => {
    bind(mount).NonRecursive = true;
  },
};

function checkKinds(mount: Mount): void {
  const kinds = { volume: mount.VolumeOptions, image: mount.ImageOptions, bind: mount.BindOptions, tmpfs: mount.TmpfsOptions };
  for (const [kind, options] of Object.entries(kinds)) {
    if (options && mount.Type !== kind) throw new Error(`cannot mix '${kind}-*' options with mount type '${mount.Type}'`);
  }
}

function checkRecursive(mount: Mount): void {
  const requires = (option: string, other: string) =>
    new Error(`option 'bind-recursive=${option}' requires '${other}' to be specified in conjunction`);
  if (mount.BindOptions?.ReadOnlyNonRecursive && !mount.ReadOnly) throw requires("writable", "readonly");
  if (!mount.BindOptions?.ReadOnlyForceRecursive) return;
  if (!mount.ReadOnly) throw requires("readonly", "readonly");
  if (mount.BindOptions.Propagation !== "rprivate") throw requires("readonly", "bind-propagation=rprivate");
}

/** Throws Docker's texts. The source stays as written: see `resolveSource`. */
export function parseMount(raw: string): ParsedMount {
  const mount: Mount = { Type: "volume" };
  const warnings: string[] = [];
  for (const field of readCsvRecord(raw)) {
    const [written, value] = splitPair(field);
    const key = written.toLowerCase();
    if (value === undefined) {
      if (!Object.hasOwn(BARE, key)) throw new Error(`invalid field '${field}' must be a key=value pair`);
      BARE[key]?.(mount);
    } else {
      if (!Object.hasOwn(FIELDS, key)) throw new Error(`unexpected key '${key}' in '${field}'`);
      FIELDS[key]?.(mount, value, key, warnings);
    }
  }
  if (mount.Type === "") throw new Error("type is required");
  if (mount.Target === undefined) throw new Error("target is required");
  checkKinds(mount);
  checkRecursive(mount);
  return { mount, warnings };
}

/** A source that begins with a dot is a path below the current directory. */
export function resolveSource(mount: Mount, absolute: (path: string) => string): Mount {
  return mount.Source?.startsWith(".") ? { ...mount, Source: absolute(mount.Source) } : mount;
}
