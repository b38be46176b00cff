/** Containers created with ours and with Docker on the same engine: their inspects, and what the clients said, are the same. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PrivateEngine } from "../../scripts/engine/engine.mjs";
import { apiJson, apiRequest } from "../../scripts/engine/engine-api.mjs";
import { words } from "../fixtures/create-cases.mjs";
import { ours, reference, referencePath, run, temporaryFolder } from "../support/command.js";
import { mask } from "../support/masks.js";
import { privateEngine } from "../support/private-engine.js";

/** In each side's folder. */
const FILES = {
  "env/one": "A=from file\n# a comment\n\nFROM_HOST\nMISSING\n",
  "env/two": "A=from the second\nB=2\n",
  labels: "one=1\ntwo\n# none\nthree=a=b\n",
  "seccomp.json": '{ "defaultAction": "SCMP_ACT_ALLOW" }\n',
  "bound/file": "x",
};

/** Flags of `create NAME FLAGS busybox`; the image and its command are told behind `--`, where they matter. `{dir}`: the side's folder. */
const FLAGS = `
--read-only --tmpfs /run --tmpfs /tmp:rw,noexec,size=64m,mode=1770
-v ci-named:/data
-v ci-named:/data:ro,nocopy
-v /anonymous -v /other
-v {dir}/bound:/bound
-v ./bound:/bound:ro
-v {dir}/bound:/bound:rw,rslave,z
-v {dir}/new-folder:/made
--mount type=bind,source={dir}/bound,target=/bound,readonly
--mount type=bind,src={dir}/bound,dst=/bound,ro,bind-recursive=readonly,bind-propagation=rprivate
--mount type=bind,src=./bound,dst=/bound
--mount type=volume,source=ci-named,target=/data,volume-nocopy
--mount type=volume,target=/anonymous,volume-label=a=1,volume-label=b
--mount type=volume,src=ci-driven,dst=/data,volume-driver=local,volume-opt=type=tmpfs,volume-opt=device=tmpfs,volume-opt=o=size=1m
--mount source=ci-sub,target=/data,volume-subpath=sub
--mount 'type=tmpfs,destination=/cache,tmpfs-size=1m,tmpfs-mode=0770'
--mount type=tmpfs,target=/cache,readonly
--mount type=image,source=busybox,target=/image
--mount type=image,source=busybox,target=/image,image-subpath=bin
--volumes-from ci-base
--volumes-from ci-base:ro --volumes-from ci-second
--volume-driver local -v ci-named2:/x
--link ci-base --link ci-second:alias
--link ci-base:a --network bridge --link ci-base:b
-p 8080:80 -p 9090:90/udp
-p 80 -p 127.0.0.1::81 -p 127.0.0.1:8082:82/tcp
-p 8000-8003:9000-9003 -p 7000-7001:70-71/udp
-p 7100-7110:71
-p [::1]:8088:88 -p [::]:8089:89/sctp
-P --expose 1000 --expose 2000-2003/udp
--expose 80 -p 80
--publish published=8080,target=80,protocol=udp
--network none
--network host
--network name=ci-net,mac-address=02:42:00:00:00:07
--mount type=bind,src={dir}/bound,dst=/bound,bind-propagation=rslave,bind-nonrecursive
--network ci-net --network-alias one --network-alias two --ip 10.213.0.9
--network ci-net --ip6 fd00:213::9 --link-local-ip 169.254.7.7
--network name=ci-net,alias=one,alias=two,ip=10.213.0.10 --network name=ci-net2,ip=10.214.0.10
--network name=ci-net,driver-opt=com.docker.network.endpoint.sysctls=net.ipv4.conf.IFNAME.log_martians=1,gw-priority=7
--network ci-net --network ci-net2 --link ci-third:there
--net ci-net --net-alias x
--network container:ci-base
--mac-address 02:42:ac:11:00:99
--dns 1.1.1.1 --dns fd00::53 --dns-search example.org --dns-search . --dns-option ndots:2 --dns-opt timeout:1
--add-host a:10.0.0.1 --add-host b=fd00::1 --add-host gate:host-gateway --add-host [c]=[::1]
-e A=1 -e B= -e FROM_HOST -e MISSING -e A=2
--env-file env/one --env-file env/two -e B=flag
-l one -l two=2 -l two=3 --label-file labels
--annotation a=1 --annotation org.example/b=
--device /dev/null --device /dev/zero:/dev/nought:rw --device /dev/full:r
--device vendor.example/class=one
--device-cgroup-rule 'c 42:* rmw' --device-cgroup-rule 'b 8:0 r'
--gpus all
--gpus 'device=0,1'
--gpus '"capabilities=utility,compute","count=2",driver=nvidia'
--device-read-bps /dev/null:1mb --device-write-bps /dev/null:2k --device-read-iops /dev/null:100 --device-write-iops /dev/null:200
--blkio-weight 300 --blkio-weight-device /dev/null:200
--ulimit nofile=100:200 --ulimit nproc=50 --ulimit core=-1
--restart always
--restart on-failure:7
--restart unless-stopped
--rm
--health-cmd 'true || false' --health-interval 1m30s --health-timeout 500ms --health-retries 3 --health-start-period 5s --health-start-interval 1s
--no-healthcheck
-m 64m --memory-reservation 32m --memory-swap 128m --memory-swappiness 40 --oom-kill-disable --oom-score-adj 300
-m 1g --memory-swap -1
--cpus 1.5 --cpuset-cpus 0 --cpuset-mems 0
--cpu-shares 512 --cpu-period 50000 --cpu-quota 25000
--cpu-rt-period 1000000 --cpu-rt-runtime 0
--pids-limit 100 --shm-size 128m
--pids-limit -1 --kernel-memory 64m
--security-opt seccomp=seccomp.json --security-opt no-new-privileges
--security-opt seccomp=unconfined --security-opt apparmor=unconfined --security-opt label=disable
--security-opt systempaths=unconfined
--security-opt label:level:s0:c1 --security-opt no-new-privileges:true
--cap-add NET_ADMIN --cap-add cap_sys_time --cap-drop ALL
--cap-add ALL --cap-drop mknod
--privileged
--log-driver json-file --log-opt max-size=1m --log-opt max-file=3
--log-driver none
--log-opt tag={{.Name}} --log-opt labels=a,b
--ipc host --pid host --uts host --userns host --cgroupns host
--ipc shareable --cgroupns private
--ipc container:ci-base --pid container:ci-base
--cgroup-parent /ci
--sysctl net.ipv4.ip_forward=1 --sysctl kernel.msgmax=65536
--platform linux/amd64
--stop-signal SIGUSR1 --stop-timeout 33
--init --runtime runc
--init=false -i -t
-a stdout -a stderr
-a stdin -i
-u 1000:1000 --group-add audio --group-add 42 -w /srv -h web --domainname example.org
--entrypoint '/bin/sh -x'
--entrypoint '' -- busybox true
--isolation default
--name-less -- busybox
-- busybox sh -c 'echo $HOME' --flag
--use-api-socket
-h ${"h".repeat(70)}
--log-opt max-size=bogus
--blkio-weight 5
--network ci-none
--tmpfs /x:bogus=1
-v ../x
`;

