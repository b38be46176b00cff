/** Contexts at work: three engines driven by name, stores that both clients share, archives that go both ways or nowhere. */
import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { makeCertificates } from "../../scripts/engine/certificates.mjs";
import type { PrivateEngine } from "../../scripts/engine/engine.mjs";
import { run as execute } from "../../scripts/engine/run.mjs";
import { startEngine } from "../../scripts/engine/start.mjs";
import { encodeHeader, padding } from "../../src/archive/tar/encode.js";
import { ours, referencePath, run, temporaryFolder } from "../support/command.js";
import { privateEngine } from "../support/private-engine.js";

type Client = (...args: string[]) => Promise<string>;

/** A client with a configuration folder; what it prints. Fails unless it ends with 0. */
function client(command: readonly string[], config: string, env: Record<string, string> = {}): Client {
  return async (...args) => {
    const { stdout, stderr, code } = await run([...command, ...args], { cwd: config, env: { DOCKER_CONFIG: config, ...env } });
    expect([args.join(" "), code, code === 0 ? "" : String(stderr)]).toEqual([args.join(" "), 0, ""]);
    return String(stdout).trim();
  };
}
const pair = (config: string) => ({ mine: client(ours("docker"), config), theirs: client([referencePath()], config) });

describe("three daemons of different versions", () => {
  const engines = new Map<string, PrivateEngine>();
  beforeAll(async () => {
    engines.set("old", await privateEngine("20.10"));
    engines.set("new", await privateEngine());
    engines.set("middle", await startEngine({ version: "26.1" }));
    return () => engines.get("middle")?.remove();
  }, 180_000);

  test("are each reached by a context that either client made and both use", async () => {
    const { mine, theirs } = pair(temporaryFolder("config"));
    for (const [name, { host }] of engines) await (name === "new" ? theirs : mine)("context", "create", name, "--docker", `host=${host}`);
    const versions: Record<string, string> = { old: "1.41", middle: "1.45", new: "1.51" };
    for (const [name, engine] of engines) {
      const asked = ["version", "--format", "{{.Server.Version}} {{.Server.APIVersion}} {{.Client.Context}}"];
      // Debian adds "+dfsg1" to some.
      const expected = new RegExp(`^${engine.version.replace(/\+.*/, "")}\\S* ${versions[name]} ${name}$`);
      expect(await mine("--context", name, ...asked)).toMatch(expected);
      await (name === "old" ? theirs : mine)("context", "use", name);
      expect(await mine("context", "show")).toBe(name);
      expect(await mine(...asked)).toMatch(expected);
      expect(await theirs(...asked)).toMatch(expected);
      await mine("volume", "create", `of-${name}`);
    }
    for (const name of engines.keys()) {
      const found = await mine("--context", name, "volume", "ls", "-q", "--filter", "name=of-");
      expect(found).toBe(`of-${name}`);
      await mine("-c", name, "volume", "rm", `of-${name}`);
    }
    expect(await mine("context", "ls")).toBe(await theirs("context", "ls"));
  });
});

