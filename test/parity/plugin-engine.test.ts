/** plugin on a real engine and a real registry, beside Docker. (What needs a plugin that answers is in managed-plugins.) */
import { afterAll, beforeAll, describe } from "vitest";
import { type Registry, startRegistry } from "../../scripts/engine/registry.mjs";
import { type Case, cases } from "../support/parity.js";
import { privateEngine } from "../support/private-engine.js";

const REGISTRY = "127.0.0.1:5012";
let registry: Registry;
beforeAll(async () => {
  registry = await startRegistry(await privateEngine(), { port: 5012 });
});
afterAll(() => registry.stop());

/** A plugin of each side's own: the engine refuses a second one of the same content. */
const files = {
  "p/config.json": JSON.stringify({
    description: "{obj}",
    entrypoint: ["/x"],
    env: [{ name: "A", value: "1", settable: ["value"] }],
    interface: { types: ["docker.volumedriver/1.0"], socket: "p.sock" },
    network: { type: "host" },
  }),
  "p/rootfs/x": "of {obj}",
};
const CREATE = ["plugin", "create", "{obj}", "p"];
const REMOTE = `${REGISTRY}/{obj}:1`;
const PUSHED = [
  ["plugin", "create", REMOTE, "p"],
  ["plugin", "push", REMOTE],
];
const mask: Case["mask"] = [
  [/sha256:[0-9a-f]{64}/g, "<digest>"],
  [/size: \d+/g, "size: <n>"],
  // Which steps of an upload are told depends on how quick they are.
  [/^\w+: (Preparing|Waiting|Pushing|Verifying Checksum|Download complete|Downloading).*\n/gm, ""],
];

const own = (setup: string[][], cleanup: string[][], ...lines: (string | string[])[]): Case[] =>
  lines.map((line) => ({
    ...{ args: typeof line === "string" ? line.split(" ") : line, setup: setup.length > 0 ? setup : [["version", "-f", "{obj}"]] },
    ...{ cleanup, files, mask, anyOrder: true, timeout: 60_000 },
  }));
const REMOVE = [["plugin", "rm", "-f", "{obj}"]];
const REMOVE_REMOTE = [["plugin", "rm", "-f", REMOTE]];

describe("a created plugin", () => {
  cases([
    ...own([], REMOVE, "plugin create {obj} p", "plugin create --compress {obj} p", "plugin create {obj}:2 p"),
    ...own(
      [CREATE],
      REMOVE,
      ...["plugin create {obj} p", "plugin enable {obj}", "plugin disable {obj}", "plugin set {obj} A=5", "plugin set {obj} B=5"],
      ...["plugin rm {obj}", "plugin rm {obj} nosuch", "plugin inspect {obj}", "inspect --type plugin -f {{.Name}} {obj}"],
      ["plugin", "inspect", "-f", "{{.Name}} {{.Settings.Env}} {{.PluginReference}} {{json .Config.Interface}}", "{obj}"],
      ["plugin", "ls", "--format", "{{if eq .Description `{obj}`}}{{.Name}} {{.Enabled}} {{.PluginReference}}{{end}}"],
      "plugin ls -f capability=networkdriver -q",
    ),
  ]);
});

describe("a plugin in a registry", () => {
  cases([
    ...own([["plugin", "create", REMOTE, "p"]], REMOVE_REMOTE, `plugin push ${REMOTE}`, `plugin push ${REGISTRY}/{obj}:nosuch`),
    ...own(
      [...PUSHED, ["plugin", "rm", REMOTE]],
      [...REMOVE_REMOTE, ["plugin", "rm", "-f", "{obj}"]],
      ...[`plugin install --disable --grant-all-permissions ${REMOTE}`, `plugin install --grant-all-permissions ${REMOTE}`],
      ...[`plugin install --disable --grant-all-permissions --alias {obj} ${REMOTE} A=7`, `plugin install ${REMOTE}`],
      `plugin install --disable --grant-all-permissions ${REMOTE} B=7`,
    ).map((one) => ({ ...one, timeout: 60_000 })),
    ...own([...PUSHED, ["plugin", "rm", REMOTE]], REMOVE_REMOTE, `plugin install --disable ${REMOTE}`).map((one) => ({
      ...one,
      stdin: "y\n",
      name: "granted at the prompt",
    })),
    ...own(
      PUSHED,
      REMOVE_REMOTE,
      `plugin upgrade --grant-all-permissions ${REMOTE}`,
      `plugin upgrade --skip-remote-check ${REMOTE} ${REGISTRY}/nosuch`,
    ),
    ...own([], [], `plugin install ${REGISTRY}/nosuch`, "plugin install 127.0.0.1:9/x"),
  ]);
});
