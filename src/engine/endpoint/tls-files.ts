/** The TLS files of an endpoint: which ones the options name, and whether their contents fit together. */
import path from "node:path";
import { EndpointError } from "../../errors/connection.js";
import type { TlsFiles } from "../../transport/endpoint.js";
import { readFileText } from "../../values/errno.js";

export interface TlsFlags {
  readonly tls?: boolean;
  readonly tlsverify?: boolean;
  readonly tlscacert?: string;
  readonly tlscert?: string;
  readonly tlskey?: string;
}

/** PEM texts. */
export interface PemFiles {
  ca?: Buffer;
  cert?: Buffer;
  key?: Buffer;
}

interface FlagSources {
  flags: TlsFlags;
  env: Readonly<Record<string, string | undefined>>;
  home: string;
  readFile(path: string): Buffer;
}

/**
 * Undefined if TLS is not asked for; otherwise a function that reads the files. --tlsverify, even if false, asks for it, and so do
 * DOCKER_TLS_VERIFY and DOCKER_TLS if they are set. The file of the CA must exist; the default certificate and key need not.
 * The function throws EndpointError.
 */
export function filesOfFlags({ flags, env, home, readFile }: FlagSources): (() => TlsFiles) | undefined {
  const verify = flags.tlsverify ?? Boolean(env.DOCKER_TLS_VERIFY);
  const wanted = (flags.tls ?? Boolean(env.DOCKER_TLS)) || flags.tlsverify !== undefined || verify;
  if (!wanted) return undefined;
  // As in Docker, --config does not change where the certificates are.
  const dir = env.DOCKER_CERT_PATH || env.DOCKER_CONFIG || path.join(home, ".docker");
  const read = (file: string, mayBeAbsent: boolean): Buffer | undefined => {
    if (file === "") return undefined;
    try {
      return readFile(file);
    } catch (error) {
      if (mayBeAbsent && (error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw new EndpointError(readFileText(file, error), "certificates", { cause: error });
    }
  };
  return () => {
    const ca = read(flags.tlscacert ?? path.join(dir, "ca.pem"), false);
    const cert = read(flags.tlscert ?? path.join(dir, "cert.pem"), flags.tlscert === undefined);
    const key = read(flags.tlskey ?? path.join(dir, "key.pem"), flags.tlskey === undefined);
    return { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }), skipVerify: !verify };
  };
}

/** The files that can be used: a client certificate needs its key. Throws EndpointError with Docker's text if they do not fit. */
export async function checkTls({ ca, cert, key, skipVerify }: TlsFiles): Promise<TlsFiles> {
  const { createPrivateKey, X509Certificate } = await import("node:crypto");
  const certificates = (pem: Buffer) => blocks(pem).filter(({ type }) => type === "CERTIFICATE");
  if (ca && !certificates(ca).some(({ text }) => attempt(() => new X509Certificate(text)))) throw failure("ca.pem seems invalid");
  if (!cert || !key) return { ...(ca && { ca }), skipVerify };
  const [first] = blocks(key);
  if (!first) throw new EndpointError("no valid private key found", "certificates");
  if (/^DEK-Info:/m.test(first.text)) {
    throw new EndpointError(
      "private key is encrypted - support for encrypted private keys has been removed, see https://docs.docker.com/go/deprecated/",
      "certificates",
    );
  }
  const [leaf] = certificates(cert);
  if (!leaf) throw failure(noCertificate(blocks(cert).map(({ type }) => type)));
  const keyBlock = blocks(key).find(({ type }) => /(?:^| )PRIVATE KEY$/.test(type));
  if (!keyBlock) throw failure(noKey(blocks(key).map(({ type }) => type)));
  const certificate = attempt(() => new X509Certificate(leaf.text));
  if (!certificate) throw failure("x509: malformed certificate");
  const privateKey = attempt(() => createPrivateKey(keyBlock.text));
  if (!privateKey) throw failure("tls: failed to parse private key");
  if (privateKey.asymmetricKeyType !== certificate.publicKey.asymmetricKeyType) {
    throw failure("tls: private key type does not match public key type");
  }
  if (!certificate.checkPrivateKey(privateKey)) throw failure("tls: private key does not match public key");
  return { ...(ca && { ca }), cert, key, skipVerify };
}

function failure(why: string): EndpointError {
  return new EndpointError(`failed to retrieve context tls info: ${why}`, "certificates");
}

function blocks(pem: Buffer): { type: string; text: string }[] {
  const pattern = /^-----BEGIN ([^\n]*?)-----\r?\n[\s\S]*?^-----END \1-----/gm;
  return [...pem.toString("latin1").matchAll(pattern)].map(([text, type = ""]) => ({ type, text }));
}

function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}

function noCertificate(types: readonly string[]): string {
  if (types.length === 0) return "tls: failed to find any PEM data in certificate input";
  if (types.length === 1 && types[0]?.endsWith("PRIVATE KEY")) {
    return "tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched";
  }
  return `tls: failed to find "CERTIFICATE" PEM block in certificate input after skipping PEM blocks of the following types: [${types.join(" ")}]`;
}

function noKey(types: readonly string[]): string {
  if (types.length === 0) return "tls: failed to find any PEM data in key input";
  if (types.length === 1 && types[0] === "CERTIFICATE") return "tls: found a certificate rather than a key in the PEM for the private key";
  return `tls: failed to find PEM block with type ending in "PRIVATE KEY" in key input after skipping PEM blocks of the following types: [${types.join(" ")}]`;
}
