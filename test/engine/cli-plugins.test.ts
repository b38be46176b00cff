/** What CLI plugins are promised beyond their output: the group, the socket that stops them, signals, a way to call back. */
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { dockline, ours, start, temporaryFolder } from "../support/command.js";
import { nodePlugin, pluginFolder, shellPlugin } from "../support/fake-plugins.js";
import { needs } from "../support/needs.js";
import { privateEngine } from "../support/private-engine.js";
import { until } from "../support/until.js";

const LISTENS = nodePlugin(`
const say = (text) => require("node:fs").writeSync(1, text + "\\n");
const polite = process.argv[3] === "polite";
for (const name of ["SIGINT", "SIGTERM"]) process.on(name, () => say("got " + name));
const address = process.env.DOCKER_CLI_PLUGIN_SOCKET;
const socket = require("node:net").connect(address.replace(/^@/, "\\0"), () => say("connected " + process.pid));
socket.on("close", () => { say("told to stop"); if (polite) process.exit(7); });
socket.resume();
setInterval(() => {}, 1000);
`);

/** DOCKER_CONFIG with the plugins of `folder`. */
function configured(folder: string, more: object = {}): Record<string, string> {
  const dir = join(temporaryFolder("config"), "c");
  mkdirSync(dir);
  writeFileSync(join(dir, "config.json"), JSON.stringify({ cliPluginsExtraDirs: [folder], ...more }));
  return { DOCKER_CONFIG: dir };
}

const alive = (pid: number) => existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));

async function gone(pid: number): Promise<boolean> {
  return until(() => !alive(pid));
}

describe("the socket that tells a plugin to stop", () => {
  const launch = async (mode: string) => {
    const running = start([...ours("docker"), "listens", mode], { env: configured(pluginFolder({ listens: LISTENS })) });
    const pid = Number((await running.expect(/connected (\d+)/))[1]);
    return { running, pid };
  };

  test.each(["SIGTERM", "SIGINT"] as const)("is closed at %s, and the plugin's exit code is ours", async (signal) => {
    const { running } = await launch("polite");
    running.kill(signal);
    expect(await running.done).toMatchObject({ code: 7, signal: null });
  });

  test("is no longer waited for at the third signal, which ends us and the plugin", async () => {
    const { running, pid } = await launch("stubborn");
    running.kill("SIGTERM");
    await running.expect(/told to stop/);
    running.kill("SIGINT");
    // Signals that come together count once.
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(alive(pid)).toBe(true);
    running.kill("SIGTERM");
    const { code, stderr } = await running.done;
    expect([code, stderr.toString().trim()]).toEqual([1, "got 3 SIGTERM/SIGINTs, forcefully exiting"]);
    expect(await gone(pid)).toBe(true);
  });

  test("is closed at a hang-up, which ends us at once", async () => {
    const { running } = await launch("polite");
    running.kill("SIGHUP");
    expect(await running.done).toMatchObject({ code: 129 });
    expect(running.output().stdout.toString()).toContain("connected");
  });
});

test("runs a plugin in our process group, and lets it call us back", async () => {
  const script = shellPlugin(`ps -o pgid= -p $$; ps -o pgid= -p $PPID; "$DOCKER_CLI_PLUGIN_ORIGINAL_CLI_COMMAND" --version`);
  const { stdout, code } = await dockline(["back"], { name: "docker", env: configured(pluginFolder({ back: script })) });
  const [own = "", parent, version] = stdout.toString().trim().split("\n");
  expect(code).toBe(0);
  expect(own.trim()).toBe(parent?.trim());
  expect(version).toMatch(/^Docker version 28\.2\.2/);
});

test("lets a call back reach the daemon", async () => {
  const { host } = await privateEngine();
  const script = shellPlugin(`"$DOCKER_CLI_PLUGIN_ORIGINAL_CLI_COMMAND" image inspect -f '{{.Os}}' busybox`);
  const { stdout, stderr } = await dockline(["back"], { env: { ...configured(pluginFolder({ back: script })), DOCKER_HOST: host } });
  expect([stdout.toString(), stderr.toString()]).toEqual(["linux\n", ""]);
});

const alone = needs(!existsSync("/var/run/docker.sock"), {
  what: "plugins and a daemon that was found in place of the usual one",
  why: "this machine has the usual one, at /var/run/docker.sock",
  get: "systemctl stop docker.socket docker && npx vitest run test/engine/cli-plugins.test.ts",
});

