// `logs` of a million lines to a pipe and to a file, ours beside the reference, on a private engine of its own.
//   npm run build && node bench/logs.mjs [RUNS]
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { startEngine } from "../scripts/engine/engine.mjs";
import { apiJson } from "../scripts/engine/engine-api.mjs";
import { importBusybox } from "../scripts/engine/images.mjs";
import { measurePair, printPairs } from "./pair.mjs";

const LINES = 1_000_000;
const runs = Number(process.argv[2] ?? 7);
const WAIT = { timeout: 600_000 };

const engine = await startEngine({});
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "dockline-logs-"));
try {
  await importBusybox(engine.socket);
  const script = `seq 1 ${LINES} | sed 's/$/ line of a log, with a few words behind it/'`;
  const json = { Image: "busybox:latest", Cmd: ["sh", "-c", script] };
  const { Id } = await apiJson(engine.socket, "POST", "/containers/create?name=many-lines", { json });
  await apiJson(engine.socket, "POST", `/containers/${Id}/start`);
  await apiJson(engine.socket, "POST", `/containers/${Id}/wait`, WAIT);
  let expected;
  const whole = (_, { bytes }) => {
    expected ??= bytes;
    if (bytes !== expected || bytes < LINES * 40) throw new Error(`${bytes} bytes where ${expected} were expected`);
  };
  const file = (side) => path.join(folder, side);
  const common = { env: { DOCKER_HOST: engine.host }, runs, memory: 150, args: () => ["logs", "many-lines"] };
  printPairs([
    await measurePair("logs of 1M lines to a pipe", { ...common, after: whole, target: 0.85 }),
    await measurePair("logs of 1M lines to a file", {
      ...common,
      sink: file,
      after: (side) => whole(side, { bytes: fs.statSync(file(side)).size }),
      target: 0.85,
    }),
  ]);
} finally {
  fs.rmSync(folder, { recursive: true });
  await engine.remove();
}