/** Refused by the client or the engine. */
const REFUSED = `
-v /:/
-v a:b:c:d
--storage-opt size=10G
--network name=ci-net,mac-address=02:42:00:00:00:07 --network bridge
--mount type=bind,src={dir}/made,dst=/bound,bind-create-src
--mount type=bind,src={dir}/bound,dst=/bound,bind-propagation=rslave,bind-recursive=writable
-v ci-named:/x:bogus
-v ci/named:/x
--mount type=bind,source={dir}/none,target=/x
--mount type=bind,target=/x
--mount type=what,target=/x
--mount type=volume,source=x,target=/x,bind-propagation=rslave
--mount type=tmpfs,source=x,target=/x
--mount target
--mount type=bind,source={dir}/bound,target=relative
--tmpfs relative
--volumes-from none
--link none
--link a:b:c
-p 99999
-p 80:x
-p 1-3:1-2
-p 1.2.3:80:80
--expose x
--network name=ci-net,what=1
--network name=ci-net --network name=ci-net
--network host --network-alias x
--network host --network ci-net
--ip 10.213.0.3
--ip bogus --network ci-net
--mac-address nope
--dns nope
--add-host nope
--add-host a:999
-e =x
--env-file none
--label-file none
--device relative
--device /dev/null:/x:q
--device-cgroup-rule bogus
--gpus bogus
--ulimit nofile=2:1
--ulimit bogus=1
--restart sometimes
--rm --restart always
--restart always:3
--no-healthcheck --health-cmd true
--health-interval 1
--health-interval 1us
-m 1k
-m 1x
--memory-swap 1m
--memory-swappiness 101
--cpus 9999
--cpus x
--cpuset-cpus 77
--cpu-period 1
--shm-size 0x
--security-opt bogus
--security-opt seccomp=none.json
--security-opt systempaths=bogus
--cap-add BOGUS
--log-driver bogus
--log-driver none --log-opt a=b
--ipc bogus
--ipc container:none
--pid bogus
--uts bogus
--userns bogus
--cgroupns bogus
--sysctl bogus
--storage-opt bogus
--platform bogus/bogus/bogus
--stop-signal BOGUS
--runtime none
--isolation hyperv
--annotation =x
--label =x
-a bogus
--pull bogus
--what
-u
`;

