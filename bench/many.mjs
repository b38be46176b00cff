// Many containers, created and never started: `ps -a` of 500 and `inspect` of 200 by name.
import { runAlone } from "./run.mjs";
import { once } from "./setup.mjs";

/** @type {import("./run.mjs").Rows} */
export async function rows({ api, size }) {
  const names = Array.from({ length: size(500, 20) }, (_, i) => `many-${i}`);
  const inspected = names.slice(0, size(200, 8));
  const prepare = once(async () => {
    const container = { Image: "busybox:latest", Cmd: ["true"], HostConfig: { NetworkMode: "none" } };
    for (const name of names) await api("POST", `/containers/create?name=${name}`, container);
  });
  const same = (found, expected) => {
    if (found.join() !== expected.join()) throw new Error(`${found.length} containers where ${expected.length} were expected`);
  };
  const common = { prepare, runs: 15 };
  return [
    {
      title: `ps -a of ${names.length}`,
      args: () => ["ps", "-a"],
      ...common,
      after: (_, { text }) => same(text.match(/many-\d+(?=\n)/g) ?? [], names.toReversed()),
    },
    {
      title: `inspect of ${inspected.length}`,
      args: () => ["inspect", ...inspected],
      ...common,
      after: (_, { text }) =>
        same(
          JSON.parse(text).map(({ Name }) => Name.slice(1)),
          inspected,
        ),
      reach: { single: 0.5 },
    },
    {
      title: `inspect --format of ${inspected.length}`,
      args: () => ["inspect", "--format", "{{.Name}} {{.State.Status}}", ...inspected],
      ...common,
      after: (_, { text }) => same(text.match(/[\w-]+(?= created\n)/g) ?? [], inspected),
    },
  ];
}

await runAlone(import.meta.url, rows);
