/** Every way that TLS to an engine can go wrong, by flags, by the environment and by contexts: what both clients say of it. */

import { once } from "node:events";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import net from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Certificates, makeCertificates } from "../../scripts/engine/certificates.mjs";
import type { PrivateEngine } from "../../scripts/engine/engine.mjs";
import { startEngine } from "../../scripts/engine/start.mjs";
import { ours, type Result, referencePath, run, temporaryFolder } from "../support/command.js";
import { privateEngine } from "../support/private-engine.js";
import { startTlsFront } from "../support/tls-front.js";

/** Where each kind of server listens, on 127.0.0.1. */
const hosts = new Map<string, string>();
/** Folders of ca.pem, cert.pem and key.pem. */
const folders = new Map<string, string>();

let mutual: PrivateEngine;

beforeAll(async () => {
  const { socket } = await privateEngine();
  const root = temporaryFolder("tls");
  let made: Certificates | undefined;
  // What a server says of clients is dockerd's own: another's words would prove nothing.
  mutual = await startEngine({
    args: async ({ ip }) => {
      made = await makeCertificates(join(root, "certificates"), ["127.0.0.1", "localhost", ip]);
      const files = ["--tlscacert", made.ca, "--tlscert", made.server.cert, "--tlskey", made.server.key];
      return ["-H", `tcp://${ip}:2376`, "--tlsverify", ...files];
    },
  });
  if (!made) throw new Error("no certificates");
  hosts.set("mutual", `tcp://${mutual.ip}:2376`);
  await startServers(made, socket);
  makeFolders(made, root);
}, 180_000);
afterAll(() => mutual?.remove());

async function startServers(made: Certificates, socket: string): Promise<void> {
  const fronts = { good: made.server, expired: made.expired, "not yet": made.notYet, "wrong host": made.wrongHost };
  for (const [name, identity] of Object.entries(fronts)) hosts.set(name, (await startTlsFront(socket, identity)).host);
  const plain = net.createServer((client) => {
    const engine = net.connect({ path: socket });
    for (const [one, other] of [
      [client, engine],
      [engine, client],
    ] as const) {
      one.on("error", () => other.destroy()).pipe(other);
    }
  });
  plain.listen(0, "127.0.0.1");
  await once(plain, "listening");
  hosts.set("plain", `tcp://127.0.0.1:${(plain.address() as net.AddressInfo).port}`);
  hosts.set("nobody", "tcp://127.0.0.1:9");
}

const PEMS = ["ca.pem", "cert.pem", "key.pem"];

function makeFolders(made: Certificates, root: string): void {
  const add = (name: string, from: Partial<Record<string, string>>) => {
    const folder = join(root, name);
    mkdirSync(folder);
    for (const [file, source = ""] of Object.entries(from)) if (source) copyFileSync(source, join(folder, file));
    folders.set(name, folder);
    return folder;
  };
  const all = Object.fromEntries(PEMS.map((file) => [file, join(made.client, file)]));
  add("client", all);
  add("authority", { "ca.pem": made.ca });
  add("stranger", Object.fromEntries(PEMS.map((file) => [file, join(made.stranger, file)])));
  add("other authority", { ...all, "ca.pem": made.otherCa });
  add("nothing", {});
  add("no certificate", { ...all, "cert.pem": undefined });
  add("no key", { ...all, "key.pem": undefined });
  add("another's key", { ...all, "key.pem": made.server.key });
  add("mixed up", { ...all, "cert.pem": join(made.client, "key.pem"), "key.pem": join(made.client, "cert.pem") });
  for (const [name, file] of [
    ["authority of noise", "ca.pem"],
    ["certificate of noise", "cert.pem"],
    ["key of noise", "key.pem"],
  ] as const) {
    writeFileSync(join(add(name, all), file), "noise\n");
  }
  mkdirSync(join(add("authority is a folder", { ...all, "ca.pem": undefined }), "ca.pem"));
}

interface Row {
  server: string;
  folder: string;
  /** false: --tls without --tlsverify, skip-tls-verify. */
  verify?: boolean;
  /** What is said in any case; without: it works. */
  says?: RegExp;
  /** Go keeps a certificate back that the server's authorities did not sign; here it is sent and refused. The words differ. */
  otherWords?: true;
}

