/** pull from registries, beside Docker. */
import { afterAll, beforeAll, describe } from "vitest";
import { ACCOUNT, type Registry, startRegistry } from "../../scripts/engine/registry.mjs";
import { type Case, cases } from "../support/parity.js";
import { privateEngine } from "../support/private-engine.js";

const PLAIN = "127.0.0.1:5010";
const CLOSED = "127.0.0.1:5011";
const registries: Registry[] = [];

beforeAll(async () => {
  const engine = await privateEngine();
  registries.push(await startRegistry(engine, { port: 5010 }));
  registries.push(await startRegistry(engine, { port: 5011, auth: true }));
});
afterAll(async () => {
  for (const registry of registries) await registry.stop();
});

const auths = (password: string) => ({ auths: { [CLOSED]: { auth: Buffer.from(`${ACCOUNT.user}:${password}`).toString("base64") } } });
const masks: Case["mask"] = [
  [/sha256:[0-9a-f]{64}/g, "<digest>"],
  // Whether these steps are told depends on how quick each layer is.
  [/^\w+: (Verifying Checksum|Download complete|Waiting)\n/gm, ""],
];

/** An image of its own for each side, in the registry and nowhere else: two layers of random bytes that the engine has not. */
function pushed(...tags: string[]): string[][] {
  const names = tags.map((tag) => `${PLAIN}/{obj}:${tag}`);
  return [
    ["run", "--name", "{obj}", "busybox", "sh", "-c", "head -c 2000000 /dev/urandom > /one"],
    ["commit", "{obj}", "{obj}:base"],
    ["rm", "{obj}"],
    ["run", "--name", "{obj}", "{obj}:base", "sh", "-c", "head -c 3000 /dev/urandom > /two"],
    ["commit", "{obj}", names[0] as string],
    ["rm", "{obj}"],
    ...names.slice(1).map((name) => ["tag", names[0] as string, name]),
    ...names.map((name) => ["push", "-q", name]),
    ["rmi", "{obj}:base", ...names],
  ];
}
const remove = (...tags: string[]) => [["rmi", ...tags.map((tag) => `${PLAIN}/{obj}:${tag}`)]];
const pull = (line: string, setup: string[][], more: Partial<Case> = {}): Case => ({
  args: line.split(" "),
  setup,
  mask: masks,
  timeout: 60_000,
  // Layers come in the order in which they arrive.
  anyOrder: true,
  ...more,
});

describe("pull", () => {
  cases([
    pull(`pull ${PLAIN}/{obj}:1`, pushed("1"), { cleanup: remove("1") }),
    pull(`pull ${PLAIN}/{obj}`, pushed("latest"), { cleanup: remove("latest") }),
    pull(`image pull -q ${PLAIN}/{obj}:1`, pushed("1"), { cleanup: remove("1") }),
    pull(`pull -a ${PLAIN}/{obj}`, pushed("1", "2"), { cleanup: remove("1", "2") }),
    pull(`pull -qa ${PLAIN}/{obj}`, pushed("1"), { cleanup: remove("1") }),
    pull(`pull --platform linux/amd64 ${PLAIN}/{obj}:1`, pushed("1"), { cleanup: remove("1") }),
    pull(`pull --platform linux/arm64 ${PLAIN}/{obj}:1`, pushed("1"), { cleanup: remove("1") }),
    pull(`pull --disable-content-trust ${PLAIN}/{obj}:1`, pushed("1"), { cleanup: remove("1") }),
    pull(`pull ${PLAIN}/{obj}:1`, [...pushed("1"), ["pull", "-q", `${PLAIN}/{obj}:1`]], {
      name: "what is here already",
      cleanup: remove("1"),
    }),
    pull(`pull ${PLAIN}/{obj}:none`, pushed("1")),
  ]);
});

describe("what pull refuses", () => {
  const refused = (line: string, more: Partial<Case> = {}): Case => ({ args: line.split(" "), mask: masks, ...more });
  cases([
    ...["nosuch", "nosuch:1", "-q nosuch", "-a nosuch"].map((what) => refused(`pull ${what.replace("nosuch", `${PLAIN}/nosuch`)}`)),
    refused(`pull ${PLAIN}/x@sha256:${"0".repeat(64)}`),
    refused("pull 127.0.0.1:1/x"),
    refused(`pull ${CLOSED}/x`),
    refused(`pull ${CLOSED}/x`, { name: "with the password", config: auths(ACCOUNT.password) }),
    ...["Bad", "a:b:c", "-a x:1", "a b", "--platform / 127.0.0.1:1/x", "--nope x", "x@sha256:0", "-a"].map((what) =>
      refused(`pull ${what}`),
    ),
    { name: "pull of nothing", args: ["pull", ""] },
    refused("pull"),
  ]);
});
