/** Certificates of every kind, made by openssl in a folder of their own. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Pair {
  cert: Buffer;
  key: Buffer;
}

export interface Certificates {
  ca: Buffer;
  otherCa: Buffer;
  /** For 127.0.0.1 and localhost. */
  server: Pair;
  expired: Pair;
  /** For 10.9.9.9 and foo.example. */
  elsewhere: Pair;
  /** A common name and nothing else. */
  nameless: Pair;
  selfSigned: Pair;
  client: Pair;
  /** Of the other authority. */
  stranger: Pair;
  remove(): void;
}

export function makeCertificates(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), "certs-"));
  const openssl = (...args: string[]) => execFileSync("openssl", args, { cwd: folder, stdio: "pipe" });
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  const read = (name: string) => readFileSync(join(folder, name));

  const authority = (name: string): Buffer => {
    openssl("req", "-x509", ...key, "-days", "30", "-subj", `/CN=${name}`, "-keyout", `${name}.key`, "-out", `${name}.pem`);
    return read(`${name}.pem`);
  };
  const signed = (name: string, ca: string, extensions: string, { subject = name, days = "30" } = {}): Pair => {
    openssl("req", ...key, "-subj", `/CN=${subject}`, "-keyout", `${name}.key`, "-out", `${name}.csr`);
    writeFileSync(join(folder, `${name}.ext`), extensions);
    const by = ["-CA", `${ca}.pem`, "-CAkey", `${ca}.key`, "-CAcreateserial", "-days", days, "-extfile", `${name}.ext`];
    openssl("x509", "-req", "-in", `${name}.csr`, ...by, "-out", `${name}.pem`);
    return { cert: read(`${name}.pem`), key: read(`${name}.key`) };
  };

  const here = "subjectAltName=IP:127.0.0.1,DNS:localhost\n";
  const ca = authority("ca");
  const otherCa = authority("other");
  openssl("req", "-x509", ...key, "-days", "30", "-subj", "/CN=self", "-addext", here.trim(), "-keyout", "self.key", "-out", "self.pem");
  return {
    ca,
    otherCa,
    server: signed("server", "ca", here),
    expired: signed("expired", "ca", here, { days: "0" }),
    elsewhere: signed("elsewhere", "ca", "subjectAltName=IP:10.9.9.9,DNS:foo.example\n"),
    nameless: signed("nameless", "ca", "basicConstraints=CA:FALSE\n", { subject: "127.0.0.1" }),
    selfSigned: { cert: read("self.pem"), key: read("self.key") },
    client: signed("client", "ca", "extendedKeyUsage=clientAuth\n"),
    stranger: signed("stranger", "other", "extendedKeyUsage=clientAuth\n"),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