describe.runIf(alone)("a daemon that was found in place of the usual one", () => {
  const told = async (args: string[], env: Record<string, string> = {}, name?: "docker") => {
    const runtime = temporaryFolder("run");
    symlinkSync((await privateEngine()).socket, join(runtime, "docker.sock"));
    const plugins = configured(pluginFolder({ tells: shellPlugin('echo "host: $DOCKER_HOST"') }));
    const { stdout, stderr } = await dockline(args, { ...(name && { name }), env: { ...plugins, XDG_RUNTIME_DIR: runtime, ...env } });
    return [stdout.toString(), stderr.toString()].map((text) => text.replaceAll(runtime, "<run>"));
  };
  const FOUND =
    "No daemon at unix:///var/run/docker.sock: using rootless Docker at unix://<run>/docker.sock (DOCKLINE_DISCOVER=0 turns this off)\n";

  test("is passed to the plugin", async () => {
    expect(await told(["tells"])).toEqual(["host: unix://<run>/docker.sock\n", FOUND]);
  });

  test.each<[string, string[], Record<string, string>, "docker"?]>([
    ["somebody named one", ["tells"], { DOCKER_HOST: "tcp://127.0.0.1:9" }],
    ["an option names one", ["-H", "tcp://127.0.0.1:9", "tells"], {}],
    ["the way is by TLS", ["tells"], { DOCKER_TLS_VERIFY: "1" }],
    ["it is turned off", ["tells"], { DOCKLINE_DISCOVER: "0" }],
    ["under the name docker", ["tells"], {}, "docker"],
    ["for its help", ["help", "tells"], {}],
  ])("is not passed if %s", async (_, args, env, name) => {
    expect(await told(args, env, name)).toEqual([`host: ${env.DOCKER_HOST ?? ""}\n`, ""]);
  });
});

describe("which plugins are asked for their metadata", () => {
  const asks = async (args: string[]) => {
    const log = join(temporaryFolder("asked"), "log");
    const noting = `#!/bin/sh\necho "$0" >> ${log}\necho '{"SchemaVersion":"0.1.0","Vendor":"V","ShortDescription":"One thing"}'\n`;
    const env = { ...configured(pluginFolder({ one: noting, two: noting })), DOCKER_HOST: (await privateEngine()).host };
    const result = await dockline(args, { name: "docker", env });
    const asked = existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : [];
    return { result, asked: [...new Set(asked.map((file) => file.slice(file.lastIndexOf("-") + 1)))].sort() };
  };

  test.each([["ps"], ["version"], ["--version"], ["image ls"], ["ps --help"], ["container --help"], ["container nosuch"]])(
    "none for %s",
    async (line) => {
      expect((await asks(line.split(" "))).asked).toEqual([]);
    },
  );
  test.each([["one x"], ["help one"], ["__complete one x"]])("only the named one for %s", async (line) => {
    expect((await asks(line.split(" "))).asked).toEqual(["one"]);
  });
  test.each([["--help"], ["help"], ["info"]])("all for %s", async (line) => {
    const { asked, result } = await asks(line.split(" "));
    expect(asked).toEqual(["one", "two"]);
    expect(result.stdout.toString() + result.stderr.toString()).toMatch(/one.*One thing|One thing/);
  });
});

test("lists plugins in the help, and why some cannot be used", async () => {
  const folder = pluginFolder({ fine: shellPlugin("true"), ps: shellPlugin("true"), torn: "#!/bin/sh\necho '{'\n" });
  const { stdout } = await dockline(["--help"], { env: configured(folder) });
  expect(stdout.toString()).toMatch(/^Management Commands:\n(?: {2}.*\n)* {2}fine\* +Things for tests\n/m);
  expect(stdout.toString()).toContain(
    'Invalid Plugins:\n  ps          plugin "ps" duplicates builtin command\n  torn        invalid metadata: unexpected end of JSON input\n',
  );
});

test("reports a broken buildx, and builds without it", async () => {
  const { host } = await privateEngine();
  const env = { ...configured(pluginFolder({ buildx: "#!/bin/sh\nexit 3\n" })), DOCKER_HOST: host };
  const { stderr, code } = await dockline(["build", "/nowhere"], { env });
  expect(stderr.toString()).toMatch(/^WARNING: not using buildx: failed to fetch metadata: exit status 3\n/);
  expect(code).toBe(1);
});
