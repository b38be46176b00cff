// Running containers: a round trip of `exec`, and `stats --no-stream` of twenty.
import { runAlone } from "./run.mjs";
import { once } from "./setup.mjs";

/** @type {import("./run.mjs").Rows} */
export async function rows({ api, docker, size, afterwards }) {
  const count = size(20, 3);
  const names = Array.from({ length: count }, (_, i) => `running-${i}`);
  const prepare = once(async () => {
    afterwards(() => docker("rm", "-f", ...names));
    const container = { Image: "busybox:latest", Cmd: ["sleep", "100000"], HostConfig: { NetworkMode: "none", Init: true } };
    for (const name of names) {
      await api("POST", `/containers/create?name=${name}`, container);
      await api("POST", `/containers/${name}/start`);
    }
  });
  return [
    { title: "exec round trip", args: () => ["exec", names[0], "true"], prepare, runs: 21 },
    {
      title: `stats --no-stream of ${count}`,
      args: () => ["stats", "--no-stream"],
      prepare,
      after(_, { text }) {
        const seen = names.filter((name) => new RegExp(` ${name} .*% .*[KMG]i?B / `).test(text));
        if (seen.length !== count) throw new Error(`figures of ${seen.length} containers:\n${text}`);
      },
    },
  ];
}

await runAlone(import.meta.url, rows);
