// Outputs, texts and codes are Docker's (28.2.2) for the same answers.
import { describe, expect, it } from "vitest";
import type { SystemInfo } from "../../../../src/commands/system/info-answer.js";
import { renderInfo } from "../../../../src/commands/system/info-print.js";
import { parseSecurityOptions } from "../../../../src/commands/system/security-options.js";
import { ConnectionError } from "../../../../src/errors/connection.js";
import { ApiError, UserError } from "../../../../src/errors.js";
import { run } from "../../../support/canned-engine.js";

const ABSENT = "Cannot connect to the Docker daemon at unix:///nope. Is the docker daemon running?";
const absent = new ConnectionError(ABSENT, "no-socket");
const refused = new ApiError("Error response from daemon: no way", 500);
const answer = JSON.stringify({
  Name: "h1",
  Runtimes: { runc: { path: "runc" } },
  MemTotal: 25276514304,
  Labels: [],
  ServerVersion: "28.5.2",
});
const CLIENT = "Client:\n Version:    28.2.2\n Context:    default\n Debug Mode: false\n\nServer:\n";

describe("info", () => {
  it.each([
    ["{{.Runtimes.nvidia}}", "<no value>\n"],
    ["{{.Runtimes.runc}}", "{{runc []  map[]} map[]}\n"],
    ["{{json .Runtimes.runc}}", '{"path":"runc"}\n'],
    ["{{.Info.Name}} {{.Name}} {{$.Name}}", "h1 h1 h1\n"],
    ["{{.MemTotal}}", "25276514304\n"],
    ["{{.ServerErrors}}{{json .ServerErrors}}", "[]null\n"],
    ["{{.ClientInfo.APIVersion}}|{{.ClientInfo.DefaultAPIVersion}} {{.ServerVersion}}", "|1.50 28.5.2\n"],
    ["a\tb", "a\tb\n"],
    ["{{.UserName}}|{{.ClientErrors}}|{{.Name}}", "|[]|h1\n"],
  ])("prints --format %j", async (format, stdout) => {
    expect(await run("info", format, { answer })).toEqual({ stdout, stderr: "", code: 0, requests: ["GET /info"] });
  });

  it.each([
    "{{.ClientInfo.Version}}",
    "{{json .ClientInfo}}",
    "{{.ClientInfo.APIVersion}}|",
    "{{range .ClientInfo.Plugins}}{{.Name}}{{end}}",
    "{{json .}} {{.ClientInfo.Debug}}",
  ])("does not ask the daemon for %s", async (format) => {
    expect(await run("info", format, { answer })).toMatchObject({ code: 0, requests: [] });
    expect(await run("info", format, { unresolved: new UserError("not reached") })).toMatchObject({ code: 0, stderr: "" });
  });

  it("prints all fields and then the client for an empty answer with --format json", async () => {
    const { stdout } = await run("info", "json");
    const keys = Object.keys(JSON.parse(stdout));
    expect([keys.length, keys[0], keys.at(-2), keys.at(-1)]).toEqual([56, "ID", "Warnings", "ClientInfo"]);
  });

  it("writes the keys of RegistryConfig in order, alone among the fields", async () => {
    const index = { Name: "docker.io", Mirrors: [], Secure: true, Official: true };
    const text = JSON.stringify({
      RegistryConfig: { InsecureRegistryCIDRs: ["10.1.2.3/16"], IndexConfigs: { "docker.io": index }, Mirrors: ["https://m/?a&b"] },
    });
    const sorted =
      '{"IndexConfigs":{"docker.io":{"Mirrors":[],"Name":"docker.io","Official":true,"Secure":true}},"InsecureRegistryCIDRs":["10.1.0.0/16"],"Mirrors":["https://m/?a\\u0026b"]}';
    expect((await run("info", "{{json .RegistryConfig}}", { answer: text })).stdout).toBe(`${sorted}\n`);
    expect((await run("info", "{{json .RegistryConfig.IndexConfigs}}", { answer: text })).stdout).toBe(
      '{"docker.io":{"Name":"docker.io","Mirrors":[],"Secure":true,"Official":true}}\n',
    );
  });

  it.each([
    ["", CLIENT, `${ABSENT}\n`, 1],
    ["x", "x\n", `${ABSENT}\n`, 1],
    ["{{.ServerVersion}}", "\n", `${ABSENT}\n`, 1],
    ["{{json .ServerErrors}}", "null\n", `${ABSENT}\n`, 1],
    ["{{.Nope}}", "\n", `${ABSENT}\ntemplate: :1:2: executing "" at <.Nope>: can't evaluate field Nope in type system.dockerInfo\n`, 1],
    ["{{", "", `${ABSENT}\ntemplate parsing error: template: :1: unclosed action\n`, 64],
  ])("prints the client without a daemon, for %j", async (format, stdout, stderr, code) => {
    expect(await run("info", format, { answer: absent })).toMatchObject({ stdout, stderr, code });
  });

  it.each([
    ["", CLIENT, `ERROR: ${refused.message}\nerrors pretty printing info\n`, 1],
    ["{{.Name}}|{{.ServerErrors}}", `|[${refused.message}]\n`, `${refused.message}\n`, 0],
  ])("prints the client and the daemon's refusal, for %j", async (format, stdout, stderr, code) => {
    expect(await run("info", format, { answer: refused })).toMatchObject({ stdout, stderr, code });
  });

  it.each([
    ["nojson", "invalid character 'o' in literal null (expecting 'u')"],
    ["[]", "json: cannot unmarshal array into Go value of type system.Info"],
    ["", "EOF"],
  ])("says what is wrong with the daemon's answer %j", async (text, why) => {
    expect(await run("info", "", { answer: text })).toMatchObject({
      stdout: CLIENT,
      stderr: `ERROR: Error reading remote info: ${why}\nerrors pretty printing info\n`,
      code: 1,
    });
    expect(await run("info", "{{.Name}}|", { answer: text })).toMatchObject({
      stdout: "|\n",
      stderr: `Error reading remote info: ${why}\n`,
      code: 0,
    });
  });

  it("takes a field of another type for a wrong answer, in templates", async () => {
    const { stdout, stderr, code } = await run("info", "{{.Containers}}|", { answer: '{"Containers":"x"}' });
    expect([stdout, code]).toEqual(["0|\n", 0]);
    expect(stderr).toMatch(/^Error reading remote info: json: cannot unmarshal string into Go .* of type int\n$/);
  });

  it("refuses an invalid template after the daemon was asked", async () => {
    expect(await run("info", "{{", { answer })).toMatchObject({
      stdout: "",
      stderr: "template parsing error: template: :1: unclosed action\n",
      code: 64,
    });
  });

  it("prints the endpoint's error alone", async () => {
    const unresolved = new UserError("Failed to initialize: x");
    expect(await run("info", "", { unresolved })).toMatchObject({ stdout: "", stderr: "Failed to initialize: x\n", code: 1 });
  });

  it("prints Docker Hub's user, and what --debug adds", async () => {
    const auths = { "https://index.docker.io/v1/": { auth: "YTpi" } };
    const { stdout } = await run("info", "", { answer, config: { auths }, global: { debug: true } });
    expect(stdout).toContain(" Debug Mode: true\n\nServer:");
    expect(stdout).toContain(
      " Debug Mode: false\n  File Descriptors: 0\n  Goroutines: 0\n  System Time: \n  EventsListeners: 0\n Username: a\n",
    );
    const named = await run("info", "", { answer, config: { auths: { "https://index.docker.io/v1/": { username: "zz" } } } });
    expect(named.stdout).toContain(" Username: zz\n");
  });

  it("prints nothing about a missing daemon to people", async () => {
    expect(await run("info", "", { answer: absent, dialect: "dockline" })).toMatchObject({ stdout: "", stderr: `${ABSENT}\n`, code: 1 });
  });
});

