// `inspect` of 200 containers by name, ours beside the reference, on a private engine of its own.
//   npm run build && node bench/inspect.mjs [RUNS]
import { startEngine } from "../scripts/engine/engine.mjs";
import { apiJson } from "../scripts/engine/engine-api.mjs";
import { importBusybox } from "../scripts/engine/images.mjs";
import { measurePair, printPairs } from "./pair.mjs";

const COUNT = 200;
const runs = Number(process.argv[2] ?? 15);
const names = Array.from({ length: COUNT }, (_, i) => `bench-${i}`);

const engine = await startEngine({});
try {
  await importBusybox(engine.socket);
  for (const name of names) {
    const HostConfig = { NetworkMode: "none" };
    await apiJson(engine.socket, "POST", `/containers/create?name=${name}`, {
      json: { Image: "busybox:latest", Cmd: ["true"], HostConfig },
    });
  }
  const common = { env: { DOCKER_HOST: engine.host }, runs, warmUps: 2, memory: 150 };
  const whole = (_, { bytes }) => {
    if (bytes < COUNT * 1000) throw new Error(`only ${bytes} bytes of JSON`);
  };
  printPairs([
    await measurePair(`inspect of ${COUNT}`, { ...common, args: () => ["inspect", ...names], after: whole, target: 0.5 }),
    await measurePair(`inspect --format of ${COUNT}`, {
      ...common,
      args: () => ["inspect", "--format", "{{.Name}} {{.State.Status}}", ...names],
      target: 0.5,
    }),
    await measurePair("inspect of 1", { ...common, args: () => ["inspect", names[0]] }),
  ]);
} finally {
  await engine.remove();
}
