/** login on a terminal: what is asked, that no password is shown, and that the terminal is as it was whatever comes. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ours, temporaryFolder } from "../support/command.js";
import { pathWithHelpers } from "../support/fake-helper.js";
import { type RegistryDaemon, registryDaemon } from "../support/registry-daemon.js";
import { sides } from "../support/sides.js";
import { openTerminal, type Terminal } from "../support/terminal.js";

let daemon: RegistryDaemon;
beforeAll(async () => {
  daemon = await registryDaemon();
});
afterAll(() => daemon.close());

interface Opened {
  terminal: Terminal;
  home: string;
  config(): string | undefined;
}

async function open(
  client: readonly string[],
  words: readonly string[],
  config?: object,
  env: Record<string, string> = {},
): Promise<Opened> {
  const home = temporaryFolder("login");
  mkdirSync(join(home, ".docker"));
  const file = join(home, ".docker/config.json");
  if (config) writeFileSync(file, JSON.stringify(config));
  const terminal = await openTerminal([...client, ...words], { env: { HOME: home, DOCKER_HOST: daemon.host, ...env }, cols: 400 });
  return { terminal, home, config: () => (existsSync(file) ? readFileSync(file, "utf8") : undefined) };
}

const WARNING = (home: string) =>
  `\r\nWARNING! Your credentials are stored unencrypted in '${home}/.docker/config.json'.\r\nConfigure a credential helper to remove this warning. See\r\nhttps://docs.docker.com/go/credential-store/\r\n\r\n`;
const SECRET = "good-Secret";
const sent = (server: string, password = SECRET) =>
  `Login Succeeded: {"username":"joe","password":"${password}","serveraddress":"${server}"}\r\n`;
const PAT =
  "\r\n\x1b[1m\x1b[106m\x1b[30mi\x1b[0m\x1b[0m \x1b[96mInfo → \x1b[0m\x1b[0m\x1b[3mA Personal Access Token (PAT) can be used instead.\x1b[0m\r\n" +
  "         \x1b[3mTo create a PAT, visit \x1b[4mhttps://app.docker.com/settings\x1b[0m\x1b[0m\r\n         \x1b[3m\x1b[0m\r\n         \x1b[3m\x1b[0m\r\n";
const HUB_HINT =
  "Log in with your Docker ID or email address to push and pull images from Docker Hub. If you don't have a Docker ID, head over to https://hub.docker.com/ to create one.\r\n" +
  "You can log in with your password or a Personal Access Token (PAT). Using a limited-scope PAT grants better security and is required for organizations using SSO. Learn more at https://docs.docker.com/go/access-tokens/\r\n\r\n";

async function answers(terminal: Terminal, ...keys: [question: string, keys: string][]): Promise<void> {
  for (const [question, typed] of keys) {
    await terminal.expect(question);
    if (question === "Password: ") expect(terminal.settings()).toMatch(/ -echo /);
    terminal.type(typed);
  }
}

describe.each(sides)("login under the name %s", (_, client) => {
  test("asks for user and password", async () => {
    const { terminal, home, config } = await open(client(), ["login", "reg:5000"]);
    await answers(terminal, ["Username: ", "joe\r"], ["Password: ", `${SECRET}\r`]);
    expect(await terminal.exit()).toEqual({ code: 0, signal: 0 });
    expect(terminal.text).toBe(`Username: joe\r\nPassword: \r\n${WARNING(home)}${sent("reg:5000")}`);
    expect(config()).toContain(Buffer.from(`joe:${SECRET}`).toString("base64"));
    await terminal.sane();
  });

  test("asks for the password alone, which can be edited", async () => {
    const { terminal, home } = await open(client(), ["login", "-u", "joe", "reg:5000"]);
    await answers(terminal, ["Password: ", `wrong\x15${SECRET}\r`]);
    expect((await terminal.exit()).code).toBe(0);
    expect(terminal.text).toBe(`Password: \r\n${WARNING(home)}${sent("reg:5000")}`);
  });

  test("asks for Docker Hub's login with its hint", async () => {
    const { terminal, home } = await open(client(), ["login"], undefined, { DOCKER_CLI_DISABLE_OAUTH_LOGIN: "1" });
    await answers(terminal, ["Username: ", "joe\r"], ["Password: ", `${SECRET}\r`]);
    expect((await terminal.exit()).code).toBe(0);
    expect(terminal.text).toBe(`${HUB_HINT}Username: joe\r\n${PAT}Password: \r\n${WARNING(home)}${sent("https://index.docker.io/v1/")}`);
  });

  test("asks for Docker Hub's login without hints", async () => {
    const env = { DOCKER_CLI_DISABLE_OAUTH_LOGIN: "true", DOCKER_CLI_HINTS: "false" };
    const { terminal } = await open(client(), ["login"], undefined, env);
    await terminal.expect("Username: ");
    expect(terminal.text).toBe(`${HUB_HINT.slice(0, HUB_HINT.indexOf("You can log in"))}Username: `);
    terminal.type("\x03");
    expect((await terminal.exit()).code).toBe(0);
  });

  test("asks again if the stored password is refused", async () => {
    const auths = { "reg:5000": { auth: Buffer.from("joe:bad").toString("base64") } };
    const { terminal } = await open(client(), ["login", "reg:5000"], { auths });
    await answers(terminal, ["Username (joe): ", "\r"], ["Password: ", `${SECRET}\r`]);
    expect((await terminal.exit()).code).toBe(0);
    expect(terminal.text).toContain(
      "Authenticating with existing credentials... [Username: joe]\r\n\r\n\x1b[1m\x1b[106m\x1b[30mi\x1b[0m\x1b[0m \x1b[96mInfo → \x1b[0m\x1b[0m\x1b[3mTo login with a different account, run 'docker logout' followed by 'docker login'\x1b[0m\r\n\r\n\r\nStored credentials invalid or expired\r\nUsername (joe): \r\nPassword: \r\n",
    );
  });

  test.each([
    ["no user", ["login", "reg:5000"], "Username: ", "\r", "Username: \r\nError: Non-null Username Required\r\n", 1],
    ["no password", ["login", "-u", "joe", "reg:5000"], "Password: ", "\r", "Password: \r\nError: Password Required\r\n", 1],
    ["Ctrl-C at the user", ["login", "reg:5000"], "Username: ", "\x03", "Username: ^C\r\n", 0],
    ["Ctrl-C at the password", ["login", "-u", "joe", "reg:5000"], "Password: ", "\x03", "Password: \r\n", 0],
    ["Ctrl-C in the password", ["login", "-u", "joe", "reg:5000"], "Password: ", "half\x03", "Password: \r\n", 0],
  ] as const)("%s", async (_name, words, question, keys, screen, code) => {
    const { terminal, config } = await open(client(), words);
    await answers(terminal, [question, keys]);
    expect(await terminal.exit()).toEqual({ code, signal: 0 });
    expect(terminal.text).toBe(screen);
    expect(config()).toBeUndefined();
    await terminal.sane();
  });

  test("ends at SIGTERM while it asks for the password", async () => {
    const { terminal } = await open(client(), ["login", "-u", "joe", "reg:5000"]);
    await terminal.expect("Password: ");
    terminal.signal("SIGTERM");
    expect((await terminal.exit()).code).toBe(0);
    expect(terminal.text).toBe("Password: \r\n");
    await terminal.sane();
  });

  test.each(["push", "pull"])("asks in %s if Docker Hub wants a login", async (verb) => {
    const { terminal, config } = await open(client(), [verb, "closed:1"]);
    await answers(terminal, ["Username: ", "joe\r"], ["Password: ", "good\r"]);
    expect((await terminal.exit()).code).toBe(0);
    expect(terminal.text.startsWith(`\r\nLogin prior to ${verb}:\r\n${HUB_HINT}Username: joe\r\n${PAT}Password: \r\nPOST `)).toBe(true);
    expect(terminal.text).toContain('as {"username":"joe","password":"good","serveraddress":"https://index.docker.io/v1/"}');
    expect(config()).toBeUndefined();
    await terminal.sane();
  });

  test("reports in push that the login is refused, too", async () => {
    const { terminal } = await open(client(), ["push", "closed:1"]);
    await answers(terminal, ["Username: ", "joe\r"], ["Password: ", "bad\r"]);
    expect((await terminal.exit()).code).toBe(1);
    expect(terminal.text.endsWith("Password: \r\nError response from daemon: please log in\r\n")).toBe(true);
  });

  test("prints the notes of a push", async () => {
    const { terminal } = await open(client(), ["push", "--platform", "linux/amd64", "single:1"]);
    expect((await terminal.exit()).code).toBe(0);
    expect(terminal.text).toContain("\x1b[3mUsing \x1b[1m--platform\x1b[0m pushes only");
    expect(terminal.text).toContain("\x1b[3m\x1b[31msha256:index\x1b[0m -> \x1b[32msha256:manifest\x1b[0m\x1b[0m\r\n");
  });
});

test("leaves the terminal as it was at SIGHUP and SIGQUIT while it asks for the password", async () => {
  for (const [signal, code] of [
    ["SIGHUP", 129],
    ["SIGQUIT", 131],
  ] as const) {
    const { terminal } = await open(ours("docker"), ["login", "-u", "joe", "reg:5000"]);
    await terminal.expect("Password: ");
    terminal.signal(signal);
    expect((await terminal.exit()).code).toBe(code);
    await terminal.sane();
  }
});

test("takes the end of input for no answer, and does not wait", async () => {
  const { terminal } = await open(ours("docker"), ["login", "reg:5000"]);
  await answers(terminal, ["Username: ", "\x04"]);
  expect((await terminal.exit()).code).toBe(1);
  expect(terminal.text).toContain("Error: Non-null Username Required");
});

test("sends the login to the registry that wants it, not to Docker Hub", async () => {
  const { terminal } = await open(ours("docker"), ["push", "reg:5000/closed:1"]);
  await answers(terminal, ["Username: ", "joe\r"], ["Password: ", "good\r"]);
  expect((await terminal.exit()).code).toBe(0);
  expect(terminal.text.startsWith("\r\nLogin prior to push:\r\nUsername: joe\r\nPassword: \r\nPOST ")).toBe(true);
  expect(terminal.text).toContain('as {"username":"joe","password":"good","serveraddress":"reg:5000"}');
});

describe("dockline offers a helper before plain text", () => {
  const QUESTION = /Keep the password with docker-credential-fake, not in plain text in .*config\.json\? \[y\/N\] /;
  const auths = { "other:5000": { auth: "YTpi" } };
  const login = (client: readonly string[]) =>
    open(client, ["login", "-u", "joe", "reg:5000"], { auths }, { PATH: pathWithHelpers(["fake"]) });
  const log = (home: string) => (existsSync(join(home, "helper.log")) ? readFileSync(join(home, "helper.log"), "utf8") : "");

  test(`gives the login to the helper for "yes", and keeps the others`, async () => {
    const { terminal, home, config } = await login(ours());
    await answers(terminal, ["Password: ", `${SECRET}\r`]);
    await terminal.expect(QUESTION);
    terminal.type("y\r");
    expect((await terminal.exit()).code).toBe(0);
    expect(terminal.text).not.toContain("WARNING");
    expect(log(home)).toBe(`store {"ServerURL":"reg:5000","Username":"joe","Secret":"${SECRET}"}\n`);
    expect(JSON.parse(config() ?? "")).toEqual({ auths: { ...auths, "reg:5000": {} }, credHelpers: { "reg:5000": "fake" } });
  });

  test(`stores plain text with the warning for "no"`, async () => {
    const { terminal, home, config } = await login(ours());
    await answers(terminal, ["Password: ", `${SECRET}\r`]);
    await terminal.expect(QUESTION);
    terminal.type("\r");
    expect((await terminal.exit()).code).toBe(0);
    expect(terminal.text).toContain(WARNING(home));
    expect(log(home)).toBe("");
    expect(JSON.parse(config() ?? "").credHelpers).toBeUndefined();
  });

  test("loses nothing if the helper fails", async () => {
    const { terminal, home, config } = await login(ours());
    writeFileSync(join(home, "fails"), "");
    await answers(terminal, ["Password: ", `${SECRET}\r`]);
    await terminal.expect(QUESTION);
    terminal.type("y\r");
    expect((await terminal.exit()).code).toBe(1);
    expect(terminal.text).toContain("Error saving credentials: error storing credentials - err: exit status 1, out: `no luck`");
    expect(JSON.parse(config() ?? "")).toEqual({ auths });
  });

  test("does not ask under the name docker", async () => {
    const { terminal, home } = await login(ours("docker"));
    await answers(terminal, ["Password: ", `${SECRET}\r`]);
    expect((await terminal.exit()).code).toBe(0);
    expect(terminal.text).toBe(`Password: \r\n${WARNING(home)}${sent("reg:5000")}`);
  });
});
