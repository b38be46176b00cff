/** network create, connect, disconnect, inspect, ls, prune and rm, beside Docker. */
import { describe } from "vitest";
import { type Case, cases } from "../support/parity.js";

const words = (line: string) => line.split(" ");
const CREATE = ["network", "create", "{obj}"];
const CONTAINER = ["create", "--name", "{obj2}", "busybox", "true"];
const mask: Case["mask"] = [[/\b(10|172|192)\.\d+\.\d+\.\d+\b/g, "<net>"]];

/** Each side has the objects of `setup` for itself. */
const own = (setup: readonly (readonly string[])[], ...lines: (string | string[])[]): Case[] =>
  lines.map((line) => ({ args: typeof line === "string" ? words(line) : line, setup, mask }));
const plain = (...lines: (string | string[])[]): Case[] => own([], ...lines);

describe.concurrent("create", () => {
  cases([
    ...plain(
      "network create {obj}",
      "network create -d bridge --internal --attachable --label a=b --label c {obj}",
      "network create --config-only --subnet 10.99.0.0/16 --gateway 10.99.0.1 --ip-range 10.99.1.0/24 --aux-address r=10.99.0.9 {obj}",
      "network create --config-only --subnet 10.99.0.0/16,fd99::/64 --ipv6 {obj}",
      "network create -o com.docker.network.bridge.name=b{obj} -o x {obj}",
      "network create --ipv4=false --ipv6 {obj}",
      "network create --ipam-driver null -d null {obj}",
      "network create -d nosuch {obj}",
      "network create -d overlay {obj}",
      "network create --ingress {obj}",
      "network create --scope swarm {obj}",
      "network create --scope nosuch {obj}",
      "network create --config-from nosuch {obj}",
      "network create --ipam-driver nosuch {obj}",
      "network create --ipam-opt a=b --label x {obj}",
      "network create --subnet bogus {obj}",
      "network create --subnet 10.99.0.0/33 {obj}",
      "network create --subnet 10.99.0.0/16 --gateway 10.98.0.1 {obj}",
      "network create --subnet 10.99.0.0/16 --ip-range 10.99.0.0/8 --gateway x {obj}",
      "network create --subnet 10.99.0.0/16 --subnet 10.99.1.0/24 {obj}",
      "network create --gateway 10.98.0.1 {obj}",
    ),
    ...plain(
      "network create bridge",
      "network create none",
      "network create",
      "network create a b",
      "network create --nope x",
      "network create -d",
      "network create --label =x {obj}",
      ["network", "create", ""],
      ["network", "create", "{obj} b"],
      ["network", "create", "{obj}ä/ö"],
      'network create --subnet a"b {obj}',
      "network create --internal=perhaps {obj}",
    ),
    { args: ["network", "create", "{obj}"], setup: [CREATE], name: "a name that is taken" },
    {
      args: ["network", "create", "--config-from", "{obj2}", "{obj}"],
      setup: [["network", "create", "--config-only", "{obj2}"]],
      name: "from a configuration",
    },
    { args: ["network", "create", "{obj}"], env: { DOCKER_HOST: "unix:///nowhere" }, name: "no engine" },
  ]);
});

describe.concurrent("connect and disconnect", () => {
  const connected = [CREATE, CONTAINER, ["network", "connect", "{obj}", "{obj2}"]];
  cases([
    ...own(
      [CREATE, CONTAINER],
      "network connect {obj} {obj2}",
      "network connect --alias a --alias b,c --link-local-ip 169.254.9.9 {obj} {obj2}",
      "network connect --gw-priority 5 --driver-opt a=b {obj} {obj2}",
      "network connect --link nosuch:x {obj} {obj2}",
      "network connect --ip 10.1.2.3 {obj} {obj2}",
      "network connect --ip bogus {obj} {obj2}",
      "network connect --ip6 bogus {obj} {obj2}",
      "network connect --driver-opt a {obj} {obj2}",
      "network connect --alias x bridge {obj2}",
      "network connect host {obj2}",
      "network connect none {obj2}",
      "network connect {obj} nosuch",
      "network connect nosuch {obj2}",
      "network disconnect {obj} {obj2}",
      "network disconnect -f {obj} {obj2}",
      "network disconnect nosuch {obj2}",
      "network disconnect {obj} nosuch",
      "network disconnect -f {obj} nosuch",
      "network disconnect bridge {obj2}",
    ),
    ...own(connected, "network connect {obj} {obj2}", "network disconnect {obj} {obj2}", "network disconnect --force {obj} {obj2}"),
    ...plain(
      "network connect",
      "network connect a",
      "network connect a b c",
      "network connect --gw-priority x a b",
      "network connect --link a:b:c a b",
      "network disconnect a",
      "network disconnect --nope a b",
      ["network", "connect", "", "b"],
      ["network", "disconnect", "a", ""],
    ),
  ]);
});

