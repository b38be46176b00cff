/** volume create, inspect, ls, prune, rm and update, beside Docker. */
import { describe } from "vitest";
import { type Case, cases } from "../support/parity.js";

const words = (line: string) => line.split(" ");
const CREATE = ["volume", "create", "--label", "a=b", "{obj}"];

/** Each side has the objects of `setup` for itself. */
const own = (setup: readonly (readonly string[])[], ...lines: (string | string[])[]): Case[] =>
  lines.map((line) => ({ args: typeof line === "string" ? words(line) : line, setup }));
const plain = (...lines: (string | string[])[]): Case[] => own([], ...lines);

describe.concurrent("create", () => {
  cases([
    ...plain(
      "volume create {obj}",
      "volume create --name {obj}",
      "volume create --label a=b --label c -d local {obj}",
      "volume create -o type=tmpfs -o device=tmpfs -o o=size=1m {obj}",
      "volume create -o bogus=1 {obj}",
      "volume create --group g {obj}",
      "volume create --type mount --sharing all --scope multi --limit-bytes 1g {obj}",
      "volume create --name {obj} {obj}",
      "volume create a b",
      "volume create --label =x {obj}",
      "volume create --limit-bytes 1x {obj}",
      "volume create --nope",
      ["volume", "create", "a b"],
      ["volume", "create", "x"],
      ["volume", "create", "../x"],
      ["volume", "create", "--driver", "", "{obj}"],
    ),
    {
      name: "without a name",
      args: ["volume", "create", "--label", "{obj}"],
      cleanup: [["volume", "prune", "-f", "--filter", "label={obj}"]],
    },
    ...own([CREATE], "volume create {obj}", "volume create --label c=d {obj}"),
    { args: ["volume", "create", "{obj}"], env: { DOCKER_HOST: "unix:///nowhere" }, name: "no engine" },
  ]);
});

describe.concurrent("ls", () => {
  const mine = "volume ls -f name={obj}";
  const two = [["volume", "create", "{obj}0"], CREATE];
  cases([
    ...own(
      two,
      mine,
      `${mine} -q`,
      `${mine} --format json`,
      `${mine} --format raw`,
      `${mine} -q --format raw`,
      `${mine} -f label=a=b`,
      `${mine} -f driver=local -f dangling=true`,
      `${mine} -f dangling=false`,
      `${mine} --cluster`,
      `${mine} --cluster -q`,
      `${mine} --format {{.Name}}`,
      `${mine} -q --format {{.Driver}}`,
      [
        ...words(mine),
        "--format",
        "table {{.Name}}\\t{{.Scope}}\\t{{.Labels}}\\t{{.Links}}\\t{{.Size}}\\t{{.Group}}\\t{{.Availability}}\\t{{.Status}}",
      ],
      [...words(mine), "--format", '{{.Label "a"}}|{{.Mountpoint}}'],
      [...words(mine), "--format", "{{json .}}"],
      [...words(mine), "--format", "{{.Nope}}"],
      [...words(mine), "--format", "{{"],
      "volume list -qf name={obj}",
    ),
    ...plain("volume ls -f bogus=1", "volume ls -f bogus", "volume ls -f dangling=perhaps", "volume ls x", "volume ls --no-trunc"),
    ...own([CREATE], mine, `${mine} -q`, `${mine} --format {{.Driver}}`).map((one) => ({
      ...one,
      name: `volumesFormat: ${one.args.join(" ")}`,
      config: { volumesFormat: "{{.Name}} is {{.Driver}}" },
    })),
  ]);
});

describe.concurrent("inspect", () => {
  cases([
    ...own(
      [CREATE],
      "volume inspect {obj}",
      "volume inspect {obj} nosuch",
      "volume inspect nosuch {obj} nosuch2",
      "volume inspect --format json {obj}",
      ["volume", "inspect", "-f", "{{.Name}} {{.Labels.a}} {{.Options}} {{.Scope}} {{json .Status}}", "{obj}"],
      ["volume", "inspect", "-f", "{{.Mountpoint}} {{json .Labels}} {{.UsageData}}", "{obj}"],
      ["volume", "inspect", "-f", "{{.Nope}}", "{obj}"],
      ["volume", "inspect", "-f", "{{.name}}", "{obj}", "nosuch"],
    ),
    ...plain("volume inspect", "volume inspect nosuch", ["volume", "inspect", ""], ["volume", "inspect", "-f", "{{", "x"]),
  ]);
});

describe.concurrent("rm", () => {
  const two = [CREATE, ["volume", "create", "{obj2}"]];
  cases([
    ...own(two, "volume rm {obj}", "volume rm {obj} {obj2}", "volume rm nosuch {obj} nosuch2 {obj2}", "volume rm -f nosuch {obj} nosuch2", [
      "volume",
      "remove",
      " {obj2} ",
    ]),
    ...plain(
      "volume rm",
      "volume rm nosuch",
      "volume rm -f nosuch",
      ["volume", "rm", ""],
      ["volume", "rm", "a b", "ä", "x/y"],
      "volume rm --nope",
    ),
    {
      name: "a volume in use",
      args: ["volume", "rm", "{obj}", "-f"],
      setup: [CREATE, ["create", "--name", "{obj2}", "-v", "{obj}:/data", "busybox", "true"]],
      mask: [[/\[[0-9a-f]{64}\]/g, "[<container>]"]],
    },
  ]);
});

describe("prune", () => {
  // One at a time is all that an engine does.
  const sequential = true;
  const labelled = [["volume", "create", "--label", "{obj}", "{obj}"]];
  const line = "volume prune --filter label={obj}";
  cases([
    ...own(
      labelled,
      `${line} -f`,
      `${line} -f -a`,
      `${line} -fa`,
      `${line} -f --filter all=1`,
      `${line} -f -a --filter all=1`,
      line,
      `${line} -a`,
    ).map((one) => ({ ...one, sequential })),
    ...["y\n", "Y", "n\n", "yes\n", ""].map((stdin) => ({
      name: `${line} -a < ${JSON.stringify(stdin)}`,
      args: words(`${line} -a`),
      setup: labelled,
      stdin,
      sequential,
    })),
    ...plain("volume prune -f --filter bogus=1", "volume prune --filter bogus", "volume prune x", "volume prune --until"),
    { args: ["volume", "prune"], stdin: "y\n", env: { DOCKER_HOST: "unix:///nowhere" }, name: "no engine" },
    { args: words(`${line} -fa`), setup: labelled, sequential, config: { pruneFilters: ["label!=x", "nonsense"] }, name: "pruneFilters" },
  ]);
});

describe.concurrent("update", () => {
  cases([
    ...own([CREATE], "volume update {obj}", "volume update --availability drain {obj}"),
    ...plain("volume update nosuch", "volume update", "volume update a b", "volume update --nope a", ["volume", "update", ""]),
  ]);
});

describe("an older daemon", () => {
  const old = [["volume", "create", "--label", "{obj}", "{obj}"]];
  cases(
    own(
      old,
      "volume ls -f name={obj}",
      "volume ls --cluster",
      "volume create --group g {obj}",
      "volume create --type mount --scope single x",
      "volume prune --filter label={obj}",
      "volume prune -f --filter label={obj}",
      "volume prune -a",
      "volume update {obj}",
      "volume inspect {obj}",
      "volume rm {obj} nosuch",
    ),
    { version: "20.10" },
  );
});
