import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { hostCertificates, registryTls, systemAuthorities } from "../../../src/registry/certificates.js";

const folders: string[] = [];
let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "certs-"));
  folders.push(folder);
  fs.mkdirSync(path.join(folder, "host:5000"));
});
afterAll(() => {
  for (const one of folders) fs.rmSync(one, { recursive: true });
});

const put = (...names: string[]) => {
  for (const name of names) fs.writeFileSync(path.join(folder, "host:5000", name), name);
};

describe("certs.d", () => {
  it("is empty if the directory is missing", () => expect(hostCertificates("elsewhere", folder)).toEqual({ authorities: [] }));

  it("holds authorities and a pair of certificate and key", () => {
    put("b.crt", "a.crt", "me.cert", "me.key", "README");
    const { authorities, cert, key } = hostCertificates("host:5000", folder);
    expect([authorities.map(String), String(cert), String(key)]).toEqual([["a.crt", "b.crt"], "me.cert", "me.key"]);
  });

  it.each([
    ["me.cert", "missing key me.key for client certificate me.cert. CA certificates must use the extension .crt"],
    ["me.key", "missing client certificate me.cert for key me.key"],
  ])("refuses %s alone", (name, text) => {
    put(name);
    expect(() => hostCertificates("host:5000", folder)).toThrow(text);
  });
});

describe("the system's authorities", () => {
  it("come from SSL_CERT_FILE and SSL_CERT_DIR if those are set", async () => {
    const own = path.join(folder, "own");
    fs.mkdirSync(own);
    for (const name of ["b.pem", "a.pem"]) fs.writeFileSync(path.join(own, name), name);
    const asked = async (env: Record<string, string>) => (await systemAuthorities(env, "linux")).map(String);
    const file = path.join(own, "b.pem");
    expect(await asked({ SSL_CERT_FILE: file, SSL_CERT_DIR: `/nowhere:${own}` })).toEqual(["b.pem", "a.pem", "b.pem"]);
    const system = await asked({});
    expect(await asked({ SSL_CERT_FILE: file })).toEqual(["b.pem", ...system]);
    expect(await asked({ SSL_CERT_DIR: own })).toEqual([...system, "a.pem", "b.pem"]);
  });

  it("are joined with the host's by a line break", async () => {
    put("a.crt");
    const env = { SSL_CERT_FILE: path.join(folder, "host:5000/a.crt"), SSL_CERT_DIR: "/nowhere" };
    expect(String((await registryTls("host:5000", env, "linux", folder)).ca)).toBe("a.crt\na.crt\n");
  });
});
