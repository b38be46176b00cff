/**
 * What is offered for a line: all that Docker offers, of the same engine. Descriptions are our own. Ours may offer more,
 * and leaves out what a line has already.
 */

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { ours, referencePath, run, succeeds, temporaryFolder } from "../support/command.js";
import { privateEngine } from "../support/private-engine.js";

const P = `pcpl${process.pid}`;
let env: Record<string, string>;

beforeAll(async () => {
  const { host } = await privateEngine();
  const config = join(temporaryFolder("completion"), "config");
  mkdirSync(config);
  env = { DOCKER_HOST: host, DOCKER_CONFIG: config };
  const on = (...args: string[]) => succeeds(host, args);
  await on("run", "-d", "--name", `${P}-runs`, "-p", "80", "busybox", "sleep", "600");
  await on("run", "-d", "--name", `${P}-paused`, "busybox", "sleep", "600");
  await on("pause", `${P}-paused`);
  await on("run", "--name", `${P}-gone`, "busybox", "true");
  await on("create", "--name", `${P}-waits`, "busybox", "true");
  await on("tag", "busybox", `${P}/app:v1.2`);
  await on("network", "create", `${P}-net`);
  await on("volume", "create", `${P}-data`);
  await run([referencePath(), "context", "create", `${P}-there`, "--docker", `host=${host}`], { env });
  return async () => {
    await on("rm", "-f", `${P}-runs`, `${P}-paused`, `${P}-gone`, `${P}-waits`);
    await on("rmi", `${P}/app:v1.2`);
    await on("network", "rm", `${P}-net`);
    await on("volume", "rm", `${P}-data`);
  };
}, 120_000);

interface Offer {
  values: string[];
  directive: string;
}

async function offer(command: readonly string[], words: readonly string[], more: Record<string, string> = {}): Promise<Offer> {
  const { stdout, code } = await run([...command, "__complete", ...words], { env: { ...env, ...more } });
  expect([words, code]).toEqual([words, 0]);
  const lines = stdout.toString().trimEnd().split("\n");
  return { directive: lines.pop() ?? "", values: lines.map((line) => line.split("\t")[0] as string) };
}

/** Words with blanks between them; the last word is being typed. `~` stands for an empty one, P for the prefix of the test's objects. */
const split = (line: string) => line.split(" ").map((word) => word.replace(/^~$/, "").replaceAll("P-", `${P}-`));

/** All that Docker offers and that fits what is typed, so that its directive counts too. */
const EQUAL = [
  "stop ~",
  "container stop ~",
  "start ~",
  "container start ~",
  "kill ~",
  "pause ~",
  "unpause ~",
  "rm ~",
  "rm -f ~",
  "rm --force ~",
  "attach ~",
  "exec ~",
  "exec -it ~",
  "top ~",
  "logs ~",
  "restart ~",
  "wait ~",
  "port ~",
  "diff ~",
  "commit ~",
  "export ~",
  "rename ~",
  "stats ~",
  "update ~",
  "container inspect ~",
  "checkpoint ls ~",
  "volume rm ~",
  "volume inspect ~",
  "network rm ~",
  "network inspect ~",
  "network connect ~",
  "network connect P-net ~",
  "network disconnect P-net ~",
  "context use ~",
  "context rm ~",
  "context export ~",
  "context inspect ~",
  "context rm P-there ~",
  "--context ~",
  "-c ~",
  "--context= ",
  "--log-level ~",
  "-l ~",
  "run --network ~",
  "run --network= ",
  "run --restart ~",
  "run --cap-add ~",
  "run --cap-drop CAP_N",
  "run --platform ~",
  "run --pull ~",
  "run --ipc ~",
  "run --ipc container:",
  "run --pid container:",
  "run --userns ~",
  "run --uts ~",
  "run --cgroupns ~",
  "run --attach ~",
  "run --volume-driver ~",
  "run --volumes-from ~",
  "run --link ~",
  "run --stop-signal ~",
  "create --restart ~",
  "run --log-driver syslog --log-opt ~",
  "run --log-driver none --log-opt ~",
  "run --security-opt label=",
  "run --security-opt label=d",
  "update --restart ~",
  "stop --signal ~",
  "stop -s ~",
  "kill -s ~",
  "stop --signal=K",
  "restart -s ~",
  "inspect --type ~",
  "events --filter type=",
  "events --filter event=",
  "events --filter scope=",
  "events -f container=",
  "events -f image=",
  "events -f network=",
  "events -f volume=",
  "events --filter=type=c",
  "events -f daemon=",
  "image prune ~",
  "ps ~",
  "ps -- ~",
  "ps -- -",
  "volume create ~",
  "network create ~",
  "run busybox ~",
  "run busybox -",
  "-",
  "--",
  "--con",
  "ps -",
  "ps --",
  "ps --f",
  "ps -a --",
  "stop --",
  "volume ls -",
  "network create --",
  "system pru",
  "container ~",
  "image ~",
  "network ~",
  "volume ~",
  "context ~",
  "plugin ~",
  "manifest ~",
  "builder ~",
  "checkpoint ~",
  "sto",
  "completion ~",
  "build ~",
].map((line) => line.trimEnd());

