import { expect, it } from "vitest";
import { parseCommand } from "../../../../src/cli/parse-command.js";
import exec, { toExecBody } from "../../../../src/commands/container/exec.js";
import logs, { toLogsQuery } from "../../../../src/commands/container/logs.js";

const NOW = Date.parse("2026-11-20T12:00:00Z");

// Bodies as docker 28.2.2 sends them.
it.each<[string[], object]>([
  [
    ["c", "echo", "x"],
    {
      User: "",
      Privileged: false,
      Tty: false,
      AttachStdin: false,
      AttachStderr: true,
      AttachStdout: true,
      Detach: false,
      DetachKeys: "",
      Env: null,
      WorkingDir: "",
      Cmd: ["echo", "x"],
    },
  ],
  [
    ["-d", "-w", "/tmp", "-u", "root", "--privileged", "c", "true"],
    {
      User: "root",
      Privileged: true,
      Tty: false,
      AttachStdin: false,
      AttachStderr: false,
      AttachStdout: false,
      Detach: true,
      DetachKeys: "",
      Env: null,
      WorkingDir: "/tmp",
      Cmd: ["true"],
    },
  ],
])("makes the request of exec %j", (argv, body) => {
  const { args, values } = parseCommand(exec, argv);
  expect(toExecBody(values as never, args.slice(1), [], "", [0, 0])).toEqual(body);
});

it("sends the terminal's size if there is a terminal", () => {
  const { values } = parseCommand(exec, ["-it", "c", "sh"]);
  expect(toExecBody(values as never, ["sh"], ["A=b"], "ctrl-x", [24, 80])).toMatchObject({
    AttachStdin: true,
    Tty: true,
    ConsoleSize: [24, 80],
    Env: ["A=b"],
    DetachKeys: "ctrl-x",
  });
});

it.each<[string[], object]>([
  [["c"], { tail: "all", follow: false }],
  [["-f", "-n", "3", "c"], { tail: "3", follow: true }],
  [["--since", "10m", "c"], { since: String(NOW / 1000 - 600) }],
  [["--since", "2026-01-01", "--until", "2026-01-02T03:04:05.5Z", "c"], { since: "1767225600.000000000", until: "1767323045.500000000" }],
])("makes the query of logs %j", (argv, query) => {
  const { values } = parseCommand(logs, argv);
  expect(toLogsQuery(values as never, NOW)).toMatchObject({ stdout: true, stderr: true, ...query });
});

it("names the flag of an invalid time", () => {
  const { values } = parseCommand(logs, ["--since", "soon", "c"]);
  expect(() => toLogsQuery(values as never, NOW)).toThrow('invalid value for "since": failed to parse value as time or duration: "soon"');
});
