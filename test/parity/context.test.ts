/** The context commands beside Docker: what they say, and what they leave in the store. */
import { createHash } from "node:crypto";
import { describe } from "vitest";
import { type Case, cases } from "../support/parity.js";

const words = (line: string) => line.split(" ");
const ctx = (...args: string[]) => ["context", ...args];
const id = (name: string) => createHash("sha256").update(name).digest("hex");
const meta = (name: string) => `.docker/contexts/meta/${id(name)}/meta.json`;
const tls = (name: string, file: string) => `.docker/contexts/tls/${id(name)}/docker/${file}`;

/** DOCKER_HOST decides for the default context: most cases go without. */
const env = { DOCKER_HOST: undefined };

const CA = `-----BEGIN CERTIFICATE-----
MIIBaTCCAQ+gAwIBAgIUHHexgp2jcHTIZkPrrfMWt/tIn7IwCgYIKoZIzj0EAwIw
-----END CERTIFICATE-----
`;

const REMOTE = ctx("create", "{obj}", "--description", "d<&>", "--docker", "host=tcp://1.2.3.4:2376,skip-tls-verify=true");
const LOCAL = ctx("create", "{obj2}", "--docker", "host=unix:///x");
const CERTIFIED = ctx("create", "{obj}", "--docker", "host=unix:///x,ca=ca.pem");
const files = { "ca.pem": CA, "empty.json": "{}" };

type Line = string | readonly string[];
const make = (lines: readonly Line[], more: Partial<Case> = {}): Case[] =>
  lines.map((line) => ({ args: typeof line === "string" ? words(line) : line, env, files, ...more }));

/** Contexts have no names of each side's own where their files are compared: each side has a store of its own. */
const NAME = "shop";
const stored = (lines: readonly Line[], more: Partial<Case> = {}): Case[] =>
  make(lines, { compare: [meta(NAME), tls(NAME, "ca.pem"), tls(NAME, "key.pem"), ".docker/config.json"], ...more });

describe("create", () => {
  cases([
    ...stored([
      `context create ${NAME}`,
      `context create ${NAME} --description text`,
      ["context", "create", NAME, "--description", "<&> \u2028 ä"],
      `context create ${NAME} --docker host=tcp://1.2.3.4:2376`,
      `context create ${NAME} --docker host=ssh://me@far:22/run/x.sock --description d`,
      `context create ${NAME} --docker host=tcp://h,skip-tls-verify=true`,
      `context create ${NAME} --docker host=unix:///x --docker host=unix:///y`,
      `context create ${NAME} --docker host=`,
      `context create ${NAME} --docker skip-tls-verify=1`,
      `context create ${NAME} --docker ca=ca.pem`,
      `context create ${NAME} --docker host=unix:///x,ca=ca.pem,key=ca.pem`,
      `context create ${NAME} --docker from=default`,
      `context create ${NAME} --from default`,
      `context create ${NAME} --from default --description other`,
      `context create ${NAME} --docker host=fd://x`,
      `context create ${NAME} --docker host=http://x:1`,
      ["context", "create", NAME, "--docker", '"host=tcp://a,b"'],
      ["context", "create", NAME, "--from", "", "--docker", "host=tcp://x"],
    ]),
    ...make([
      "context create {obj} --docker host=tcp://h,skip-tls-verify=maybe",
      "context create {obj} --docker host=bogus",
      "context create {obj} --docker host=:2375",
      "context create {obj} --docker host=/x",
      "context create {obj} --docker host=tcp://",
      ["context", "create", "{obj}", "--docker", "host=tcp://a b"],
      "context create {obj} --docker host=npipe:////./pipe/x",
      "context create {obj} --docker host=ssh://u:p@x",
      "context create {obj} --docker host=ssh://x/?q=1",
      "context create {obj} --docker host=tcp://x,ca=nope.pem",
      "context create {obj} --docker host=tcp://x,ca=empty.json",
      "context create {obj} --docker host=tcp://x,cert=empty.json,key=empty.json",
      "context create {obj} --docker ca=/",
      "context create {obj} --docker nope=1",
      "context create {obj} --docker host",
      ["context", "create", "{obj}", "--docker", ""],
      "context create {obj} --docker host=tcp://h,,ca=x",
      "context create {obj} --docker from=nope",
      "context create {obj} --docker from=",
      "context create {obj} --from nope",
      "context create {obj} --from nope --docker host=tcp://x",
      "context create default",
      "context create a",
      "context create -- -x",
      ["context", "create", ""],
      ["context", "create", "a b"],
      ["context", "create", "ä/ö"],
      "context create",
      "context create a b",
      "context create {obj} --nope",
      "--context nope context create {obj}",
      "-H a://b context create {obj}",
    ]),
    ...make(["context create {obj} --docker host=tcp://x", "context create {obj}"], { setup: [REMOTE], name: undefined }),
    ...stored([`context create ${NAME} --from {obj}`, `context create ${NAME} --docker from={obj}`], { setup: [CERTIFIED] }),
    ...stored([`-H tcp://q:1 context create ${NAME}`, `-H ssh://me@far context create ${NAME} --description x`]),
  ]);
});

