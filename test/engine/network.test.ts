/** Networks and volumes through their lives, as containers see them: what a comparison of outputs does not show. */
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { PrivateEngine } from "../../scripts/engine/engine.mjs";
import { apiRequest } from "../../scripts/engine/engine-api.mjs";
import { dockline, succeeds } from "../support/command.js";
import { privateEngine } from "../support/private-engine.js";

let engine: PrivateEngine;
let count = 0;
beforeAll(async () => {
  engine = await privateEngine();
});

const docker = (...args: string[]) => succeeds(engine.host, args);

/** A name of the test's own; what bears it goes when the test is over. */
function ownName(): string {
  const name = `nv-${process.pid.toString(36)}-${++count}`;
  onTestFinished(async () => {
    for (const suffix of ["", "-a", "-b"]) await apiRequest(engine.socket, "DELETE", `/containers/${name}${suffix}?force=1`);
    await apiRequest(engine.socket, "DELETE", `/networks/${name}`);
    await apiRequest(engine.socket, "DELETE", `/volumes/${name}`);
  });
  return name;
}

describe("a network", () => {
  test("connects containers by name, alias and address", async () => {
    const net = ownName();
    await docker("network", "create", "--subnet", "10.213.7.0/24", "--gateway", "10.213.7.1", "--label", "a=b", net);
    await docker("run", "-d", "--name", `${net}-a`, "--network", net, "busybox", "sleep", "600");
    await docker("run", "-d", "--name", `${net}-b`, "busybox", "sleep", "600");
    await docker("network", "connect", "--alias", "db,store", "--ip", "10.213.7.77", net, `${net}-b`);
    for (const host of [`${net}-b`, "db", "store", "10.213.7.77"]) {
      expect(await docker("exec", `${net}-a`, "ping", "-c", "1", "-W", "2", host)).toContain("10.213.7.77");
    }
    const members = ["network", "inspect", "-f", "{{range .Containers}}{{println .Name}}{{end}}", net];
    expect((await docker(...members)).trim().split("\n").sort()).toEqual([`${net}-a`, `${net}-b`]);
    await docker("network", "disconnect", net, `${net}-b`);
    expect((await docker(...members)).trim()).toBe(`${net}-a`);
    await docker("rm", "-f", `${net}-a`, `${net}-b`);
    expect(await docker("network", "prune", "-f", "--filter", "label=a=b")).toBe(`Deleted Networks:\n${net}`);
    expect(await docker("network", "ls", "-q", "-f", `name=${net}`)).toBe("");
  });

  test("has no way out if it is internal", async () => {
    const net = ownName();
    await docker("network", "create", "--internal", net);
    expect(await docker("run", "--rm", "--network", net, "busybox", "ip", "route")).not.toContain("default");
  });

  test("is removed with many others, in order", async () => {
    const names = Array.from({ length: 12 }, () => ownName());
    for (const name of names) await docker("network", "create", "--config-only", name);
    const { stdout, stderr, code } = await dockline(["network", "rm", ...names.slice(0, 6), "nosuch", ...names.slice(6)], {
      env: { DOCKER_HOST: engine.host },
    });
    expect(stdout.toString()).toBe(`${names.join("\n")}\n`);
    expect(stderr.toString()).toBe("Error response from daemon: network nosuch not found\nexit status 1\n");
    expect(code).toBe(1);
  });
});
