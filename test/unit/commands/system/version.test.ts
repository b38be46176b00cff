// Outputs, texts and codes are Docker's (28.2.2) for the same answers.
import { describe, expect, it } from "vitest";
import { ansic, unixDate } from "../../../../src/commands/system/build-time.js";
import { alignVersion, withEngineComponent } from "../../../../src/commands/system/version-print.js";
import { ConnectionError } from "../../../../src/errors/connection.js";
import { ApiError, UserError } from "../../../../src/errors.js";
import { clientVersion, goArch, goOs, REFERENCE_VERSION, runtimeVersion, userAgent, versionLine } from "../../../../src/version.js";
import { run } from "../../../support/canned-engine.js";

const ABSENT = "Cannot connect to the Docker daemon at unix:///nope. Is the docker daemon running?";
const absent = new ConnectionError(ABSENT, "no-socket");
const answer = JSON.stringify({
  Platform: { Name: "" },
  Components: [
    { Name: "Engine", Version: "28.5.2", Details: { ApiVersion: "1.51", BuildTime: "2026-09-15T11:02:57.000000000+00:00", Os: "linux" } },
    { Name: "runc", Version: "1.1.5", Details: { GitCommit: "x" } },
  ],
  Version: "28.5.2",
  ApiVersion: "1.51",
  Os: "linux",
  Arch: "amd64",
  BuildTime: "2026-09-15T11:02:57.000000000+00:00",
});

describe("version", () => {
  it.each([
    ["{{.Server.Version}}", "28.5.2\n"],
    ["{{.Client.Version}} {{.Client.APIVersion}} {{.Client.DefaultAPIVersion}}", `${REFERENCE_VERSION} 1.50 1.50\n`],
    ["{{.Client.GoVersion}} {{.Client.Os}}/{{.Client.Arch}} {{.Client.Context}}", `${runtimeVersion()} linux/amd64 default\n`],
    ["{{json .Client.Platform}}", "null\n"],
    ["{{range .Server.Components}}{{.Name}} {{end}}", "Engine runc \n"],
    ["{{(index .Server.Components 0).Details.BuildTime}}", "Tue Sep 15 11:02:57 2026\n"],
    ["{{.Server.BuildTime}}", "2026-09-15T11:02:57.000000000+00:00\n"],
    ["{{with .Server}}{{.APIVersion}}{{end}}", "1.51\n"],
    ["table {{.Client.Context}}", "table default\n"],
    ["raw", "raw\n"],
    ['a\tb{{"\\n"}}ccccccccccccccccccccccccc\td', "a                         b\nccccccccccccccccccccccccc d\n"],
  ])("prints --format %j", async (format, stdout) => {
    expect(await run("version", format, { answer })).toMatchObject({ stdout, stderr: "", code: 0, requests: ["GET /version"] });
  });

  it("prints JSON with the keys in the order of Docker's structs", async () => {
    const { stdout } = await run("version", "json", { answer });
    const { Client, Server } = JSON.parse(stdout);
    expect(Object.keys(JSON.parse(stdout))).toEqual(["Client", "Server"]);
    expect(Object.keys(Client).filter((key) => key !== "BuildTime")).toEqual([
      "Version",
      "ApiVersion",
      "DefaultAPIVersion",
      "GitCommit",
      "GoVersion",
      "Os",
      "Arch",
      "Context",
    ]);
    expect(Object.keys(Server)).toEqual([
      "Platform",
      "Components",
      "Version",
      "ApiVersion",
      "GitCommit",
      "GoVersion",
      "Os",
      "Arch",
      "BuildTime",
    ]);
    expect(stdout).toBe((await run("version", "{{json .}}", { answer })).stdout);
  });

  it("refuses an invalid template before the daemon is asked", async () => {
    const bad = { stdout: "", stderr: "template parsing error: template: version:1: unclosed action\n", code: 64, requests: [] };
    expect(await run("version", "{{", { answer })).toEqual(bad);
    expect(await run("version", "{{", { unresolved: new UserError("Failed to initialize: x") })).toEqual(bad);
  });

  it("prints what a template wrote before it failed, and why it failed", async () => {
    const stderr = 'template: version:1:9: executing "version" at <.Nope>: can\'t evaluate field Nope in type system.versionInfo\n';
    expect(await run("version", "before {{.Nope}}", { answer })).toMatchObject({ stdout: "before \n", stderr, code: 1 });
  });

  it("prints the client without a daemon", async () => {
    const { stdout, ...rest } = await run("version", "", { answer: absent });
    expect(stdout).toMatch(/^Client:\n Version: {11}28\.2\.2\n[\s\S]* Context: {11}default\n$/);
    expect(rest).toEqual({ stderr: `${ABSENT}\n`, code: 1, requests: ["GET /version"] });
  });

  it.each([
    ["{{.Server.Version}}", "\n"],
    ["{{.Server}}", "<nil>\n"],
    ["{{.Client.Version}}", "28.2.2\n"],
    ["{{.Nope}}", "\n"],
    ["{{json .Server}}", "null\n"],
  ])("evaluates %s without a daemon", async (format, stdout) => {
    expect(await run("version", format, { answer: absent })).toMatchObject({ stdout, stderr: `${ABSENT}\n`, code: 1 });
  });

  it.each([
    ["not json", "invalid character 'o' in literal null (expecting 'u')"],
    ['{"Version":5}', "json: cannot unmarshal number into Go struct field Version.Version of type string"],
    [
      '{"Components":[{"Details":{"a":1}}]}',
      "json: cannot unmarshal number into Go struct field ComponentVersion.Components.Details of type string",
    ],
    ["[]", "json: cannot unmarshal array into Go value of type types.Version"],
    ['{"Version":"', "unexpected EOF"],
    ["", "EOF"],
  ])("says what is wrong with the daemon's answer %j", async (text, why) => {
    expect(await run("version", "{{.Client.Version}}", { answer: text })).toMatchObject({
      stdout: "28.2.2\n",
      stderr: `${why}\n`,
      code: 1,
    });
  });

  it("passes the daemon's refusal on", async () => {
    const refused = new ApiError("Error response from daemon: no way", 500);
    expect(await run("version", "{{json .Server}}", { answer: refused })).toMatchObject({
      stdout: "null\n",
      stderr: "Error response from daemon: no way\n",
      code: 1,
    });
  });

  it("prints the endpoint's error alone", async () => {
    const unresolved = new UserError("Failed to initialize: x");
    expect(await run("version", "", { unresolved })).toEqual({ stdout: "", stderr: "Failed to initialize: x\n", code: 1, requests: [] });
  });

  it("prints the context, and a lowered API version", async () => {
    const { stdout } = await run("version", "", { answer, apiVersion: "1.40", env: { DOCKER_CONTEXT: "far" } });
    expect(stdout).toContain(" API version:       1.40 (downgraded from 1.50)\n");
    expect(stdout).toContain(" Context:           far\n");
    const flat = await run("version", "", { answer, apiVersion: "1.40", dialect: "dockline" });
    expect(flat.stdout).toContain(" API version:  1.40 (downgraded from 1.50)\n");
  });
});