describe("update", () => {
  const setup = [ctx("create", NAME, "--docker", "host=unix:///x,ca=ca.pem", "--description", "old")];
  cases([
    ...stored(
      [
        `context update ${NAME}`,
        `context update ${NAME} --description new`,
        ["context", "update", NAME, "--description", ""],
        `context update ${NAME} --docker host=tcp://x`,
        `context update ${NAME} --docker skip-tls-verify=true`,
        `context update ${NAME} --docker host=unix:///y,key=ca.pem`,
        `context update ${NAME} --docker from=default`,
        `context update ${NAME} --docker nope=1`,
        `context update ${NAME} --docker host=bogus`,
      ],
      { setup: [...setup, ["context", "create", "{obj}"]] },
    ),
    ...make(["context update nope", "context update default", ["context", "update", ""], "context update", "context update a b"]),
  ]);
});

describe("use and show", () => {
  const setup = [ctx("create", NAME), ctx("create", "{obj}")];
  const compare = [".docker/config.json"];
  cases([
    ...make(
      [
        `context use ${NAME}`,
        "context use default",
        "context use nope",
        "context use a",
        ["context", "use", ""],
        ["context", "use", "a b"],
        "context use",
        "context use a b",
        "context show",
        "context show x",
        `--context ${NAME} context show`,
        `--context nope context show`,
        "-H tcp://x context show",
        "-H tcp://x -H tcp://y context show",
        `-H tcp://x --context ${NAME} context show`,
        `-H tcp://x --context ${NAME} context use default`,
      ],
      { setup, compare },
    ),
    ...make(["context show", "context use default", `context use ${NAME}`], {
      setup: [...setup, ctx("use", NAME)],
      compare,
      name: undefined,
    }).map((one) => ({ ...one, name: `with a current one: ${one.args.join(" ")}` })),
    ...make([`context use ${NAME}`, "context use default", "context show"], {
      setup: [ctx("create", NAME), ["context", "create", "{obj}"]],
    }).map((one) => ({ ...one, name: `with DOCKER_HOST: ${one.args.join(" ")}`, env: { DOCKER_HOST: "tcp://q:1" }, compare })),
    ...make(["context show", "context ls", "context inspect", "ps"], { env: { ...env, DOCKER_CONTEXT: "nope" } }).map((one) => ({
      ...one,
      name: `with DOCKER_CONTEXT of nothing: ${one.args.join(" ")}`,
    })),
    ...make(["context show", "ps"], { env: { ...env, DOCKER_CONTEXT: "{obj}" }, setup: [LOCAL, REMOTE] }).map((one) => ({
      ...one,
      env: { ...env, DOCKER_CONTEXT: "{obj2}" },
      name: `with DOCKER_CONTEXT: ${one.args.join(" ")}`,
    })),
    ...make(["--context nope ps", "-H tcp://x --context y ps", "--context default context show"]),
  ]);
});

describe("ls", () => {
  const setup = [REMOTE, LOCAL, ctx("create", "{obj3}")];
  cases([
    ...make(
      [
        "context ls",
        "context list",
        "context ls -q",
        "context ls --format json",
        "context ls --format table",
        "context ls -q --format json",
        ["context", "ls", "--format", "{{.Name}}|{{.Description}}|{{.DockerEndpoint}}|{{.Current}}|{{.Error}}"],
        ["context", "ls", "--format", "table {{.Name}}\\t{{.Current}}\\t{{.Error}}"],
        ["context", "ls", "--format", "{{json .}}"],
        ["context", "ls", "--format", "{{.Nope}}"],
        ["context", "ls", "--format", "{{if .Current}}* {{end}}{{.Name}}"],
        ["context", "ls", "--format", ""],
        "--context {obj} context ls",
        "--context nope context ls",
        "-H tcp://x context ls",
        "-H tcp://x --context y context ls",
        "-H a://b context ls",
        "-H tcp://a -H tcp://b context ls",
        "--tls context ls",
        "--tlsverify --tlscacert /nope context ls",
        "context ls x",
        "context ls -f x",
      ],
      { setup },
    ),
    ...make(["context ls", "context ls --format json"], { setup }).map((one) => ({
      ...one,
      name: `with DOCKER_HOST: ${one.args.join(" ")}`,
      env: { DOCKER_HOST: "tcp://q:1" },
    })),
    { name: "none", args: ctx("ls"), env },
  ]);
});

