// Start-up: commands that do next to nothing, beside Docker and beside a Node that does nothing at all.
import { runAlone } from "./run.mjs";
import { once } from "./setup.mjs";

const RUNS = 41;

/** @type {import("./run.mjs").Rows} */
export async function rows({ docker, afterwards }) {
  const prepare = once(async () => {
    await docker("create", "--name", "one", "--network", "none", "busybox", "true");
    afterwards(() => docker("rm", "-f", "one"));
  });
  const row = (title, args, seen, reach) => ({
    title,
    args: () => args,
    prepare,
    runs: RUNS,
    bare: true,
    reach,
    after(_, { text }) {
      if (!seen.test(text)) throw new Error(`printed ${JSON.stringify(text)}`);
    },
  });
  return [
    row("--version", ["--version"], /^(dockline|Docker) version .*\n$/, { single: 0.7 }),
    row("ps", ["ps"], /^CONTAINER ID .* NAMES\n$/, { single: 1, aim: 0.85, bare: 1.5 }),
    row("ps --format", ["ps", "-a", "--format", "{{.ID}} {{.Names}}"], /^[0-9a-f]{12} one\n$/),
    row("inspect of 1", ["inspect", "one"], /^\[\n.*"Name": "\/one".*\]\n$/s),
  ];
}

await runAlone(import.meta.url, rows);