/** Here ours has more to tell, or keeps files out, and so has another directive. */
const MORE = [
  "run --ulimit ~",
  "run --storage-opt ~",
  "run --detach-keys ~",
  "run --log-opt ~",
  "events --filter ~",
  "run ~",
  "create ~",
  "rmi ~",
  "image rm ~",
  "save ~",
  "push ~",
  "history ~",
  "tag ~",
  "image inspect ~",
  "pull ~",
  "run --log-driver ~",
  "run --security-opt ~",
  "run --security-opt s",
  "cp ~",
  "inspect ~",
  "ps --filter ~",
  "images ~",
  "help ~",
  "nosuch ~",
  "exec --",
  "run --",
  "create --h",
  "run --env ~",
  "exec -e ~",
  "search ~",
  "login ~",
  "run -v ~",
  "run --gpus ~",
  "run --runtime ~",
];

/** Commands of Docker that ours has not, or not yet. */
const ELSEWHERE = ["bake", "trust", "config", "node", "secret", "service", "stack", "swarm"];
/** Flags that the version after Docker's has dropped, and those without a page of help of their own. */
const DROPPED = ["--disable-content-trust", "--kernel-memory"];

async function compared(line: string): Promise<{ missing: string[]; subject: Offer; reference: Offer }> {
  const words = split(line);
  const [subject, reference] = await Promise.all([offer(ours("docker"), words), offer([referencePath()], words)]);
  const typed = (words.at(-1) ?? "").replace(/^-[^=]*=/, "");
  const wanted = reference.values.filter((value) => value.startsWith(typed) && ![...ELSEWHERE, ...DROPPED].includes(value));
  return { missing: wanted.filter((value) => !subject.values.includes(value)), subject, reference };
}

/** Two lines at a time: two programs each. */
async function missingOf(lines: readonly string[], look: (line: string) => Promise<object | undefined>): Promise<object[]> {
  const wrong: object[] = [];
  const rest = [...lines];
  const worker = async () => {
    for (let line = rest.shift(); line !== undefined; line = rest.shift()) {
      const found = await look(line);
      if (found) wrong.push({ line, ...found });
    }
  };
  await Promise.all([worker(), worker()]);
  return wrong;
}