describe("the context store", () => {
  const id = (name: string) => createHash("sha256").update(name).digest("hex");

  test("is Docker's, to the byte and the file mode", async () => {
    const [a, b] = [temporaryFolder("config"), temporaryFolder("config")];
    const { client: folder } = await makeCertificates(join(temporaryFolder("tls"), "c"), ["127.0.0.1"]);
    const docker = `host=tcp://127.0.0.1:9,ca=${folder}/ca.pem,cert=${folder}/cert.pem,key=${folder}/key.pem`;
    for (const [config, command] of [
      [a, ours("docker")],
      [b, [referencePath()]],
    ] as const) {
      await client(command, config)("context", "create", "far", "--description", "<a> & b", "--docker", docker);
      await client(command, config)("context", "create", "copy", "--from", "far");
      await client(command, config)("context", "update", "copy", "--docker", `host=unix:///x,ca=${folder}/ca.pem`);
      await client(command, config)("context", "use", "far");
    }
    const listing = async (config: string) => {
      const files = await execute("sh", ["-c", "find . -printf '%P %y %m\\n' | sort; find . -type f | sort | xargs sha256sum"], {
        cwd: config,
      });
      return files.replace(/^ d 700$/m, "");
    };
    expect(await listing(a)).toBe(await listing(b));
    expect(statSync(join(a, "contexts/tls", id("far"), "docker/key.pem")).mode & 0o777).toBe(0o600);
  });

  test.each(["context update far --docker host=unix:///y", "context rm far", "context inspect far", "context create near --from far"])(
    "what one client made the other takes: %s",
    async (line) => {
      const results: string[] = [];
      for (const [maker, user] of [
        ["mine", "theirs"],
        ["theirs", "mine"],
      ] as const) {
        const config = temporaryFolder("config");
        const clients = pair(config);
        await clients[maker]("context", "create", "far", "--description", "d", "--docker", "host=unix:///x");
        const said = await clients[user](...line.split(" "));
        results.push(`${said}\n${await clients[maker]("context", "ls", "--format", "json")}`.replaceAll(config, "CONFIG"));
      }
      expect(results[0]).toBe(results[1]);
    },
  );

  test("reports what cannot be written, and leaves nothing of it", async () => {
    const config = temporaryFolder("config");
    writeFileSync(join(config, "contexts"), "");
    const { code, stderr } = await run([...ours("docker"), "context", "create", "far"], { env: { DOCKER_CONFIG: config } });
    expect([code, String(stderr)]).toEqual([1, expect.stringMatching(/not a directory\n$/)]);
    expect(readdirSync(config)).toEqual(["contexts"]);
  });
});

