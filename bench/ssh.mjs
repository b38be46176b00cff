// Twenty commands over ssh, ours beside the reference's, in turn; and how often each logged in. Starts an engine and an sshd.
//   node bench/ssh.mjs [RUNS]
import fs from "node:fs";
import path from "node:path";
import { startEngine } from "../scripts/engine/engine.mjs";
import { startSshd } from "../scripts/engine/sshd.mjs";
import { measurePair, printPairs } from "./pair.mjs";

const runs = Number(process.argv[2] ?? 20);
const engine = await startEngine();
const runtime = fs.mkdtempSync("/tmp/dl-");
try {
  const server = await startSshd(engine);
  const log = path.join(engine.folder, "sshd-22/log");
  const logins = () => fs.readFileSync(log, "utf8").match(/Accepted publickey/g)?.length ?? 0;
  const env = { DOCKER_HOST: server.host, PATH: `${server.bin}:${process.env.PATH}`, XDG_RUNTIME_DIR: runtime };
  const counts = { ours: 0, reference: 0 };
  let before = 0;
  const counted = {
    before() {
      before = logins();
    },
    after(side) {
      counts[side] += logins() - before;
    },
  };
  const args = () => ["ps", "-q"];
  const shared = await measurePair("ps, one connection for all", { args, env, runs, warmUps: 0, target: 1, ...counted });
  const apart = await measurePair("ps, DOCKLINE_SSH_SHARE=0", { args, env: { ...env, DOCKLINE_SSH_SHARE: "0" }, runs });
  printPairs([shared, apart]);
  console.log(`logins for ${runs} commands: ours ${counts.ours}, reference ${counts.reference}`);
  if (counts.ours !== 1) process.exitCode = 1;
} finally {
  await engine.remove();
  fs.rmSync(runtime, { recursive: true, force: true });
}
