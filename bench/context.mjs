// Packing and sending a build's context: 20,000 small files, and one file of a gibibyte.
// "Packing" is sent to a daemon that reads and throws away; "build" is `FROM scratch` and `COPY . .` on the daemon.
import fs from "node:fs";
import path from "node:path";
import { runAlone } from "./run.mjs";
import { atLeast, once, randomFile } from "./setup.mjs";
import { startSink } from "./sink.mjs";

/** @returns {number} bytes of all files */
function writeSmallFiles(context, count) {
  let bytes = 0;
  for (let i = 0; i < count; i++) {
    const below = path.join(context, `d${Math.trunc(i / 1000)}`, `s${Math.trunc(i / 50)}`);
    if (i % 50 === 0) fs.mkdirSync(below, { recursive: true });
    const text = `// ${i}\n${"x".repeat((i * 37) % 4000)}\n`;
    fs.writeFileSync(path.join(below, `file-${i}.js`), text);
    bytes += text.length;
  }
  fs.writeFileSync(path.join(context, ".dockerignore"), "**/node_modules\n**/*.log\n.git\n!keep\n");
  return bytes;
}

/** @type {import("./run.mjs").Rows} */
export async function rows(setup) {
  const { api, docker, folder, run, size, afterwards } = setup;
  const files = size(20_000, 500);
  const mebibytes = size(1024, 16);
  /** A context: its directory, and the bytes in it once it is made. */
  const context = (name, fill) => {
    const place = { folder: path.join(folder, name), bytes: 0 };
    const make = once(async () => {
      afterwards(() => fs.rmSync(place.folder, { recursive: true }));
      fs.mkdirSync(place.folder);
      fs.writeFileSync(path.join(place.folder, "Dockerfile"), "FROM scratch\nCOPY . .\n");
      place.bytes = await fill(place.folder);
    });
    return { place, make };
  };
  const small = context("small", (folder) => writeSmallFiles(folder, files));
  const large = context("large", async (folder) => {
    await randomFile(setup, path.join(folder, "large.bin"), mebibytes * 2 ** 20);
    return mebibytes * 2 ** 20;
  });
  let sink;
  const open = once(async () => {
    sink = await startSink(path.join(folder, "sink.sock"));
    afterwards(() => sink.stop());
  });
  const args = ({ place }) => ["build", "-q", "--no-cache", "-t", "built", place.folder];
  const packing = (what, one, reach) => ({
    title: `packing ${what}`,
    args: () => args(one),
    env: () => ({ DOCKER_BUILDKIT: "0", DOCKER_HOST: sink.host }),
    prepare: async () => {
      await one.make();
      await open();
    },
    after: () => atLeast(sink.take(), one.place.bytes, "the context"),
    reach,
  });
  const count = files.toLocaleString("en");
  return [
    packing(`${count} files`, small, { both: 0.5 }),
    packing(mebibytes >= 1024 ? `a file of ${mebibytes / 1024} GiB` : `a file of ${mebibytes} MiB`, large),
    {
      title: `build of ${count} files`,
      args: () => args(small),
      env: () => ({ DOCKER_BUILDKIT: "0" }),
      prepare: small.make,
      runs: 5,
      // What the daemon wrote for the build before is on the disk before this one starts.
      before: () => run("sync"),
      async after() {
        atLeast((await api("GET", "/images/built/json")).Size, small.place.bytes, "the image");
        await docker("rmi", "-f", "built");
      },
      reach: { both: 1 },
    },
  ];
}

await runAlone(import.meta.url, rows);
