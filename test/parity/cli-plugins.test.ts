/** CLI plugins beside Docker: what is run with which words and environment, and what is said where none can be. */
import { describe } from "vitest";
import { pluginFolder, shellPlugin, TELLS } from "../support/fake-plugins.js";
import { type Case, cases } from "../support/parity.js";

const BROKEN = "#!/bin/sh\nexit 3\n";
const tells = pluginFolder({
  foo: TELLS,
  fails: shellPlugin('echo "ran $*"; exit 3'),
  bad: '#!/bin/sh\necho "{}"\n',
  nojson: "#!/bin/sh\necho nojson\n",
  broken: BROKEN,
  novendor: shellPlugin("echo no", { SchemaVersion: "0.1.0" }),
  ps: shellPlugin("echo never"),
  plugin: shellPlugin("echo never"),
  Upper: shellPlugin("echo never"),
});
const unreadable = pluginFolder({ noexec: TELLS }, 0o644);
const shadowed = pluginFolder({ foo: shellPlugin("echo shadowed") });
const withBuildx = pluginFolder({ buildx: TELLS });
const brokenBuildx = pluginFolder({ buildx: BROKEN });

const mask: Case["mask"] = [
  [/docker_cli_[0-9a-f]+/g, "<socket>"],
  // The program as it was called: a name of Docker's, a path of ours.
  [/^(DOCKER_CLI_PLUGIN_ORIGINAL_CLI_COMMAND)=.*$/gm, "$1"],
];
const run = (dirs: string[], more: Partial<Case>, ...lines: string[]): Case[] =>
  lines.map((line) => ({
    args: line.split(" ").filter((word) => word !== ""),
    config: { cliPluginsExtraDirs: dirs, ...(more.config as object) },
    mask,
    ...(({ config: _, ...rest }) => rest)(more),
  }));

describe("running a plugin", () => {
  cases(
    run(
      [tells, unreadable, shadowed],
      {},
      "foo",
      "foo a -b --c=d",
      "foo exit3",
      "foo exit126",
      "foo kill",
      "-D --log-level=info foo x",
      "--config {dir}/.docker foo y",
      "-H unix:///nowhere foo y",
      "-v foo",
      "-- foo x",
      "foo -v",
      "foo -h",
      "foo --help",
      "--help foo",
      "help foo",
      "help foo bar",
      "help fails",
      "fails",
    ),
  );
  cases(run([tells], { stdin: "typed\n" }, "foo reads"));
  cases(run([shadowed, tells], { name: "the first folder wins" }, "foo"));
  cases(run([tells], { env: { OTEL_RESOURCE_ATTRIBUTES: "a=b" }, name: "attributes are added" }, "foo"));
});

describe("a plugin that cannot be run", () => {
  cases(
    run(
      [tells, unreadable],
      {},
      ...["bad", "nojson", "broken", "novendor", "Upper", "noexec", "nosuch", "nosuch x -- --help", "docker-foo", "../foo"],
      ...["help nosuch", "help nosuch a b", "help broken", "help bad x", "help ps a b", "help container x y", "help container ls y z"],
      ...["container foo", "image nosuch"],
    ),
  );
  cases(run([], {}, "buildx ls", "compose up", "bake", "bake --help"));
});

describe("completion of a plugin", () => {
  cases(run([tells], {}, "__complete foo x", "__completeNoDesc foo a b", "__complete -D foo x"));
});

describe("builds by a plugin", () => {
  const lines = [
    ...["build -t x .", "image build .", "builder build .", "builder prune -f", "builder", "builder --help", "build --help", "builder foo"],
    ...["build --builder foo .", "build --builder=foo .", "-D build .", "--debug image build x build", "buildx bake", "bake x"],
  ];
  cases(run([withBuildx], {}, ...lines));
  cases(run([withBuildx], { env: { BUILDX_BUILDER: "mine" }, name: "a builder from the environment stays" }, "build ."));
  cases(run([withBuildx], { env: { DOCKER_BUILDKIT: "1" }, name: "DOCKER_BUILDKIT=1" }, "build ."));
  cases(run([withBuildx], { env: { DOCKER_BUILDKIT: "0" }, name: "bake is buildx's whatever DOCKER_BUILDKIT says" }, "bake"));
  cases(run([withBuildx], { env: { DOCKER_BUILDKIT: "x" }, name: "DOCKER_BUILDKIT=x" }, "build ."));
  cases(run([brokenBuildx], { env: { DOCKER_BUILDKIT: "1" }, name: "a broken buildx that was asked for" }, "build /nowhere"));
  cases(run([brokenBuildx], { name: "bake and a broken buildx" }, "bake"));
});

describe("aliases of commands", () => {
  const aliased = (aliases: object, ...lines: string[]) =>
    cases(
      run([tells], { config: { aliases } }, ...lines).map((one) => ({ ...one, name: `${JSON.stringify(aliases)}: ${one.args.join(" ")}` })),
    );
  aliased({ builder: "foo" }, "build .", "builder x", "image build .", "bake x");
  aliased({ builder: "nosuch" }, "build .");
  aliased({ builder: "foo bar" }, "build .");
  aliased({ builder: "ps" }, "build .", "version -f x");
  aliased({ builder: "" }, "ps -q");
  aliased({ builder: "image nosuch" }, "ps -q");
  aliased({ foo: "ps" }, "version -f x");
});
