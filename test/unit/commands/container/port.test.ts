import { describe, expect, it } from "vitest";
import type { Flags } from "../../../../src/cli/flags.js";
import { runCommand } from "../../../../src/cli/program.js";
import type { Command } from "../../../../src/cli/spec.js";
import diff from "../../../../src/commands/container/diff.js";
import port, { portLines } from "../../../../src/commands/container/port.js";
import top, { topTable } from "../../../../src/commands/container/top.js";
import { cannedContext } from "../../../support/canned-context.js";

const PORTS = {
  "80/tcp": [
    { HostIp: "0.0.0.0", HostPort: "8080" },
    { HostIp: "::", HostPort: "8080" },
  ],
  "9/udp": [{ HostIp: "127.0.0.1", HostPort: "53" }],
  "443/tcp": null,
  "444/tcp": [],
};

describe("port", () => {
  it.each<[string | undefined, string[]]>([
    [undefined, ["9/udp -> 127.0.0.1:53", "80/tcp -> 0.0.0.0:8080", "80/tcp -> [::]:8080"]],
    ["", ["9/udp -> 127.0.0.1:53", "80/tcp -> 0.0.0.0:8080", "80/tcp -> [::]:8080"]],
    ["80", ["0.0.0.0:8080", "[::]:8080"]],
    ["80/tcp", ["0.0.0.0:8080", "[::]:8080"]],
    ["80/", ["0.0.0.0:8080", "[::]:8080"]],
    ["9/udp", ["127.0.0.1:53"]],
  ])("prints the ports of %j", (wanted, lines) => {
    expect(portLines(PORTS, "c", wanted)).toEqual(lines);
  });

  it.each([
    ["9", "Error: No public port '9' published for c"],
    ["443", "Error: No public port '443' published for c"],
    ["80/tcp/x", "Error: No public port '80/tcp/x' published for c"],
    ["x", 'Error: invalid port (x): strconv.ParseUint: parsing "x": invalid syntax'],
    ["-1", 'Error: invalid port (-1): strconv.ParseUint: parsing "-1": invalid syntax'],
    ["65536", 'Error: invalid port (65536): strconv.ParseUint: parsing "65536": value out of range'],
    ["/tcp", 'Error: invalid port (): strconv.ParseUint: parsing "": invalid syntax'],
  ])("refuses %s", (wanted, message) => {
    expect(() => portLines(PORTS, "c", wanted)).toThrow(message);
  });
});

it("prints top's columns at least 20 wide, also without processes", () => {
  expect(topTable({ Titles: ["PID", "CMD"], Processes: [["1", "sleep 1"]] })).toEqual([
    "PID                 CMD",
    "1                   sleep 1",
  ]);
  expect(topTable({ Titles: ["PID"], Processes: null })).toEqual(["PID"]);
});

async function run(spec: unknown, name: string, argv: string[], answers: Record<string, unknown>) {
  const { ctx, requests, written } = cannedContext({ dialect: "docker", now: 0, answers });
  await runCommand(ctx, spec as Command<Flags>, name, argv);
  return { stdout: written.stdout, requests };
}

it.each<[string, unknown, string[], string, unknown, string]>([
  [
    "port",
    port,
    ["c"],
    "/containers/c/json",
    { NetworkSettings: { Ports: PORTS } },
    "9/udp -> 127.0.0.1:53\n80/tcp -> 0.0.0.0:8080\n80/tcp -> [::]:8080\n",
  ],
  ["port", port, ["c"], "/containers/c/json", { NetworkSettings: { Ports: null } }, ""],
  ["top", top, ["c", "-e", "-o", "pid"], "/containers/c/top", { Titles: ["PID"], Processes: [["1"]] }, "PID\n1\n"],
  [
    "diff",
    diff,
    ["c"],
    "/containers/c/changes",
    [
      { Path: "/a b", Kind: 0 },
      { Path: "/n", Kind: 1 },
      { Path: "/d", Kind: 2 },
    ],
    "C /a b\nA /n\nD /d\n",
  ],
  ["diff", diff, ["c"], "/containers/c/changes", null, ""],
])("prints the changes of %s (case %#)", async (name, spec, argv, path, answer, stdout) => {
  const done = await run(spec, name, argv, { [path]: answer });
  expect(done.stdout).toBe(stdout);
  expect(done.requests[0]?.path).toBe(path);
  if (name === "top") expect(done.requests[0]?.query).toEqual({ ps_args: "-e -o pid" });
});

it.each([
  ["port", port, "invalid container name or ID: value is empty"],
  ["top", top, "invalid container name or ID: value is empty"],
  ["diff", diff, "Container name cannot be empty"],
] as const)("prints nothing for an empty answer to %s", async (name, spec, message) => {
  await expect(run(spec, name, [""], {})).rejects.toThrow(message);
});