const client = { Version: "28.2.2", Context: "default" };
function lines(info: SystemInfo, dialect: "docker" | "dockline" = "docker") {
  const { pieces } = renderInfo({ client, plugins: [], debug: false, username: "", serverErrors: [], info }, dialect);
  return pieces.map(({ to, text }) => (to === "stderr" ? text.replace(/^/gm, "2: ").replace(/2: $/, "") : text)).join("");
}

describe("the blocks of info", () => {
  it.each<[string, SystemInfo, string[]]>([
    ["a locked swarm", { Swarm: { LocalNodeState: "locked", NodeID: "x" } }, [" Swarm: locked", " CPUs: 0"]],
    [
      "a pending one",
      { Swarm: { LocalNodeState: "pending", NodeID: "p", RemoteManagers: [] } },
      [" Swarm: pending", "  NodeID: p", "  Is Manager: false", "  Node Address: ", " CPUs: 0"],
    ],
    [
      "a manager that failed",
      { Swarm: { LocalNodeState: "error", ControlAvailable: true, Cluster: { ID: "c" } } },
      ["  Is Manager: true", "  Node Address: "],
    ],
    [
      "an empty address pool",
      { Swarm: { LocalNodeState: "active", ControlAvailable: true, Cluster: { DefaultAddrPool: [] } } },
      ["  Nodes: 0", "  Default Address Pool: ", "  SubnetSize: 0", "  Orchestration:"],
    ],
    [
      "security options of engines before 1.13",
      { OSType: "linux", SecurityOptions: ["apparmor", "seccomp"] },
      [" Security Options:", "  apparmor", "  seccomp"],
    ],
    [
      "several profiles",
      { OSType: "linux", SecurityOptions: ["name=a,profile=x,other=y,profile=z"] },
      ["  a", "   Profile: x", "   Profile: z"],
    ],
    [
      "secure registries only",
      { RegistryConfig: { IndexConfigs: { "docker.io": { Name: "docker.io", Secure: true } } } },
      [" Insecure Registries:", " Live Restore Enabled: false"],
    ],
    [
      "networks",
      { RegistryConfig: { InsecureRegistryCIDRs: ["10.1.2.3/9", "::1/128", "1.2.3.4/32", "1.2.3.4/0"] } },
      ["  10.0.0.0/9", "  ::1/128", "  1.2.3.4/32", "  0.0.0.0/0"],
    ],
    ["pairs that are none", { Driver: "d", DriverStatus: [["a"], ["b", "c"]] as never }, [" Storage Driver: d", "  a: ", "  b: c"]],
    ["authorization plugins", { Plugins: { Authorization: ["az"], Log: null } }, ["  Network: ", "  Authorization: az", "  Log: "]],
    ["runtimes by name", { Runtimes: { b: {}, a: {} }, DefaultRuntime: "a" }, [" Runtimes: a b", " Default Runtime: a"]],
  ])("are printed for %s", (_, info, expected) => expect(lines(info)).toContain(`\n${expected.join("\n")}\n`));

  it("leave out what only Linux or Windows has", () => {
    const info = { SecurityOptions: ["name=x"], InitBinary: "i", Isolation: "hyperv" };
    expect(lines({ ...info, OSType: "windows" })).not.toMatch(/Security|Init Binary/);
    expect(lines({ ...info, OSType: "linux" })).not.toMatch(/Isolation/);
  });

  it("report invalid security options and print the rest", () => {
    expect(lines({ OSType: "linux", SecurityOptions: ["foobar="], Name: "n" })).toMatch(
      / Name: n\n[\s\S]*\n2: ERROR: invalid empty security option\n$/,
    );
  });

  it("print the daemon's warnings, for people also those about what old daemons lack", () => {
    const old = { MemoryLimit: true, SwapLimit: false, IPv4Forwarding: false };
    expect(lines({ ...old, Warnings: ["w"] })).toMatch(/\n2: w\n$/);
    expect(lines(old)).not.toContain("2: ");
    expect(lines(old, "dockline")).toMatch(/2: WARNING: No swap limit support\n2: WARNING: IPv4 forwarding is disabled\n$/);
    expect(lines({ ...old, Warnings: null }, "dockline")).not.toContain("2: ");
    expect(lines({ ...old, Warnings: ["w"] }, "dockline")).toMatch(/2: w\n$/);
  });

  it("leave out of the flat listing what the daemon does not send", () => {
    expect(lines({ Containers: 1, Name: "n", Debug: false, Labels: ["a"] }, "dockline")).toBe("Containers: 1\nName: n\nLabels:\n a\n");
    expect(lines({ Containers: 1, ServerVersion: "9", Debug: false }, "dockline")).toBe(
      "Containers: 1\nServer Version: 9\nDebug Mode: false\n",
    );
  });
});

