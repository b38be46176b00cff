/** push, and what pull says of logins, beside Docker: on a daemon that says what it was sent, and to a real registry. */
import { afterAll, beforeAll, describe } from "vitest";
import { ACCOUNT, type Registry, startRegistry } from "../../scripts/engine/registry.mjs";
import { type Case, cases } from "../support/parity.js";
import { privateEngine } from "../support/private-engine.js";
import { type RegistryDaemon, registryDaemon } from "../support/registry-daemon.js";

const DIGEST = `sha256:${"0".repeat(64)}`;
const HUB = "https://index.docker.io/v1/";
const config = {
  auths: { [HUB]: { auth: "YTpnb29k" }, "reg:5000": { auth: "YjpnPj8/", email: "e@x" }, "tok:5000": { identitytoken: "T" } },
};

describe("the request of push, and what it prints of the answer", () => {
  let daemon: RegistryDaemon;
  let old: RegistryDaemon;
  const env: Record<string, string> = {};
  const oldEnv: Record<string, string> = {};
  beforeAll(async () => {
    daemon = await registryDaemon();
    old = await registryDaemon("1.41");
    env.DOCKER_HOST = daemon.host;
    oldEnv.DOCKER_HOST = old.host;
  });
  afterAll(async () => {
    await daemon.close();
    await old.close();
  });
  const one = (line: string, more: Partial<Case> = {}): Case => ({ args: line.split(" "), env, config, ...more });
  cases([
    ...["push x", "image push x:1", "push -q x", "push --quiet x:1", "push -a x", "push --all-tags reg:5000/x", "push -qa x"].map((line) =>
      one(line),
    ),
    ...["push reg:5000/team/x:1", "push tok:5000/x", "push other:5000/x", "push docker.io/team/x", "push index.docker.io/x"].map((line) =>
      one(line),
    ),
    ...[
      "push -a x:1",
      `push reg:5000/x@${DIGEST}`,
      `push x:1@${DIGEST}`,
      `push -a x@${DIGEST}`,
      "push X",
      "push a:b:c",
      "push",
      "push a b",
      "push --nope x",
    ].map((line) => one(line)),
    ...["linux/amd64", "linux", "arm64", "linux/arm/v7", "windows(10.0)/amd64", "/", "nosuch", "LINUX/AMD64"].map((word) =>
      one(`push --platform ${word} x`),
    ),
    one("push -q --platform linux/amd64 x:1"),
    one("push --platform linux/amd64 X"),
    one("push --platform linux/amd64 x", { env: oldEnv, name: "--platform, an older engine" }),
    one("push --platform= x"),
    one("push x", { env: oldEnv, name: "an older engine" }),
    ...["push single", "push -q single", "push missing", "push -q missing:1", "push broken", "push -q broken"].map((line) => one(line)),
    ...["push refused", "pull refused", "push closed:1", "pull closed:1", "pull plugin"].map((line) => one(line, config.auths[HUB] && {})),
    one("pull reg:5000/x"),
    one("pull tok:5000/x:1"),
    { name: "push of nothing", args: ["push", ""], env },
  ]);
});

const PLAIN = "127.0.0.1:5030";
const CLOSED = "127.0.0.1:5031";

describe("push to a registry", () => {
  const registries: Registry[] = [];
  beforeAll(async () => {
    const engine = await privateEngine();
    registries.push(await startRegistry(engine, { port: 5030 }));
    registries.push(await startRegistry(engine, { port: 5031, auth: true }));
  });
  afterAll(async () => {
    for (const registry of registries) await registry.stop();
  });
  const auths = (password: string) => ({ auths: { [CLOSED]: { auth: Buffer.from(`${ACCOUNT.user}:${password}`).toString("base64") } } });
  const masks: Case["mask"] = [
    [/^[0-9a-f]{12}: (Preparing|Waiting|Layer already exists|Pushed|Mounted from .*)\n/gm, ""],
    [/size: \d+/g, "size: <n>"],
  ];
  /** An image of its own for each side. */
  const made = (...names: string[]) => [
    ["run", "--name", "{obj}", "busybox", "sh", "-c", "echo {obj} > /one"],
    ["commit", "{obj}", names[0] as string],
    ["rm", "{obj}"],
    ...names.slice(1).map((name) => ["tag", names[0] as string, name]),
  ];
  const push = (line: string, names: string[], more: Partial<Case> = {}): Case => ({
    args: line.split(" "),
    setup: made(...names),
    cleanup: [["rmi", ...names]],
    mask: masks,
    ...more,
  });
  cases([
    push(`push ${PLAIN}/{obj}:1`, [`${PLAIN}/{obj}:1`]),
    push(`push ${PLAIN}/{obj}`, [`${PLAIN}/{obj}:latest`]),
    push(`push -q ${PLAIN}/{obj}:1`, [`${PLAIN}/{obj}:1`]),
    push(`push -a ${PLAIN}/{obj}`, [`${PLAIN}/{obj}:1`, `${PLAIN}/{obj}:2`], { anyOrder: true }),
    push(`push ${PLAIN}/{obj}:none`, [`${PLAIN}/{obj}:1`]),
    push(`push ${CLOSED}/{obj}:1`, [`${CLOSED}/{obj}:1`], { name: "without a password" }),
    push(`push ${CLOSED}/{obj}:1`, [`${CLOSED}/{obj}:1`], { name: "with the wrong one", config: auths("wrong") }),
    push(`push ${CLOSED}/{obj}:1`, [`${CLOSED}/{obj}:1`], { name: "with the right one", config: auths(ACCOUNT.password) }),
    { args: ["push", `${PLAIN}/nosuch`] },
    {
      args: ["push", "127.0.0.1:1/busybox"],
      setup: [["tag", "busybox", "127.0.0.1:1/busybox"]],
      cleanup: [["rmi", "127.0.0.1:1/busybox"]],
    },
    {
      args: ["login", "-u", ACCOUNT.user, "--password-stdin", CLOSED],
      stdin: ACCOUNT.password,
      compare: [".docker/config.json"],
    },
    {
      name: "login with the wrong password",
      args: ["login", "-u", ACCOUNT.user, "--password-stdin", CLOSED],
      stdin: "wrong",
      compare: [".docker/config.json"],
    },
    {
      name: "login to nobody",
      args: ["login", "-u", ACCOUNT.user, "--password-stdin", "127.0.0.1:1"],
      stdin: "x",
      compare: [".docker/config.json"],
    },
    { name: "login with what is stored", args: ["login", CLOSED], config: auths(ACCOUNT.password), compare: [".docker/config.json"] },
  ]);
});
