// Twenty commands over ssh: ours log in once and share the connection, Docker logs in for each. And ours without sharing.
import fs from "node:fs";
import path from "node:path";
import { startSshd } from "../scripts/engine/sshd.mjs";
import { runAlone } from "./run.mjs";
import { once } from "./setup.mjs";

/** @type {import("./run.mjs").Rows} */
export async function rows({ engine, env, size, afterwards }) {
  const count = size(20, 3);
  let server;
  // Below /tmp: the name of ssh's own socket in it must be short.
  let runtime;
  let run = 0;
  let before = 0;
  const logins = () => fs.readFileSync(path.join(engine.folder, "sshd-22/log"), "utf8").match(/Accepted publickey/g)?.length ?? 0;
  const prepare = once(async () => {
    runtime = fs.mkdtempSync("/tmp/dl-");
    afterwards(() => fs.rmSync(runtime, { recursive: true, force: true }));
    server = await startSshd(engine);
    // Connections that are still shared end with it.
    afterwards(() => server.stop());
  });
  const row = (title, expected, more) => ({
    title,
    args: () => ["ps", "-q"],
    repeat: count,
    runs: 5,
    prepare,
    // Each run begins without a connection.
    env: () => ({
      DOCKER_HOST: server.host,
      PATH: `${server.bin}:${env.PATH}`,
      XDG_RUNTIME_DIR: path.join(runtime, String(run)),
      ...more,
    }),
    before() {
      before = logins();
      fs.mkdirSync(path.join(runtime, String(++run)), { mode: 0o700 });
    },
    after(side) {
      const made = logins() - before;
      if (made !== expected(side)) throw new Error(`${made} logins for ${count} commands`);
    },
  });
  return [
    row(`${count} commands over ssh`, (side) => (side === "reference" ? count : 1)),
    row(`${count} commands over ssh, not shared`, () => count, { DOCKLINE_SSH_SHARE: "0" }),
  ];
}

await runAlone(import.meta.url, rows);
