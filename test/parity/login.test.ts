/** login and logout beside Docker, on a daemon that says what it was sent: output, exit code, config.json, what helpers were asked. */
import { afterAll, beforeAll, describe } from "vitest";
import { pathWithHelpers } from "../support/fake-helper.js";
import { type Case, cases } from "../support/parity.js";
import { type RegistryDaemon, registryDaemon } from "../support/registry-daemon.js";

let daemon: RegistryDaemon;
const env: Record<string, string> = {};
beforeAll(async () => {
  daemon = await registryDaemon();
  env.DOCKER_HOST = daemon.host;
});
afterAll(() => daemon.close());

const encoded = (user: string, password: string) => ({ auth: Buffer.from(`${user}:${password}`).toString("base64") });
const HUB = "https://index.docker.io/v1/";
const compare = [".docker/config.json", "helper.log"];
const one = (line: string, more: Partial<Case> = {}): Case => ({ args: line.split(" "), env, compare, ...more });
const named = (name: string, args: string[], more: Partial<Case> = {}): Case => ({ name, args, env, compare, ...more });

describe("login", () => {
  cases([
    one("login"),
    one("login -u a"),
    one("login -p b"),
    one("login -u a -p good"),
    one("login -u a -p good reg:5000"),
    one("login --username a --password good docker.io"),
    one("login -u a -p good index.docker.io"),
    one(`login -u a -p good ${HUB}`),
    one("login -u a -p good https://index.docker.io/"),
    one("login -u a -p good https://reg:5000/v1/"),
    one("login -u a -p good HTTP://Reg:5000/v1/"),
    one("login -u a -p good reg:5000/team"),
    one("login -u a -p good https://[::1]:5000/"),
    one("login -u a -p good ftp://u:p@h/x"),
    one("login -u a -p good http://"),
    one("login -u a -p good /"),
    one("login -u a -p bad reg:5000"),
    one("login -u a -p broken reg:5000"),
    one("login -u a -p silent reg:5000"),
    one("login -u a -p nothing reg:5000"),
    one("login -u a -p token reg:5000"),
    one("--debug login -u a -p bad reg:5000"),
    one("login -u a -p good --password-stdin"),
    one("login --password-stdin=false -p x -u y"),
    one("login --password-stdin"),
    one("login --nope"),
    one("login a b"),
    named("no user", ["login", "-u", "", "-p", "good"]),
    named("no password", ["login", "-u", "a", "-p", ""]),
    named("neither", ["login", "-u", "", "-p", ""]),
    named("no user with --password-stdin", ["login", "-u", "", "--password-stdin"]),
    named("a blank password", ["login", "-u", "a", "-p", " ", "reg:5000"]),
    named("blanks around both", ["login", "-u", " a ", "-p", " good ", "reg:5000"]),
    named("a server of no name", ["login", "-u", "a", "-p", "good", ""]),
    ...["pw", "pw\n", "pw\r\n", "pw\r\n\n", "  pw  \n", "two\nlines\n", "", "\n", "  ", "päss<&>wörd"].map((stdin) =>
      named(`--password-stdin ${JSON.stringify(stdin)}`, ["login", "-u", "a:b", "--password-stdin", "reg:5000"], { stdin }),
    ),
  ]);
});

describe("login with a stored password", () => {
  const stored = (password: string, more: object = {}) => ({
    config: { auths: { "reg:5000": encoded("a", password), other: encoded("x", "y") }, currentContext: "default", ...more },
  });
  cases([
    one("login reg:5000", stored("good")),
    one("login https://reg:5000/v2/", stored("good")),
    one("login reg:5000", { ...stored("bad"), name: "what is refused" }),
    one("login reg:5000", { ...stored("broken"), name: "what the engine cannot check" }),
    one("login reg:5000", { ...stored("token"), name: "an identity token comes of it" }),
    one("login -u a -p good reg:5000", { ...stored("good"), name: "the same again" }),
    one("login -u a -p other reg:5000", { ...stored("good"), name: "another password" }),
    one("login -u b -p good reg:5000", { ...stored("good", { HttpHeaders: { A: "b" } }), name: "another user" }),
    one("login reg:5000", { config: { auths: { "reg:5000": { identitytoken: "t" } } }, name: "a token alone is not tried" }),
    one("login reg:5000", { config: { auths: { "https://reg:5000/v1/": encoded("a", "good") } }, name: "an old key" }),
    one("login", { config: { auths: { [HUB]: encoded("a", "good") } }, name: "Docker Hub" }),
    one("login -u a -p good reg:5000", {
      config: { auths: { "reg:5000": { ...encoded("a", "good"), email: "e@x" } } },
      name: "an address of old",
    }),
    one("login -u a", { ...stored("good"), name: "a user alone" }),
  ]);
});