describe("completion", () => {
  test(`answers ${EQUAL.length} lines as Docker does`, { timeout: 180_000 }, async () => {
    const wrong = await missingOf(EQUAL, async (line) => {
      const { missing, subject, reference } = await compared(line);
      const same = missing.length === 0 && subject.directive === reference.directive;
      return same ? undefined : { missing, directives: [subject.directive, reference.directive] };
    });
    expect(wrong).toEqual([]);
  });

  test(`answers ${MORE.length} lines with more than Docker does`, { timeout: 120_000 }, async () => {
    const wrong = await missingOf(MORE, async (line) => {
      const { missing } = await compared(line);
      return missing.length > 0 ? { missing } : undefined;
    });
    expect(wrong).toEqual([]);
  });

  test("asks the daemon that the line names", { timeout: 60_000 }, async () => {
    const nowhere = { DOCKER_HOST: "unix:///nowhere/at/all" };
    const { DOCKER_HOST: host = "" } = env;
    for (const globals of [["-H", host], [`--host=${host}`], ["--context", `${P}-there`]]) {
      expect((await offer(ours("docker"), [...globals, "unpause", ""], nowhere)).values).toEqual([`${P}-paused`]);
    }
    expect((await offer(ours("docker"), ["unpause", ""], nowhere)).values).toEqual([]);
  });

  test.each([
    ["stop P-runs ~", [`${P}-paused`]],
    ["ps -f status=", ["created", "dead", "exited", "paused", "removing", "restarting", "running"].map((state) => `status=${state}`)],
    ["ps -f network=P-", [`network=${P}-net`]],
    ["port P-runs ~", ["80/tcp"]],
    ["cp P-r", [`${P}-runs:`]],
    ["cp P-runs:/x ~", []],
    ["run -v P-", [`${P}-data:`]],
    ["run --mount type=volume,source=P-", [`type=volume,source=${P}-data`]],
    ["run --log-driver syslog --log-opt syslog-format=", ["rfc3164", "rfc5424", "rfc5424micro"].map((one) => `syslog-format=${one}`)],
    ["ps --format {{.Na", ["{{.Names}}"]],
    ["ps --format {{.ID}}:{{.Na", ["{{.ID}}:{{.Names}}"]],
    ["inspect -f {{.State.Ex", ["{{.State.ExitCode}}"]],
    ["inspect -f {{.Stat", ["{{.State."]],
    ["info -f {{.Swarm.Loc", ["{{.Swarm.LocalNodeState}}"]],
    ["stop -sKI", ["-sKILL"]],
    ["run --rm=", ["true", "false"]],
    ["run -it", ["-it"]],
    ["run --cap-add net_a", ["net_admin"]],
    ["run --cap-add NET_A", ["NET_ADMIN"]],
    ["kill -s SIGKI", ["SIGKILL"]],
    ["inspect --type volume P-", [`${P}-data`]],
    ["volume ls -f dangling=", ["dangling=true", "dangling=false"]],
    ["help container sta", ["start", "stats"]],
  ])("completes live values: %s", async (line, expected) => {
    const words = split(line);
    const typed = words.at(-1) ?? "";
    const { values } = await offer(ours("docker"), words);
    expect(values.filter((value) => value.startsWith(typed.replace(/^-[^=]*=/, "")))).toEqual(expected);
  });

  test("leaves descriptions out if asked to", { timeout: 60_000 }, async () => {
    const [plain, told] = await Promise.all([
      run([...ours("docker"), "__completeNoDesc", "ps", "--f"], { env }),
      run([...ours("docker"), "__complete", "ps", "--f"], { env }),
    ]);
    expect(plain.stdout.toString()).toBe("--filter\n--format\n:4\n");
    expect(told.stdout.toString()).toMatch(/^--filter\t\S.*\n--format\t\S.*\n:4\n$/);
    expect(told.stderr.toString()).toBe("Completion ended with directive: ShellCompDirectiveNoFileComp\n");
    const none = await run([...ours("docker"), "__complete"], { env });
    const theirs = await run([referencePath(), "__complete"], { env });
    expect([none.code, none.stderr.toString()]).toEqual([theirs.code, theirs.stderr.toString().split("\n")[0]?.concat("\n")]);
  });
});
