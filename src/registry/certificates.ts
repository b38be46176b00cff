/** The authorities for the certificate of a registry: those of the system, and those of /etc/docker/certs.d/HOST. */
import fs from "node:fs";
import path from "node:path";
import { UserError } from "../errors.js";
import { errnoText, readFileText } from "../values/errno.js";

type Env = Readonly<Record<string, string | undefined>>;

/** PEM texts. */
export interface RegistryTls {
  ca?: Buffer;
  cert?: Buffer;
  key?: Buffer;
}

export const CERTS_DIR = "/etc/docker/certs.d";

/** Bundles of the distributions, in the order in which Go tries them. */
const BUNDLES = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/pki/tls/cacert.pem",
  "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
  "/etc/ssl/cert.pem",
];

function readable(file: string): Buffer | undefined {
  try {
    return fs.readFileSync(file);
  } catch {
    return undefined;
  }
}

/**
 * The bundle of the distribution, or what SSL_CERT_FILE and SSL_CERT_DIR name. As in Go, the file is used in addition to the
 * directory of the system (whose content the bundle is), and the directory instead of it. macOS and Windows have a store.
 */
export async function systemAuthorities(env: Env, platform: string): Promise<Buffer[]> {
  if (platform === "darwin" || platform === "win32") {
    // Node 22.15 and newer have this function; older ones use their own list.
    const { getCACertificates, rootCertificates } = (await import("node:tls")).default as typeof import("node:tls") & {
      getCACertificates?(type: "system"): string[];
    };
    return [...(getCACertificates?.("system") ?? rootCertificates)].map((pem) => Buffer.from(pem));
  }
  const bundle = BUNDLES.map(readable).find((bytes) => bytes !== undefined);
  const own = env.SSL_CERT_FILE ? readable(env.SSL_CERT_FILE) : bundle;
  const directory = env.SSL_CERT_DIR ? env.SSL_CERT_DIR.split(":").flatMap(filesOf) : env.SSL_CERT_FILE && bundle ? [bundle] : [];
  return [...(own ? [own] : []), ...directory];
}

function filesOf(directory: string): Buffer[] {
  try {
    return fs
      .readdirSync(directory)
      .sort()
      .map((name) => readable(path.join(directory, name)))
      .filter((bytes) => bytes !== undefined);
  } catch {
    return [];
  }
}

/**
 * `*.crt` are authorities, `NAME.cert` with `NAME.key` is the client's own certificate. A missing directory counts as empty.
 * Throws UserError with Docker's text for half of a pair, or a file that cannot be read.
 */
export function hostCertificates(host: string, directory = CERTS_DIR): { authorities: Buffer[]; cert?: Buffer; key?: Buffer } {
  const own = path.join(directory, host);
  let names: string[];
  try {
    names = fs.readdirSync(own).sort();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return { authorities: [] };
    throw new UserError(`open ${own}: ${errnoText(error)}`, { cause: error });
  }
  const read = (name: string) => {
    const file = path.join(own, name);
    try {
      return fs.readFileSync(file);
    } catch (error) {
      throw new UserError(readFileText(file, error), { cause: error });
    }
  };
  const authorities = names.filter((name) => name.endsWith(".crt")).map(read);
  const pair: { cert?: Buffer; key?: Buffer } = {};
  for (const name of names) {
    if (name.endsWith(".cert")) {
      const key = `${name.slice(0, -".cert".length)}.key`;
      if (!names.includes(key))
        throw new UserError(`missing key ${key} for client certificate ${name}. CA certificates must use the extension .crt`);
      pair.cert ??= read(name);
      pair.key ??= read(key);
    } else if (name.endsWith(".key")) {
      const cert = `${name.slice(0, -".key".length)}.cert`;
      if (!names.includes(cert)) throw new UserError(`missing client certificate ${cert} for key ${name}`);
    }
  }
  return { authorities, ...pair };
}

/** The TLS files for one host. `ca` is a bundle of all authorities. */
export async function registryTls(host: string, env: Env, platform: string, directory?: string): Promise<RegistryTls> {
  const { authorities, ...pair } = hostCertificates(platform === "win32" ? host.replaceAll(":", "") : host, directory);
  const trusted = [...(await systemAuthorities(env, platform)), ...authorities];
  // Separates bundles that do not end with a newline.
  const ca = Buffer.concat(trusted.flatMap((pem) => [pem, Buffer.from("\n")]));
  return { ...(ca.length > 0 && { ca }), ...pair };
}