describe("logout", () => {
  const config = {
    auths: { "reg:5000": encoded("a", "b"), "https://reg:5000": {}, [HUB]: encoded("c", "d"), "docker.io": {} },
    psFormat: "x",
  };
  cases([
    one("logout"),
    one("logout reg:5000"),
    one("logout docker.io"),
    one(`logout ${HUB}`),
    one("logout a b"),
    one("logout", { config, name: "of Docker Hub" }),
    one("logout reg:5000", { config, name: "of a registry" }),
    one("logout https://reg:5000/v2/", { config, name: "by a URL" }),
    one("logout docker.io", { config, name: "of docker.io" }),
    one("logout nosuch", { config, name: "of one that is not there" }),
    named("an empty server", ["logout", ""], { config }),
  ]);
});

describe("credential helpers", () => {
  let path = "";
  beforeAll(() => {
    path = pathWithHelpers(["fake"]);
    env.PATH = path;
  });
  const F = { credsStore: "fake", auths: { "reg:5000": { ...encoded("a", "bad"), email: "e@x" } } };
  const held = (user: string, secret: string) => ({ held: JSON.stringify({ ServerURL: "reg:5000", Username: user, Secret: secret }) });
  const asked = (name: string, line: string, config: object, files: Case["files"] = {}): Case => one(line, { name, config, files });
  cases([
    asked("store", "login -u a -p good reg:5000", F),
    asked("store a token", "login -u a -p token reg:5000", F),
    asked("a helper for one registry", "login -u a -p good reg:5000", { credHelpers: { "reg:5000": "fake" } }),
    asked("a helper for another registry", "login -u a -p good reg:5000", { credHelpers: { "other:5000": "fake" } }),
    asked("the file for one registry", "login -u a -p good reg:5000", { credsStore: "fake", credHelpers: { "reg:5000": "" } }),
    asked("get", "login reg:5000", F, held("u", "good")),
    asked("get, nothing else known", "login reg:5000", { credsStore: "fake" }, held("u", "good")),
    asked("get of a token", "login reg:5000", { credsStore: "fake" }, held("<token>", "good")),
    asked("get of nobody", "login reg:5000", { credsStore: "fake" }, held("", "good")),
    asked("get finds nothing", "login reg:5000", { credsStore: "fake" }),
    asked("get fails", "login reg:5000", { credsStore: "fake" }, { held: "garbage" }),
    asked("store fails", "login -u a -p good reg:5000", F, { fails: "" }),
    asked("logout", "logout reg:5000", F),
    asked("logout of Docker Hub", "logout", { credsStore: "fake" }),
    asked("erase fails", "logout", F, { fails: "" }),
    asked("no such helper", "login -u a -p good reg:5000", { credsStore: "nosuch", auths: { x: encoded("a", "b") } }),
    asked("no such helper to get", "login reg:5000", { credsStore: "nosuch" }),
    asked("no such helper to erase", "logout", { credsStore: "nosuch" }),
    asked("for push", "push reg:5000/x:1", { credsStore: "fake" }, held("u", "good")),
    asked("for push, a token", "push reg:5000/x:1", { credsStore: "fake" }, held("<token>", "good")),
    asked("for pull, by one that fails", "pull reg:5000/x:1", F, { held: "garbage" }),
    asked("for search", "search x", { credHelpers: { [HUB]: "fake" } }, held("u", "good")),
  ]);
});

describe("a credential helper that is installed but not configured", () => {
  const paths = { secretservice: "", pass: "" };
  beforeAll(() => {
    paths.secretservice = pathWithHelpers(["secretservice"]);
    paths.pass = pathWithHelpers(["pass", "secretservice"], ["pass"]);
  });
  const found = (which: keyof typeof paths): Pick<Case, "env"> => ({
    get env() {
      return { ...env, PATH: paths[which] };
    },
  });
  const late = (base: Case, which: keyof typeof paths): Case =>
    Object.defineProperties({ ...base }, Object.getOwnPropertyDescriptors(found(which)));
  cases([
    late(one("login -u a -p good reg:5000", { name: "secretservice" }), "secretservice"),
    late(one("login -u a -p good reg:5000", { name: "pass" }), "pass"),
    late(one("login -u a -p good reg:5000", { name: "not where something is stored", config: { auths: { x: {} } } }), "pass"),
    late(one("logout reg:5000", { name: "logout asks it" }), "pass"),
  ]);
});
