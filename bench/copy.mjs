// A gibibyte: `cp` out of a container, into one and to `-`, `export`, and `save` and `load` of an image that has it in a layer.
import fs from "node:fs";
import path from "node:path";
import { runAlone } from "./run.mjs";
import { atLeast, once, randomFile } from "./setup.mjs";

/** @type {import("./run.mjs").Rows} */
export async function rows(setup) {
  const { api, docker, folder, run, size, afterwards } = setup;
  const mebibytes = size(1024, 16);
  const bytes = mebibytes * 2 ** 20;
  const title = (what) => `${what}, ${mebibytes >= 1024 ? `${mebibytes / 1024} GiB` : `${mebibytes} MiB`}`;
  const local = path.join(folder, "big");
  const archive = path.join(folder, "image.tar");
  const target = path.join(folder, "target");

  const box = once(async () => {
    afterwards(() => fs.rmSync(local, { force: true }));
    await randomFile(setup, local, bytes);
    afterwards(() => docker("rm", "-f", "box"));
    await docker("run", "-d", "--init", "--name", "box", "--network", "none", "busybox", "sleep", "100000");
    await docker("cp", local, "box:/big");
  });
  const image = once(async () => {
    await box();
    afterwards(() => docker("rmi", "-f", "big"));
    await docker("commit", "box", "big");
  });
  const saved = once(async () => {
    await image();
    afterwards(() => fs.rmSync(archive, { force: true }));
    await docker("save", "-o", archive, "big");
  });

  /** What the run before left to be written would be paid for by this one. */
  const settled = async (...remove) => {
    fs.rmSync(target, { force: true });
    for (const args of remove) await docker(...args);
    await run("sync");
  };
  const toFile = { before: () => settled(), after: () => atLeast(fs.statSync(target).size, bytes, target) };
  return [
    {
      title: title("cp to disk"),
      args: () => ["cp", "box:/big", target],
      prepare: box,
      before: () => settled(),
      after: () => run("cmp", local, target),
      reach: { both: 0.95 },
    },
    {
      title: title("cp into a container"),
      args: () => ["cp", local, "box:/in"],
      prepare: box,
      before: () => settled(["exec", "box", "rm", "-f", "/in"]),
      after: async () => atLeast(Number(await docker("exec", "box", "stat", "-c", "%s", "/in")), bytes, "/in"),
    },
    {
      title: title("cp to -"),
      args: () => ["cp", "box:/big", "-"],
      prepare: box,
      stdout: "pipe",
      before: () => settled(["exec", "box", "rm", "-f", "/in"]),
      after: (_, output) => atLeast(output.bytes, bytes, "stdout"),
      reach: { both: 1.05 },
    },
    { title: title("export"), args: () => ["export", "-o", target, "box"], prepare: box, ...toFile, reach: { both: 0.9 } },
    { title: title("save"), args: () => ["save", "-o", target, "big"], prepare: image, ...toFile, reach: { both: 0.8 } },
    {
      title: title("load"),
      args: () => ["load", "-i", archive],
      prepare: saved,
      before: () => settled(["rmi", "-f", "big"]),
      after: async () => atLeast((await api("GET", "/images/big/json")).Size, bytes, "the image"),
    },
  ];
}

await runAlone(import.meta.url, rows);