describe("damaged context stores", () => {
  const damaged = (content: string) => ({ [meta(NAME)]: content });
  const lists: readonly Line[] = ["context ls --format json", `context inspect ${NAME}`, `context rm ${NAME}`, `context create ${NAME}`];
  cases(
    [
      "{",
      '{"Name":"shop","Endpoints":{"docker":5}}',
      '{"Name":"shop","Metadata":{},"Endpoints":{"docker":null}}',
      '{"Name":"shop","Metadata":{}}',
      '{"Name":"other","Metadata":{"b":1,"a":[1.50]},"Endpoints":{"docker":{"Host":"tcp://h"},"kub":{"z":1,"b":{"y":1,"x":2}}}}',
    ].flatMap((content) => make(lists, { files: damaged(content) }).map((one) => ({ ...one, name: `${content}: ${one.args.join(" ")}` }))),
  );
  cases(make(["context ls", `context create ${NAME}`], { files: { ".docker/contexts": "" } }));
});

describe("inspect", () => {
  const setup = [REMOTE, CERTIFIED.map((word) => (word === "{obj}" ? "{obj2}" : word))];
  cases([
    ...make(
      [
        "context inspect",
        "context inspect {obj}",
        "context inspect {obj2} nope {obj}",
        "context inspect default",
        "context inspect -f json {obj2}",
        ["context", "inspect", "-f", "{{json .}}", "{obj2}"],
        ["context", "inspect", "-f", "{{.Name}} {{.Endpoints.docker.Host}} {{.Endpoints}} {{.TLSMaterial}} {{.Storage}}", "{obj2}"],
        ["context", "inspect", "-f", '{{.Storage.TLSPath}} {{(index .Endpoints "docker").SkipTLSVerify}} {{.Endpoints.nope}}', "{obj}"],
        ["context", "inspect", "-f", "{{.Endpoints.docker.Host}}", "{obj}", "nope", "default"],
        ["context", "inspect", "-f", "{{.Metadata.Description}}", "{obj}"],
        ["context", "inspect", "-f", "{{.Nope}}", "{obj}"],
        ["context", "inspect", "-f", "{{"],
        ["context", "inspect", ""],
        "--context {obj} context inspect",
        "-H tcp://x context inspect",
        "-H a://b context inspect default",
        "--tls context inspect",
      ],
      { setup },
    ),
    ...make([`--tlscacert ca.pem --tls context inspect`, "--tlsverify context inspect"], { env: { ...env, DOCKER_CERT_PATH: "{dir}" } }),
  ]);
});

describe("rm", () => {
  const setup = [REMOTE, LOCAL];
  const using = [...setup, ctx("use", "{obj}")];
  const compare = [".docker/config.json"];
  cases([
    ...make(
      [
        "context rm {obj}",
        "context rm {obj} nope {obj2} default",
        "context remove {obj2}",
        "context rm nope",
        "context rm -f nope",
        "context rm -f default",
        ["context", "rm", ""],
        ["context", "rm", "a b"],
        "context rm",
        "context rm --nope",
      ],
      { setup, compare },
    ),
    ...make(["context rm {obj}", "context rm -f {obj}", "context rm {obj2}", "--context {obj2} context rm {obj2}"], {
      setup: using,
      compare,
    }).map((one) => ({ ...one, name: `in use: ${one.args.join(" ")}` })),
  ]);
});

describe("export", () => {
  // Docker forgets to end the archive; the last block is not even filled.
  const trailing: Case["mask"] = [[/\0+$/g, ""]];
  const setup = [ctx("create", NAME, "--docker", "host=unix:///x,ca=ca.pem"), ctx("create", "{obj}")];
  const more = { setup, mask: trailing, compare: [`${NAME}.dockercontext`, "x.tar", "default.dockercontext"] };
  cases([
    ...make(
      [
        `context export ${NAME}`,
        `context export ${NAME} x.tar`,
        `context export ${NAME} -`,
        "context export default",
        "context export default -",
        "context export nope -",
        `context export ${NAME} ca.pem`,
        `context export ${NAME} /nope/x`,
        `context export ${NAME} .`,
        ["context", "export", NAME, ""],
        ["context", "export", ""],
        ["context", "export", "a b"],
        "context export",
        "context export a b c",
      ],
      more,
    ),
    // Docker leaves an empty file behind.
    ...make(["context export nope"]),
  ]);
});

describe("import", () => {
  const exported = [
    ctx("create", "{obj2}", "--docker", "host=unix:///x,ca=ca.pem", "--description", "d"),
    ctx("export", "{obj2}", "c.tar"),
  ];
  cases([
    ...stored([`context import ${NAME} c.tar`], { setup: exported }),
    ...make([
      "context import {obj} nope",
      "context import {obj} .",
      "context import {obj} /dev/null",
      "context import {obj} ca.pem",
      "context import {obj} -",
      "context import default ca.pem",
      ["context", "import", "", "ca.pem"],
      ["context", "import", "a b", "ca.pem"],
      "context import a",
      "context import a b c",
    ]),
    ...make(["context import {obj} ca.pem"], { setup: [REMOTE], name: "a name that is taken" }),
  ]);
});
