/** --secret: secrets that a step may mount. A secret is read when a step asks for it, and not before. */
import fs from "node:fs";
import path from "node:path";
import { UserError } from "../errors.js";
import { readCsvRecord } from "../values/csv.js";
import { errnoText, readFileText } from "../values/errno.js";
import { quote } from "../values/quote.js";
import { type Methods, RpcError, STATUS, unary } from "./grpc.js";
import { MessageWriter, textField } from "./protobuf.js";

/** The largest secret in bytes. */
const MAX_SIZE = 500 * 1024;

/** The source of a secret: a file or an environment variable; "" for the other one. */
export interface SecretSource {
  id: string;
  file: string;
  variable: string;
}

/** `id=NAME[,src=FILE|,env=VARIABLE][,type=file|env]`. Throws an Error with Docker's text. */
export function parseSecret(text: string): SecretSource {
  const secret: SecretSource = { id: "", file: "", variable: "" };
  let type = "";
  for (const field of readCsvRecord(text)) {
    const equals = field.indexOf("=");
    if (equals < 0) throw new Error(`invalid field '${field}' must be a key=value pair`);
    const [key, value] = [field.slice(0, equals).toLowerCase(), field.slice(equals + 1)];
    if (key === "id") secret.id = value;
    else if (key === "src" || key === "source") secret.file = value;
    else if (key === "env") secret.variable = value;
    else if (key !== "type") throw new Error(`unexpected key '${key}' in '${field}'`);
    else if (value !== "file" && value !== "env") throw new Error(`unsupported secret type ${quote(value)}`);
    else type = value;
  }
  if (type === "env" && secret.variable === "") return { ...secret, variable: secret.file, file: "" };
  return secret;
}

/** What files and variables of secrets are relative to. */
export interface SecretEnvironment {
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
}

/**
 * Serves the secrets. A secret that names neither a file nor a variable is the variable of that name, or else the file.
 * @throws UserError at once for a file that does not exist or is too large
 */
export function secretMethods(sources: readonly SecretSource[], { cwd, env }: SecretEnvironment): Methods {
  const known = new Map<string, () => Buffer>();
  for (const { id, file, variable } of sources) {
    if (id === "") throw new UserError("secret missing ID");
    const name = variable || (file === "" && env[id] !== undefined ? id : "");
    if (name === "") known.set(id, fileReader(id, file || id, cwd));
    else known.set(id, () => Buffer.from(env[name] ?? ""));
  }
  return {
    "/moby.buildkit.secrets.v1.Secrets/GetSecret": unary((request) => {
      const id = textField(request, 1);
      const read = known.get(id);
      if (!read) throw new RpcError(STATUS.notFound, `secret ${id} not found`);
      return new MessageWriter().bytes(1, read()).finish();
    }),
  };
}

function fileReader(id: string, file: string, cwd: string): () => Buffer {
  const full = path.resolve(cwd, file);
  try {
    if (fs.statSync(full).size > MAX_SIZE) throw new UserError(`secret ${id} too big. max size 500KiB`);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`failed to stat ${file}: stat ${file}: ${errnoText(error)}`, { cause: error });
  }
  return () => {
    try {
      return fs.readFileSync(full);
    } catch (error) {
      throw new Error(readFileText(file, error), { cause: error });
    }
  };
}