const rows: Row[] = [
  { server: "good", folder: "authority" },
  { server: "mutual", folder: "client" },
  { server: "expired", folder: "client", verify: false },
  { server: "wrong host", folder: "client", verify: false },
  { server: "good", folder: "other authority", says: /certificate signed by unknown authority/ },
  {
    server: "expired",
    folder: "client",
    says: /certificate has expired or is not yet valid: current time .* is after 2020-02-01T00:00:00Z/,
  },
  {
    server: "not yet",
    folder: "client",
    says: /certificate has expired or is not yet valid: current time .* is before 2090-01-01T00:00:00Z/,
  },
  { server: "wrong host", folder: "client", says: /127\.0\.0\.1/ },
  { server: "mutual", folder: "stranger", says: /remote error: tls: .*certificate/, otherWords: true },
  { server: "mutual", folder: "authority", says: /tls: certificate required/ },
  { server: "good", folder: "nothing", says: /ca\.pem: no such file or directory/ },
  { server: "mutual", folder: "no certificate", says: /cert/ },
  { server: "mutual", folder: "no key", says: /cert|key/ },
  { server: "good", folder: "another's key", says: /private key does not match public key/ },
  { server: "good", folder: "mixed up", says: /PEM/ },
  { server: "good", folder: "authority of noise", says: /ca\.pem seems invalid/ },
  { server: "good", folder: "certificate of noise", says: /failed to find any PEM data in certificate input/ },
  { server: "good", folder: "key of noise", says: /no valid private key found/ },
  { server: "good", folder: "authority is a folder", says: /ca\.pem: is a directory/ },
  { server: "plain", folder: "client", says: /server gave HTTP response to HTTPS client/ },
  { server: "nobody", folder: "client", says: /Cannot connect to the Docker daemon/ },
];

type Way = (program: readonly string[], row: Row) => Promise<Result>;

const ways: Record<string, Way> = {
  flags(program, { server, folder, verify = true }) {
    const files = PEMS.flatMap((file) => [
      `--tls${file.replace("ca.pem", "cacert").replace(".pem", "")}`,
      join(folders.get(folder) ?? "", file),
    ]);
    return run([
      ...program,
      verify ? "--tlsverify" : "--tls",
      ...files,
      "-H",
      hosts.get(server) ?? "",
      "ps",
      "-q",
      "--filter",
      "name=no-such",
    ]);
  },
  environment(program, { server, folder, verify = true }) {
    const wanted = verify ? { DOCKER_TLS_VERIFY: "1" } : { DOCKER_TLS: "1" };
    const env = { DOCKER_HOST: hosts.get(server), DOCKER_CERT_PATH: folders.get(folder), ...wanted };
    return run([...program, "ps", "-q", "--filter", "name=no-such"], { env });
  },
  async context(program, { server, folder, verify = true }) {
    const env = { DOCKER_CONFIG: temporaryFolder("config") };
    const files = ["ca", "cert", "key"].map((kind) => `${kind}=${join(folders.get(folder) ?? "", kind)}.pem`);
    const docker = [`host=${hosts.get(server)}`, ...files, ...(verify ? [] : ["skip-tls-verify=true"])].join(",");
    const made = await run([...program, "context", "create", "far", "--docker", docker], { env });
    return made.code === 0 ? run([...program, "--context", "far", "ps", "-q", "--filter", "name=no-such"], { env }) : made;
  },
};

/** The default files of flags and environment may be absent; those that are named may not. */
const named = (row: Row) => !["authority", "no certificate", "no key"].includes(row.folder);

describe.each(Object.entries(ways))("TLS by %s", (way, attempt) => {
  test.each(rows.filter((row) => way === "environment" || named(row)))(
    "says what Docker says: $server server, $folder, verify $verify",
    async (row) => {
      const [mine, theirs] = await Promise.all([attempt(ours("docker"), row), attempt([referencePath()], row)]);
      const shown = ({ stdout, stderr, code }: Result) =>
        `${code}\n${stdout}${stderr}`
          .replace(/current time \S+/, "current time")
          .replace(/127\.0\.0\.1:\d+->/g, "127.0.0.1:PORT->")
          // A word of Go's net/http, there or not by chance (4 of 160 runs of Docker's client): it read the refusal before or after it
          // had sent the request.
          .replace("readLoopPeekFailLocked: ", "");
      if (!row.otherWords) expect(shown(mine)).toBe(shown(theirs));
      expect(mine.code).toBe(row.says ? 1 : 0);
      if (row.says) expect(String(mine.stderr)).toMatch(row.says);
    },
  );
});

test("reports a client without TLS at a server with it as Docker does", async () => {
  const env = { DOCKER_HOST: hosts.get("mutual") };
  const [mine, theirs] = await Promise.all([run([...ours("docker"), "ps"], { env }), run([referencePath(), "ps"], { env })]);
  expect([mine.code, String(mine.stderr)]).toEqual([theirs.code, String(theirs.stderr)]);
  expect([mine.code, String(mine.stderr)]).toEqual([1, expect.stringContaining("Client sent an HTTP request to an HTTPS server.")]);
});
