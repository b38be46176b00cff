// What is measured: the single file, the Node build and Docker; and the line that says what ran where.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { onPath } from "../scripts/engine/places.mjs";

/**
 * A side of a comparison. `name` is what rows get to know it by: "single", "node", "reference" or "bare".
 * `args` stands for what the row says, on a side that is no Docker client.
 * @typedef {{ name: string, label: string, file: string, args?: string[] }} Side
 */

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const single = path.join(root, "dist/bin/dockline");
const node = path.join(root, "bin/dockline");

/** A Node that does nothing: what no program on Node can be quicker than. */
export const bareNode = { name: "bare", label: "bare Node", file: process.execPath, args: ["-e", "0"] };

/** The programs that are there; the single file may not have been built. Throws without a reference. */
export function findSides() {
  const reference = { name: "reference", label: "docker", file: referenceFile() };
  const ours = [
    { name: "single", label: "single file", file: single },
    { name: "node", label: "Node", file: node },
  ];
  if (!fs.existsSync(path.join(root, "dist/main.js"))) throw new Error("the Node build is missing: npm run build");
  return [...ours.filter(({ file }) => fs.existsSync(file)), reference];
}

/** DOCKLINE_REFERENCE, else the `docker` on PATH. */
function referenceFile() {
  const file = process.env.DOCKLINE_REFERENCE || onPath("docker");
  if (!file) throw new Error("no reference client: install docker 28.2, or set DOCKLINE_REFERENCE to it");
  if ([single, node].includes(fs.realpathSync(file))) throw new Error(`${file} is ours: set DOCKLINE_REFERENCE to the reference client`);
  return file;
}

/** Programs, engine and machine, a line for people. */
export function describeRun(sides, engine) {
  const versions = sides.map(({ label, file }) => `${label}: ${execFileSync(file, ["--version"], { encoding: "utf8" }).trim()}`);
  const [{ model }] = os.cpus();
  const machine = `${os.cpus().length} × ${model.trim()}, ${Math.round(os.totalmem() / 2 ** 30)} GiB, ${os.type()} ${os.release()}`;
  const day = new Date().toISOString().slice(0, 10);
  return [...versions, `Node ${process.version}`, `engine ${engine.version}`, machine, day].join(" · ");
}
