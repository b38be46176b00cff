/** `dockline engine`: private engines of root and of a user, dockerd and Podman, on a machine of their own; nothing of them stays. */
import { afterEach, expect, test } from "vitest";
import { importBusybox } from "../../scripts/engine/images.mjs";
import { podmanLayer, rootlessLayer } from "../../scripts/engine/podman.mjs";
import { installation } from "../../scripts/engine/versions.mjs";
import { ownMachine } from "../support/machine.js";

const own = ownMachine(async () => [await podmanLayer(), await rootlessLayer(), ...(await installation("28.5")).layers]);

afterEach(async () => {
  for (const user of [false, true]) await own.dockline(["engine", "rm", "-f"], { user });
});

/**
 * All that an engine could leave behind. Mounts and control groups are seen across the machine: those that were there before the
 * first engine, and those of other people's engines, which come and go, are not compared.
 */
const TRACES = `
cd /dev/shm
touch groups
[ -e mounts ] || cat /proc/1/mountinfo > mounts
ps -eo stat=,args= | awk '$1 !~ /^Z/' | grep -Ev 'sleep 3600|ps -eo|awk|grep|sort|sh -c'
ip -o link | sed 's/^[0-9]*: //; s/ .*//'
for tool in iptables-save iptables-legacy-save; do $tool 2> /dev/null | grep '^-A'; done
cat /proc/sys/net/ipv4/conf/uplink0/forwarding
grep -vxFf mounts /proc/1/mountinfo | sed 's/^[^ ]* [^ ]* [^ ]* //; s/ - .*//'
ls -A /dev/shm /tmp /run
find /home/root /home/whale -name .cache -prune -o -type f -print
ls -d /var/lib/containers /var/lib/docker /var/lib/cni /etc/docker 2> /dev/null
# The control group of an engine is named after its directory and the number of that (src/private-engine/daemon.ts).
for data in /home/*/.local/share/dockline/engine; do
  [ -d $data ] && printf "dockline-engine-%.8s\\n" $(printf '%s %s' $data $(stat -c %i $data) | sha256sum) >> groups
done
for group in $(sort -u groups); do find /sys/fs/cgroup -maxdepth 2 -name $group; done
true`;