describe("withEngineComponent", () => {
  it("makes a component for daemons that send none", () => {
    const old = {
      Version: "1.13.1",
      ApiVersion: "1.26",
      MinAPIVersion: "1.12",
      BuildTime: "2017-02-08T06:36:34.1+00:00",
      Experimental: true,
    };
    expect(withEngineComponent(old).Components).toEqual([
      {
        Name: "Engine",
        Version: "1.13.1",
        Details: {
          ApiVersion: "1.26",
          MinAPIVersion: "1.12",
          GitCommit: "",
          GoVersion: "",
          Os: "",
          Arch: "",
          BuildTime: "Wed Feb  8 06:36:34 2017",
          Experimental: "true",
        },
      },
    ]);
    expect(withEngineComponent({ Components: [{ Name: "x" }] }).Components?.map(({ Name }) => Name)).toEqual(["x", "Engine"]);
  });

  it("does not change its argument", () => {
    const server = { Components: [{ Name: "Engine", Details: { BuildTime: "2017-02-08T06:36:34Z" } }] };
    const before = structuredClone(server);
    withEngineComponent(server);
    expect(server).toEqual(before);
  });
});

it.each([
  ["a\tb", "a                   b"],
  ["\tb", "                    b"],
  [`${"x".repeat(25)}\tb\nc\td`, `${"x".repeat(25)} b\nc${" ".repeat(25)}d`],
])("columns are at least 20 wide: %j", (text, aligned) => expect(alignVersion(text)).toBe(aligned));

describe("build times", () => {
  it.each([
    ["2025-05-30T12:07:14.000000000+00:00", "Fri May 30 12:07:14 2025", "Fri May 30 12:07:14 UTC 2025"],
    ["2017-02-08T06:36:34.123456789Z", "Wed Feb  8 06:36:34 2017", "Wed Feb  8 06:36:34 UTC 2017"],
    ["2026-09-05T23:02:57+02:00", "Sat Sep  5 23:02:57 2026", "Sat Sep  5 21:02:57 UTC 2026"],
    ["2026-01-01T00:30:00-01:30", "Thu Jan  1 00:30:00 2026", "Thu Jan  1 02:00:00 UTC 2026"],
    ["Mon Oct 12 05:39:44 UTC 2015", "Mon Oct 12 05:39:44 UTC 2015", "Mon Oct 12 05:39:44 UTC 2015"],
    ["yesterday", "yesterday", "yesterday"],
    ["2026-13-01T00:00:00Z", "2026-13-01T00:00:00Z", "2026-13-01T00:00:00Z"],
    ["", "", ""],
  ])("are printed as %j", (built, goForm, classicForm) => expect([ansic(built), unixDate(built)]).toEqual([goForm, classicForm]));
});

describe("the client's version", () => {
  it("is Docker's under the name docker", () => {
    expect(clientVersion("docker")).toBe("28.2.2");
    expect(clientVersion("dockline")).not.toBe("28.2.2");
    expect(versionLine("docker")).toMatch(/^Docker version 28\.2\.2, build \S+$/);
    expect(versionLine("dockline")).toMatch(/^dockline version \S+, build \S+$/);
    expect(userAgent("linux")).toBe("Docker-Client/28.2.2 (linux)");
  });

  it("names the operating system and the architecture as Go does", () => {
    expect(["x64", "arm64", "ia32", "ppc64", "s390x"].map(goArch)).toEqual(["amd64", "arm64", "386", "ppc64le", "s390x"]);
    expect(["linux", "darwin", "win32"].map(goOs)).toEqual(["linux", "darwin", "windows"]);
    expect(runtimeVersion()).toBe(`node${process.versions.node}`);
  });
});