describe("context export and import", () => {
  test("import what the other client exported", async () => {
    const { client: folder } = await makeCertificates(join(temporaryFolder("tls"), "c"), ["127.0.0.1"]);
    for (const [maker, taker] of [
      ["mine", "theirs"],
      ["theirs", "mine"],
    ] as const) {
      const clients = pair(temporaryFolder("config"));
      const docker = `host=tcp://127.0.0.1:9,ca=${folder}/ca.pem,cert=${folder}/cert.pem,key=${folder}/key.pem`;
      await clients[maker]("context", "create", "far", "--description", "d", "--docker", docker);
      await clients[maker]("context", "export", "far", "far.tar");
      await clients[taker]("context", "import", "near", "far.tar");
      const shown = async (name: string) =>
        await clients.mine("context", "inspect", name, "-f", "{{json .Metadata.Metadata}} {{.Endpoints}} {{.TLSMaterial}}");
      expect(await shown("near")).toBe(await shown("far"));
    }
  });

  test("import a zip archive", async () => {
    const config = temporaryFolder("config");
    const { mine, theirs } = pair(config);
    const script = `
import zipfile
for name, how in (("stored", zipfile.ZIP_STORED), ("deflated", zipfile.ZIP_DEFLATED)):
    with zipfile.ZipFile(name + ".zip", "w", how) as archive:
        archive.writestr("meta.json", '{"Name":"x","Metadata":{"Description":"d"},"Endpoints":{"docker":{"Host":"unix:///x"}}}')
        archive.writestr("tls/docker/", "")
        archive.writestr("tls/docker/ca.pem", "ca" * 1000)
`;
    await execute("python3", ["-c", script], { cwd: config });
    for (const name of ["stored", "deflated"]) {
      await mine("context", "import", `my-${name}`, `${name}.zip`);
      await theirs("context", "import", `their-${name}`, `${name}.zip`);
      const file = (whose: string) =>
        readFileSync(join(config, "contexts/tls", createHash("sha256").update(`${whose}-${name}`).digest("hex"), "docker/ca.pem"));
      expect(file("my").equals(file("their"))).toBe(true);
    }
  });

  const META = '{"Name":"x","Metadata":{},"Endpoints":{"docker":{"Host":"unix:///x"}}}';
  const entry = (name: string, content: string | Buffer, type: "file" | "symlink" = "file") => {
    const bytes = Buffer.from(content);
    const header = { name: Buffer.from(name), type, mode: 0o600, uid: 0, gid: 0, mtime: { seconds: 0, nanos: 0 } };
    if (type === "symlink") return encodeHeader({ ...header, size: 0, linkname: bytes });
    return Buffer.concat([encodeHeader({ ...header, size: bytes.length }), bytes, padding(bytes.length)]);
  };
  const big = Buffer.alloc(11 * 1024 * 1024);

  // `same`: Docker says the same; elsewhere it takes the archive, or leaves half of it behind.
  test.each<[string, () => Buffer[], string, same: boolean]>([
    ["a file that has no business there", () => [entry("meta.json", META), entry("other", "x")], "other: unexpected context file", true],
    ["a path upwards", () => [entry("meta.json", META), entry("tls/../../evil", "x")], "tls/../../evil: unexpected path format", true],
    ["an absolute path", () => [entry("/etc/evil", "x")], "/etc/evil: unexpected context file", true],
    ["a path with a dot", () => [entry("./meta.json", META)], "./meta.json: unexpected context file", true],
    ["a backslash", () => [entry("tls/a\\b/c", "x")], "tls/a\\b/c: unexpected '\\' in path", true],
    ["TLS files of no endpoint", () => [entry("meta.json", META), entry("tls/flat.pem", "x")], "archive format is invalid", true],
    ["TLS files too deep", () => [entry("meta.json", META), entry("tls/docker/a/b.pem", "x")], "archive format is invalid", false],
    ["no metadata", () => [entry("tls/docker/ca.pem", "x")], "invalid context: no metadata found", true],
    ["metadata that is no JSON", () => [entry("meta.json", "{")], "unexpected end of JSON input", true],
    [
      "metadata of another kind",
      () => [entry("meta.json", "[]")],
      "json: cannot unmarshal array into Go value of type store.Metadata",
      true,
    ],
    [
      "a name of another kind",
      () => [entry("meta.json", '{"Name":5}')],
      "json: cannot unmarshal number into Go struct field Metadata.Name of type string",
      true,
    ],
    [
      "an endpoint of another kind",
      () => [entry("meta.json", '{"Endpoints":{"docker":5}}')],
      "json: cannot unmarshal number into Go value of type context.EndpointMetaBase",
      false,
    ],
    ["more than 10 MiB", () => [entry("meta.json", META), entry("tls/docker/big", big)], "read exceeds the defined limit", true],
    ["a cut", () => [entry("meta.json", META).subarray(0, 540)], "unexpected EOF", true],
    ["a link", () => [entry("meta.json", META), entry("tls/docker/ca.pem", "/etc/passwd", "symlink")], "", true],
  ])("refuse the whole archive: %s", async (_, parts, said, same) => {
    const [config, other] = [temporaryFolder("config"), temporaryFolder("config")];
    const archive = Buffer.concat([...parts(), Buffer.alloc(1024)]).subarray(0, said === "unexpected EOF" ? 540 : undefined);
    const command = ["context", "import", "far", "-"];
    const [a, b] = await Promise.all([
      run([...ours("docker"), ...command], { env: { DOCKER_CONFIG: config }, stdin: archive }),
      run([referencePath(), ...command], { env: { DOCKER_CONFIG: other }, stdin: archive }),
    ]);
    if (same) expect([a.code, String(a.stderr)]).toEqual([b.code, String(b.stderr)]);
    if (said === "") {
      // Neither the link nor what it leads to is taken.
      expect(a.code).toBe(0);
      expect(existsSync(join(config, "contexts/tls"))).toBe(false);
      return;
    }
    expect([a.code, String(a.stderr)]).toEqual([1, `${said}\n`]);
    expect(existsSync(join(config, "contexts"))).toBe(false);
  });
});

test("reports the files of a context that may not be read", async () => {
  const config = temporaryFolder("config");
  const { mine } = pair(config);
  await mine("context", "create", "far", "--docker", "host=unix:///x");
  chmodSync(config, 0o755);
  const folder = join(config, "contexts/tls", createHash("sha256").update("far").digest("hex"), "docker/ca.pem");
  mkdirSync(folder, { recursive: true });
  // A folder where a file should be is left alone, by both.
  expect(await mine("context", "inspect", "far", "-f", "{{.TLSMaterial}}")).toBe("map[docker:[]]");
});