const kinds: [who: string, kind: string, user: boolean, engine: RegExp][] = [
  ["root", "dockerd", false, /^Docker 28\.5\.2.* \(dockerd as root\)$/],
  ["root", "podman", false, /^Podman \d.* \(Podman's service\)$/],
  ["a user", "rootless", true, /^Docker 28\.5\.2.* \(rootless dockerd\)$/],
  ["a user", "podman", true, /^Podman \d.* \(Podman's service\)$/],
];

test.each(kinds)(
  "is started, described, stopped, started again with its data, and removed without a trace: of %s, %s",
  { timeout: 120_000 },
  async (_, kind, user, engine) => {
    const home = user ? "whale" : "root";
    const host = `unix:///home/${home}/.local/share/dockline/engine/run/docker.sock`;
    const line = `export DOCKER_HOST=${host}\n`;
    const dockline = (args: string[], input?: string) =>
      own.dockline(args, { user, env: { DOCKLINE_DISCOVER: "1" }, ...(input !== undefined && { stdin: input }) });
    const before = await own.sh(TRACES);

    expect(await dockline(["engine", "status"])).toEqual({ stdout: "Status:   none\n", stderr: "", code: 1 });
    expect(await dockline(["engine", "env"])).toMatchObject({ stdout: "", code: 1, stderr: expect.stringContaining("engine up") });
    const up = await dockline(["engine", "up", "--with", kind]);
    expect(up).toMatchObject({ stdout: line, code: 0 });
    expect(up.stderr).toMatch(/^(Docker|Podman) \S+ answers at unix:.*\n$/);
    expect(await own.sh(TRACES)).not.toEqual(before);
    // A second one leaves it as it is.
    const process = async () => (await own.sh(`cat /home/${home}/.local/share/dockline/engine/state.json`)).stdout;
    const first = await process();
    expect(await dockline(["engine", "up"])).toEqual(up);
    expect(first).toContain('"pid"');
    expect(await process()).toBe(first);
    expect((await dockline(["engine", "up", "--with", kind === "podman" ? (user ? "rootless" : "dockerd") : "podman"])).stderr).toContain(
      "engine rm",
    );
    expect(await dockline(["engine", "env"])).toEqual({ stdout: line, stderr: "", code: 0 });
    const status = await dockline(["engine", "status"]);
    expect(status.code).toBe(0);
    const facts = new Map(
      status.stdout
        .trim()
        .split("\n")
        .map((text) => [text.slice(0, 10).trim(), text.slice(10)]),
    );
    expect(facts.get("Status:")).toBe("running");
    expect(facts.get("Engine:")).toMatch(engine);
    expect(facts.get("Host:")).toBe(host);

    await importBusybox(`${own.machine().home}/${home}/.local/share/dockline/engine/run/docker.sock`);
    const serve = "trap 'exit 0' TERM; echo krill > /tmp/supper; httpd -p 80 -h /tmp; while :; do sleep 0.1; done";
    expect(await dockline(["run", "-d", "--name", "web", "-p", "18080:80", "busybox", "sh", "-c", serve])).toMatchObject({ code: 0 });
    const address = facts.get("Address:") ?? "127.0.0.1";
    const fetched = await own.sh(`for i in $(seq 100); do curl -sf http://${address}:18080/supper && exit; sleep 0.1; done; exit 1`);
    expect(fetched).toMatchObject({ stdout: "krill\n", code: 0 });

    expect(await dockline(["engine", "down"])).toMatchObject({ stdout: "", code: 0 });
    expect(await dockline(["engine", "down"])).toEqual({ stdout: "", stderr: "Your private engine does not run.\n", code: 0 });
    expect(await dockline(["engine", "status"])).toMatchObject({ stdout: expect.stringMatching(/^Status: +stopped\n/), code: 1 });
    expect(await dockline(["engine", "up"])).toMatchObject({ stdout: line, code: 0 });
    expect((await dockline(["ps", "-a", "--format", "{{.Names}} {{.State}}"])).stdout).toBe("web exited\n");
    expect(await dockline(["start", "web"])).toMatchObject({ code: 0 });

    const asked = await dockline(["engine", "rm"], "n\n");
    expect(asked).toMatchObject({ stdout: expect.stringMatching(/^WARNING! .*\[y\/N\] $/s), code: 0 });
    expect(await dockline(["engine", "status"])).toMatchObject({ code: 0 });
    // With a container that runs.
    expect(await dockline(["engine", "rm", "-f"])).toEqual({ stdout: "", stderr: "The engine is removed.\n", code: 0 });
    expect(await own.sh(TRACES)).toEqual(before);
    expect(await dockline(["engine", "rm", "-f"])).toEqual({ stdout: "", stderr: "You have no private engine.\n", code: 0 });
  },
);

test("starts again with its data after a power cut, makes nothing twice, and leaves a process that has its old number alone", async () => {
  const before = await own.sh(TRACES);
  expect(await own.dockline(["engine", "up", "--with", "dockerd"])).toMatchObject({ code: 0 });
  const state = "/home/root/.local/share/dockline/engine/state.json";
  const running = await own.sh(TRACES);
  expect(running.stdout).toMatch(/^dockline-e0@/m);
  await own.dockline(["volume", "create", "kept"]);
  await own.sh(`pkill -KILL -o dockerd; kill -KILL $(sed -n 's/.*"pid": \\([0-9]*\\).*/\\1/p' ${state})`);
  expect((await own.dockline(["engine", "status"])).stdout).toMatch(/^Status: +stopped/);
  expect(await own.dockline(["engine", "up"])).toMatchObject({ code: 0 });
  expect((await own.dockline(["volume", "ls", "-q"])).stdout).toBe("kept\n");
  expect((await own.sh(TRACES)).stdout.match(/dockline-e\d+@/g)).toEqual(running.stdout.match(/dockline-e\d+@/g));
  expect(await own.dockline(["engine", "down"])).toMatchObject({ code: 0 });
  // Somebody else has the number by now.
  // In a session of its own before we return: the group of what we ran is ended with it.
  const stay = 'setsid sleep 777 > /dev/null 2>&1 & until [ "$(ps -o sid= -p $! | tr -d " ")" = $! ]; do sleep 0.05; done; echo $!';
  const stranger = (await own.sh(stay)).stdout.trim();
  await own.sh(
    `sed 's/"since"/"process":{"pid":${stranger},"started":"1","boot":"x"},"since"/' ${state} > /tmp/s && cat /tmp/s > ${state}; rm /tmp/s`,
  );
  expect((await own.dockline(["engine", "down"])).stderr).toBe("Your private engine does not run.\n");
  expect(await own.dockline(["engine", "rm", "-f"])).toMatchObject({ code: 0 });
  expect((await own.sh(`kill ${stranger} && while ps -o stat= -p ${stranger} | grep -qv ^Z; do sleep 0.05; done`)).code).toBe(0);
  expect(await own.sh(TRACES)).toEqual(before);
});

test("says why it cannot start, with the end of its log, and leaves nothing running", async () => {
  const before = await own.sh(TRACES);
  const folder = "/home/root/.local/share/dockline/engine";
  await own.sh(`mkdir -p ${folder} && echo '{"no-such-setting": 1}' > ${folder}/daemon.json`);
  const up = await own.dockline(["engine", "up", "--with", "dockerd"]);
  expect(up).toMatchObject({ stdout: "", code: 1 });
  expect(await own.sh(TRACES)).not.toEqual(before);
  expect(up.stderr).toMatch(/^the engine ended\. The end of \/home\/root\/.*\/log:\n[\s\S]*no-such-setting/);
  expect(await own.dockline(["engine", "rm", "-f"])).toMatchObject({ code: 0 });
  expect(await own.sh(TRACES)).toEqual(before);
});

test("starts one engine for two that start it at once", async () => {
  const before = await own.sh(TRACES);
  const both = await Promise.all([own.dockline(["engine", "up"]), own.dockline(["engine", "up"])]);
  expect(both[0]).toMatchObject({ code: 0 });
  expect(both[1]).toEqual(both[0]);
  expect(await own.sh(TRACES)).not.toEqual(before);
  expect((await own.sh("pgrep -c -x dockerd")).stdout).toBe("1\n");
  expect(await own.dockline(["engine", "rm", "-f"])).toMatchObject({ code: 0 });
  expect(await own.sh(TRACES)).toEqual(before);
});

test("has no command engine under the name docker", async () => {
  const asDocker = await own.dockline(["engine", "up"], { name: "docker" });
  expect(asDocker).toEqual({
    stdout: "",
    stderr: "docker: unknown command: docker engine\n\nRun 'docker --help' for more information\n",
    code: 1,
  });
  expect((await own.dockline(["--help"], { name: "docker" })).stdout).not.toMatch(/^ +engine /m);
  expect((await own.dockline(["--help"])).stdout).toMatch(/^ +engine /m);
  expect((await own.dockline(["engine", "--help"])).stdout).toMatch(/^ +status /m);
});