const lines = (text: string) => text.split("\n").filter((line) => line !== "");

let engine: PrivateEngine;
const NETWORKS = [
  ["ci-net", "10.213.0.0/24", "fd00:213::/64"],
  ["ci-net2", "10.214.0.0/24", undefined],
] as const;
const CONTAINERS = ["ci-base", "ci-second", "ci-third"];
beforeAll(async () => {
  engine = await privateEngine();
  const docker = async (...args: string[]) => {
    const { code, stderr } = await reference(args, { env: { DOCKER_HOST: engine.host } });
    if (code !== 0) throw new Error(`docker ${args.join(" ")}: ${stderr}`);
  };
  for (const [name, v4, v6] of NETWORKS) {
    await docker("network", "create", "--subnet", v4, ...(v6 ? ["--ipv6", "--subnet", v6] : []), name);
  }
  await docker("run", "-d", "--name", "ci-base", "-v", "/kept", "--ipc", "shareable", "busybox", "sleep", "600");
  await docker("run", "-d", "--name", "ci-second", "-v", "/also", "busybox", "sleep", "600");
  await docker("run", "-d", "--name", "ci-third", "--network", "ci-net", "busybox", "sleep", "600");
});
afterAll(async () => {
  for (const name of CONTAINERS) await apiRequest(engine.socket, "DELETE", `/containers/${name}?force=1&v=1`);
  for (const [name] of NETWORKS) await apiRequest(engine.socket, "DELETE", `/networks/${name}`);
  const { Volumes } = await apiJson(engine.socket, "GET", `/volumes?filters=${encodeURIComponent('{"name":["ci-"]}')}`);
  for (const { Name } of Volumes ?? []) await apiRequest(engine.socket, "DELETE", `/volumes/${Name}?force=1`);
});

/** What one client made of the flags: its output, and the container as the engine shows it. */
async function made(client: readonly string[], line: string, name: string): Promise<string> {
  const folder = temporaryFolder("create");
  for (const [file, content] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  }
  const given = words(line).map((word: string) => word.replaceAll("{dir}", folder));
  const split = given.indexOf("--");
  const [flags, rest] = split < 0 ? [given, ["busybox"]] : [given.slice(0, split), given.slice(split + 1)];
  const named = flags[0] === "--name-less" ? [] : ["--name", name, ...flags];
  const env = { DOCKER_HOST: engine.host, FROM_HOST: "of the host", HOME: folder, DOCKER_CONFIG: folder };
  const { stdout, stderr, code } = await run([...client, "create", ...named, ...rest], { env, cwd: folder });
  const id = stdout.toString().trim();
  const inspected = id === "" ? undefined : await apiJson(engine.socket, "GET", `/containers/${id}/json?size=1`);
  if (id !== "") await apiRequest(engine.socket, "DELETE", `/containers/${id}?force=1&v=1`);
  if (inspected && named.length === 0) inspected.Name = "";
  // Lists whose order is by chance in the engine; what the clients send is compared in test/unit/commands/container/create.
  inspected?.Config.Env?.sort();
  inspected?.HostConfig.Links?.sort();
  inspected?.Mounts.sort((a: { Destination: string }, b: { Destination: string }) => (a.Destination < b.Destination ? -1 : 1));
  const text = `${code}\n${stdout}${stderr}${JSON.stringify(inspected, null, 1)}`;
  return mask(text.replaceAll(name, "<name>").replaceAll(folder, "<dir>"), []);
}

let count = 0;

async function same(line: string): Promise<string> {
  const [one, other] = ["o", "r"].map((side) => `ci${process.pid.toString(36)}-${++count}${side}`.padEnd(16, "x")) as [string, string];
  // One after the other: some of them take a port or an address.
  const theirs = await made([referencePath()], line, other);
  expect(await made(ours("docker"), line, one), line).toBe(theirs);
  return theirs;
}

describe("a container that is created", () => {
  test.concurrent.each(lines(FLAGS))("is Docker's: %s", async (line) => {
    expect(await same(line)).toMatch(/^0\n/);
  });
});

describe("a container that is refused", () => {
  test.concurrent.each(lines(REFUSED))("%s", async (line) => {
    expect(await same(line)).not.toMatch(/^0\n/);
  });
});
