// `logs` of a million lines to a pipe and to a file.
import path from "node:path";
import { runAlone } from "./run.mjs";
import { once } from "./setup.mjs";

const WORDS = " line of a log, with a few words behind it";

/** @type {import("./run.mjs").Rows} */
export async function rows({ api, docker, folder, size, afterwards }) {
  const count = size(1_000_000, 20_000);
  let expected = 0;
  const prepare = once(async () => {
    afterwards(() => docker("rm", "-f", "many-lines"));
    const Cmd = ["sh", "-c", `seq 1 ${count} | sed 's/$/${WORDS}/'`];
    await api("POST", "/containers/create?name=many-lines", { Image: "busybox:latest", Cmd, HostConfig: { NetworkMode: "none" } });
    await api("POST", "/containers/many-lines/start");
    await api("POST", "/containers/many-lines/wait");
    for (let line = 1; line <= count; line++) expected += String(line).length + WORDS.length + 1;
  });
  const after = (_, { bytes }) => {
    if (bytes !== expected) throw new Error(`${bytes} bytes where ${expected} were expected`);
  };
  const common = { args: () => ["logs", "many-lines"], prepare, after };
  const title = `logs of ${count >= 1e6 ? `${count / 1e6}M` : count} lines`;
  return [
    { title: `${title} to a pipe`, ...common, stdout: "pipe", reach: { both: 0.85 } },
    { title: `${title} to a file`, ...common, stdout: (side) => path.join(folder, `logs-${side}`) },
  ];
}

await runAlone(import.meta.url, rows);
