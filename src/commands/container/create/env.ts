/** Environment, labels, annotations. */
import path from "node:path";
import { list, type Values } from "../../../cli/flags.js";
import { checkEnv, withHostValue } from "../../../values/env.js";
import { readEnvFile } from "../../../values/env-file.js";
import { splitPair, toMap } from "../../../values/key-value.js";
import { checkLabel } from "../../../values/label.js";
import { withProxies } from "../../../values/proxy.js";
import { type CreateInput, checked } from "./input.js";
import { orNull, type StringMap } from "./types.js";

export const envFlags = {
  env: list("Set an environment variable; without a value, take it from the client's environment", { short: "e", check: checkEnv }),
  envFile: list("Read environment variables from a file, one per line"),
  label: list("Add a label to the container", { short: "l", check: checkLabel }),
  labelFile: list("Read labels from a file, one per line"),
  annotation: list("Add an annotation for the OCI runtime", { kind: "map", shown: "map[]", api: "1.43" }),
};

type EnvValues = Values<typeof envFlags>;

const reader = (input: CreateInput) => (file: string) => {
  // Go opens "" in vain, where resolving it would give the directory.
  if (file === "") throw Object.assign(new Error("ENOENT: no such file or directory, open ''"), { code: "ENOENT" });
  return input.readFile(path.resolve(input.cwd, file));
};

/** Files first, then -e (the last of a name wins), then the proxies that nobody set. */
export function environment(f: EnvValues, input: CreateInput): string[] | null {
  const written = new Map(f.env.map((variable) => splitPair(withHostValue(variable, input.env))));
  const variables = withProxies(written, input.proxies, input.host);
  const lookUp = (key: string) => (Object.hasOwn(input.env, key) ? input.env[key] : undefined);
  const fromFiles = f.envFile.flatMap((file) => checked(() => readEnvFile(file, reader(input), lookUp)));
  return orNull([...fromFiles, ...Array.from(variables, ([key, value]) => (value === undefined ? key : `${key}=${value}`))]);
}

/** A label without a value in a file is dropped, as Docker drops it; on the command line it is "". */
export function labels(f: EnvValues, input: CreateInput): StringMap {
  const fromFiles = f.labelFile.flatMap((file) => checked(() => readEnvFile(file, reader(input), () => undefined)));
  return toMap([...fromFiles, ...f.label]);
}
