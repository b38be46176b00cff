/** config.json: Docker's configuration file. Unknown keys are kept; it is written atomically. */
import fs from "node:fs";
import path from "node:path";
import { UserError } from "../errors.js";
import { replaceFile } from "../io/atomic-file.js";
import { readFileText } from "../values/errno.js";
import { decodeJson } from "../values/json/decode.js";
import { decodeAuth } from "./base64.js";
import { encodeConfig } from "./encode.js";
import { checkConfig } from "./layout.js";
import type { ConfigValues } from "./values.js";

export interface Config {
  /** The directory (`--config`, DOCKER_CONFIG, ~/.docker). */
  readonly dir: string;
  readonly path: string;
  /** Everything the file holds, unknown keys too; values of the wrong type are absent. */
  readonly values: Readonly<ConfigValues>;
  /** Applies `change` to a fresh copy of the file and writes it atomically. */
  update(change: (values: ConfigValues) => void): void;
}

const FILE_NAME = "config.json";

type Env = Readonly<Record<string, string | undefined>>;

/** The configuration directory: `--config`, else DOCKER_CONFIG, else ~/.docker. An empty value counts as none. */
export function configDir(flag: string | undefined, env: Env, home: string): string {
  return path.normalize(flag || env.DOCKER_CONFIG || path.join(home, ".docker"));
}

export interface OpenConfigOptions {
  dir: string;
  /** Gets one line (without a newline) where the file cannot be used: Docker warns and continues. */
  warn(line: string): void;
}

/** Reads the file, once. A missing file is an empty configuration. The invalid parts of a file are ignored after a warning. */
export function openConfig({ dir, warn }: OpenConfigOptions): Config {
  const file = path.join(dir, FILE_NAME);
  const { values, problem } = load(file);
  if (problem) warn(`WARNING: ${problem.text}`);
  return {
    dir,
    path: file,
    values,
    update(change) {
      const fresh = load(file);
      // Docker overwrites a file that it could not read with its defaults; we keep it.
      if (fresh.problem?.lossy) throw new UserError(`not writing ${file}, which could not be read: ${fresh.problem.reason}`);
      change(fresh.values);
      replaceFile(file, encodeConfig(fresh.values));
    },
  };
}

interface Loaded {
  values: ConfigValues;
  /** `lossy`: writing `values` back would lose data of the file. */
  problem?: { text: string; reason: string; lossy: boolean };
}

function load(file: string): Loaded {
  const parsing = (reason: string, lossy: boolean, values: ConfigValues = {}): Loaded => ({
    values,
    problem: { text: `Error parsing config file (${file}): ${reason}`, reason, lossy },
  });
  let bytes: Buffer;
  try {
    bytes = fs.readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return { values: {} };
    const reason = readFileText(file, error);
    // A directory can be opened, so Docker reports a parse error.
    if (code === "EISDIR") return parsing(reason, true);
    return { values: {}, problem: { text: `Error loading config file: ${reason}`, reason, lossy: true } };
  }
  let raw: unknown;
  try {
    raw = decodeJson(bytes, "first");
  } catch (error) {
    return parsing((error as Error).message, true);
  }
  const { value, error } = checkConfig(raw);
  if (error !== undefined) return parsing(error, false, value);
  const authError = firstAuthError(value);
  return authError === undefined ? { values: value } : parsing(authError, false, value);
}

/** Docker decodes every entry's `auth` when it loads the file. */
function firstAuthError(values: ConfigValues): string | undefined {
  for (const { auth } of Object.values(values.auths ?? {})) {
    if (!auth) continue;
    try {
      decodeAuth(auth);
    } catch (error) {
      return (error as Error).message;
    }
  }
  return undefined;
}