describe.concurrent("ls", () => {
  const mine = "network ls -f name={obj}";
  const two = [
    ["network", "create", "--label", "n=1", "{obj}0"],
    ["network", "create", "--internal", "--label", "n=2", "{obj}"],
  ];
  cases([
    ...own(
      two,
      mine,
      `${mine} --no-trunc`,
      `${mine} -q`,
      `${mine} -q --no-trunc`,
      `${mine} --format json`,
      `${mine} --format raw`,
      `${mine} -q --format raw`,
      `${mine} -f label=n=2`,
      `${mine} -f driver=bridge -f type=custom -f scope=local`,
      `${mine} -f driver=overlay`,
      `${mine} -f dangling=true`,
      [...words(mine), "--format", "table {{.Name}}\\t{{.IPv4}}\\t{{.IPv6}}\\t{{.Internal}}\\t{{.Labels}}\\t{{.CreatedAt}}"],
      [...words(mine), "--format", '{{.Label "n"}} {{upper .Driver}} {{json .Scope}} {{.ID}}'],
      [...words(mine), "--format", "{{json .}}"],
      [...words(mine), "--format", "{{.Nope}}"],
      [...words(mine), "--format", "{{"],
      [...words(mine), "--format", "table"],
      "network list -qf name={obj}",
    ),
    ...plain("network ls -f bogus=1", "network ls -f bogus", "network ls -f dangling=perhaps", "network ls x", "network ls --size"),
    ...own([["network", "create", "{obj}"]], mine, `${mine} -q`, `${mine} --format {{.Driver}}`).map((one) => ({
      ...one,
      name: `networksFormat: ${one.args.join(" ")}`,
      config: { networksFormat: "{{.Name}} is {{.Driver}}" },
    })),
  ]);
});

describe.concurrent("inspect", () => {
  cases([
    ...own(
      [["network", "create", "--label", "a=b", "--config-only", "--subnet", "10.99.0.0/16", "{obj}"]],
      "network inspect {obj}",
      "network inspect -v {obj}",
      "network inspect {obj} nosuch none",
      "network inspect -f json {obj}",
      ["network", "inspect", "-f", "{{json .IPAM}} {{.Labels}} {{.Name}} {{len .Containers}}", "{obj}"],
      ["network", "inspect", "-f", "{{(index .IPAM.Config 0).Subnet}} {{.ConfigOnly}} {{.Options}}", "{obj}"],
      ["network", "inspect", "-f", "{{.Nope}}", "{obj}", "none"],
      ["network", "inspect", "-f", "{{.id}}", "{obj}"],
    ),
    ...plain(
      "network inspect",
      "network inspect nosuch",
      ["network", "inspect", ""],
      ["network", "inspect", "-f", "{{", "none"],
      ["network", "inspect", "-f", "{{range .IPAM.Config}}{{.Gateway}}{{end}}", "bridge", "host"],
      ["network", "inspect", "-v", "-f", "{{.Services}} {{.Peers}}", "host"],
    ),
  ]);
});

describe.concurrent("rm", () => {
  const two = [CREATE, ["network", "create", "{obj2}"]];
  cases([
    ...own(
      two,
      "network rm {obj}",
      "network rm {obj} {obj2}",
      "network rm nosuch {obj} nosuch2 {obj2}",
      "network rm -f nosuch {obj} nosuch2",
      "network remove {obj2} {obj2}",
      "network rm {obj} bridge host",
      "network rm -f bridge nosuch",
    ),
    ...plain(
      "network rm",
      "network rm nosuch",
      "network rm -f nosuch",
      ["network", "rm", ""],
      ["network", "rm", " ", "-f"],
      "network rm --nope",
    ),
    {
      name: "a network in use",
      args: ["network", "rm", "{obj}"],
      setup: [CREATE, ["run", "-d", "--name", "{obj2}", "--network", "{obj}", "busybox", "sleep", "60"]],
    },
    {
      name: "networks made from a configuration, then the configuration",
      args: ["network", "rm", "{obj2}", "{obj}"],
      setup: [
        ["network", "create", "--config-only", "{obj}"],
        ["network", "create", "--config-from", "{obj}", "{obj2}"],
      ],
    },
    {
      name: "a configuration in use",
      args: ["network", "rm", "{obj}"],
      setup: [
        ["network", "create", "--config-only", "{obj}"],
        ["network", "create", "--config-from", "{obj}", "{obj2}"],
      ],
      cleanup: [["network", "rm", "{obj2}", "{obj}"]],
    },
  ]);
});

describe("prune", () => {
  // One at a time is all that an engine does.
  const sequential = true;
  const labelled = [["network", "create", "--label", "{obj}", "{obj}"]];
  const line = "network prune --filter label={obj}";
  cases([
    ...own(
      labelled,
      `${line} -f`,
      line,
      "network prune -f --filter label={obj} --filter label!=x",
      "network prune -f --filter label=nosuch",
    ).map((one) => ({ ...one, sequential })),
    ...["y\n", "Y", "n\n", "yes\n", "", "\ny\n"].map((stdin) => ({
      name: `${line} < ${JSON.stringify(stdin)}`,
      args: words(line),
      setup: labelled,
      stdin,
      sequential,
    })),
    {
      args: words(`${line} -f`),
      setup: labelled,
      sequential,
      config: { pruneFilters: ["until=1h"] },
      name: "pruneFilters keep what is new",
    },
    ...plain(
      "network prune -f --filter bogus=1",
      "network prune -f --filter until=x",
      "network prune --filter bogus",
      "network prune x",
      "network prune --all",
    ),
  ]);
});

describe("an older daemon", () => {
  cases(
    [
      ...own(
        [CREATE],
        "network create {obj}",
        "network create {obj2}",
        "network create --ipv6=false --ipv4 {obj2}",
        "network ls -f name={obj} --format json",
        "network inspect {obj}",
        "network rm {obj} nosuch",
      ),
    ],
    { version: "20.10" },
  );
});