describe("the client's plugins in info", () => {
  const plugin = {
    SchemaVersion: "0.1.0",
    Vendor: "V Inc",
    Version: "v1.2",
    ShortDescription: "Good one",
    URL: "",
    Name: "good",
    Path: "/p/docker-good",
    ShadowedPaths: [],
  };
  const bad = { ...plugin, Name: "bad", Path: '/p/docker-"bad', Err: "why" };
  const bare = { ...plugin, Name: "bare", Version: "", ShortDescription: "" };
  const text = (dialect: "docker" | "dockline") =>
    renderInfo(
      { client: { ...client, Context: "far" }, plugins: [plugin, bad, bare], debug: false, username: "", serverErrors: [] },
      dialect,
    ).pieces;

  it("are listed with the client, and their errors before the server", () => {
    const own =
      " Plugins:\n  good: Good one (V Inc)\n    Version:  v1.2\n    Path:     /p/docker-good\n  bare:  (V Inc)\n    Path:     /p/docker-good\n";
    expect(text("docker")).toEqual([
      { to: "stdout", text: `Client:\n Version:    28.2.2\n Context:    far\n Debug Mode: false\n${own}` },
      { to: "stderr", text: 'WARNING: Plugin "/p/docker-\\"bad" is not valid: why\n' },
      { to: "stdout", text: "\nServer:\n" },
    ]);
  });

  it("come last in the flat listing", () => {
    const own =
      "Client Plugins:\n good: Good one (V Inc)\n   Version:  v1.2\n   Path:     /p/docker-good\n bare:  (V Inc)\n   Path:     /p/docker-good\n";
    expect(text("dockline")[0]).toEqual({ to: "stdout", text: `Context: far\n${own}` });
  });
});

describe("parseSecurityOptions", () => {
  it("reads names and options", () => {
    expect(parseSecurityOptions(["name=seccomp,profile=/a=b.json", "selinux"])).toEqual([
      { name: "seccomp", options: [["profile", "/a=b.json"]] },
      { name: "selinux", options: [] },
    ]);
  });

  it.each([
    ["foobar=", "invalid empty security option"],
    ["=", "invalid empty security option"],
    ["name=x,", 'invalid security option ""'],
    ["name=a,profile", 'invalid security option "profile"'],
  ])("refuses %j", (option, text) => expect(() => parseSecurityOptions([option])).toThrow(text));
});
