// `ps -a` of 5,000 containers through a five-field template on a canned engine, and of none: the difference is what the rows cost.
import http from "node:http";
import path from "node:path";
import { runAlone } from "./run.mjs";
import { once } from "./setup.mjs";

const TEMPLATE = "{{.ID}}\t{{.Names}}\t{{.Image}}\t{{.Status}}\t{{.Ports}}";

const container = (i) => ({
  Id: i.toString(16).padStart(64, "0"),
  Names: [`/container-${i}`],
  Image: `registry.example/team/image-${i % 40}:1.${i % 7}`,
  ImageID: `sha256:${"ab".repeat(32)}`,
  Command: "sh -c 'while :; do sleep 1; done'",
  Created: 1_760_000_000 + i,
  Ports: [{ IP: "0.0.0.0", PrivatePort: 80, PublicPort: 20000 + i, Type: "tcp" }],
  Labels: { app: "web", tier: "front", index: String(i) },
  State: "running",
  Status: "Up 3 hours",
  HostConfig: { NetworkMode: "bridge" },
  NetworkSettings: { Networks: { bridge: { NetworkID: "n" } } },
  Mounts: [],
});

/** A daemon that has `count` containers and nothing else. */
async function cannedEngine(socket, count) {
  const list = JSON.stringify(Array.from({ length: count }, (_, i) => container(i)));
  const server = http.createServer(({ url }, answer) => {
    answer.setHeader("Api-Version", "1.50");
    answer.setHeader("Ostype", "linux");
    answer.end(url.includes("/containers/json") ? list : "OK");
  });
  await new Promise((resolve) => server.listen(socket, resolve));
  return server;
}

/** @type {import("./run.mjs").Rows} */
export async function rows({ folder, size, afterwards }) {
  return [0, size(5000, 100)].map((count) => {
    const socket = path.join(folder, `canned-${count}.sock`);
    return {
      title: `ps -a --format of ${count.toLocaleString("en")}, canned`,
      args: () => ["ps", "-a", "--no-trunc", "--format", TEMPLATE],
      env: () => ({ DOCKER_HOST: `unix://${socket}` }),
      runs: 15,
      prepare: once(async () => {
        const server = await cannedEngine(socket, count);
        afterwards(() => server.close());
      }),
      after(_, { text }) {
        const lines = text.match(/^[0-9a-f]{64}\tcontainer-\d+\t.*->80\/tcp$/gm)?.length ?? 0;
        if (lines !== count) throw new Error(`${lines} lines where ${count} were expected`);
      },
    };
  });
}

await runAlone(import.meta.url, rows);
