/** The prunes on engines of their own: they remove what the question named, nothing else, and nothing before the answer. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PrivateEngine } from "../../scripts/engine/engine.mjs";
import { importBusybox } from "../../scripts/engine/images.mjs";
import { startEngine } from "../../scripts/engine/start.mjs";
import { dockline, succeeds } from "../support/command.js";

const NAMED = "keep-volume";

describe.each(["28.5", "20.10"])("prune on %s", (version) => {
  let engine: PrivateEngine;
  beforeAll(async () => {
    engine = await startEngine({ version });
    await importBusybox(engine.socket);
  });
  afterAll(async () => {
    await engine.remove();
  });

  const docker = (...args: string[]) => succeeds(engine.host, args);
  const lines = async (...args: string[]) => (await docker(...args)).split("\n").filter(Boolean).sort();

  /** One thing of each kind that goes, and of each that stays. */
  async function seed(): Promise<void> {
    await docker("run", "-d", "--name", "running", "-v", "/anonymous", "busybox", "sleep", "600");
    await docker("create", "--name", "stopped", "-v", "/gone", "busybox", "true");
    await docker("commit", "stopped", "unused:1");
    await docker("commit", "-m", "nameless", "stopped");
    await docker("network", "create", "unused");
    await docker("network", "create", "used");
    await docker("network", "connect", "used", "running");
    await docker("volume", "create", NAMED);
  }

  const state = async () => ({
    containers: await lines("ps", "-a", "--format", "{{.Names}}"),
    images: await lines("images", "--format", "{{.Repository}}:{{.Tag}}"),
    networks: await lines("network", "ls", "--filter", "type=custom", "--format", "{{.Name}}"),
    volumes: (await lines("volume", "ls", "-q")).map((name) => (name === NAMED ? name : "anonymous")),
  });
  const SEEDED = {
    containers: ["running", "stopped"],
    images: ["<none>:<none>", "busybox:latest", "unused:1"],
    networks: ["unused", "used"],
    volumes: ["anonymous", "anonymous", NAMED].sort(),
  };
  const AFTER = { containers: ["running"], images: ["busybox:latest", "unused:1"], networks: ["used"] };

  async function prune(line: string, stdin: string) {
    const { stdout, stderr, code } = await dockline(line.split(" "), { env: { DOCKER_HOST: engine.host }, stdin, name: "docker" });
    // Without buildx, Docker's notice stands before every builder command.
    const notice = line.startsWith("builder")
      ? expect.stringMatching(/^DEPRECATED: The legacy builder is deprecated [\s\S]*buildx\/\n\n$/)
      : "";
    expect([stderr.toString(), code]).toEqual([notice, 0]);
    return stdout.toString();
  }

  test("asks what it removes, and removes that", async () => {
    await seed();
    expect(await state()).toEqual(SEEDED);
    for (const line of [
      "system prune -a --volumes",
      "container prune",
      "image prune -a",
      "network prune",
      "volume prune",
      "builder prune -a",
    ]) {
      for (const answer of ["n\n", "", "yes please\n"]) expect(await prune(line, answer)).toMatch(/\[y\/N\] $/);
    }
    expect(await state()).toEqual(SEEDED);

    const first = await prune("system prune", "y\n");
    expect(first).toContain("  - all dangling images\n");
    expect(first).not.toContain("volumes");
    // The volume of the container that went stays: it was not named.
    expect(await state()).toEqual({ ...AFTER, volumes: ["anonymous", "anonymous", NAMED].sort() });

    const second = await prune("system prune --volumes", "y\n");
    const spares = version === "28.5";
    expect(second).toContain(`  - all ${spares ? "anonymous " : ""}volumes not used by at least one container\n`);
    expect(await state()).toEqual({ ...AFTER, volumes: spares ? ["anonymous", NAMED] : ["anonymous"] });

    expect(await prune("system prune -a", "y\n")).toContain("untagged: unused:1\n");
    expect((await state()).images).toEqual(["busybox:latest"]);
    expect((await state()).containers).toEqual(["running"]);
  });
});
