/** Containers from creation to removal, beside Docker. */
import { describe } from "vitest";
import { type Case, cases } from "../support/parity.js";

const RUN = ["run", "-d", "--name", "{obj}", "busybox", "sleep", "600"];
const CREATE = ["create", "--name", "{obj}", "busybox", "true"];
const on = (setup: readonly string[], ...lines: string[]): Case[] =>
  lines.map((line) => ({ name: `${line} (${setup[0]})`, args: line.split(" "), setup: [setup], timeout: 30_000 }));
const plain = (...lines: string[]): Case[] => lines.map((line) => ({ name: line, args: line.split(" ") }));
const sh = (script: string, ...flags: string[]): Case => ({
  name: `run ${flags.join(" ")} … ${script}`,
  args: ["run", "--rm", "--name", "{obj}", ...flags, "busybox", "sh", "-c", script],
});

describe.concurrent("run: exit codes and output", () => {
  cases([
    sh("exit 0"),
    sh("exit 3"),
    sh("exit 255"),
    sh("kill -9 $$"),
    sh("kill -TERM $$; sleep 5"),
    sh("echo out; echo err >&2"),
    sh("printf 'no newline'"),
    sh("echo out; exit 4", "-a", "stdout"),
    sh("echo err >&2; exit 5", "-a", "stderr"),
    sh("echo both; echo err >&2", "-a", "STDOUT", "-a", "STDERR"),
    { ...sh("cat", "-i"), stdin: "one\ntwo\n" },
    { ...sh("cat >/dev/null; echo done", "-i"), stdin: Buffer.alloc(300_000, "x") },
    { ...sh("head -c 5", "-i"), stdin: Buffer.alloc(300_000, "x") },
    { ...sh("cat | md5sum", "-i"), stdin: Buffer.from(Array.from({ length: 100_000 }, (_, i) => i % 256)) },
    sh("cat"),
    sh("id -u", "-u", "65534"),
    sh("pwd", "-w", "/tmp"),
    sh("hostname", "-h", "box"),
    sh('echo "$A-$B-$C"', "-e", "A=1", "--env", "B=two words", "-e", "C"),
    sh("cat /sys/class/net/lo/address; ls /sys/class/net", "--network", "none"),
    sh("env | sort | grep -v HOSTNAME", "-e", "X=y"),
    sh("stty size 2>&1; tty", "-t"),
    sh("ls -ld /data", "-v", "/data"),
    sh("mount | grep ' /t ' | cut -d' ' -f1-5", "--tmpfs", "/t:size=1m"),
    sh("ulimit -n", "--ulimit", "nofile=64:128"),
    sh("touch /x", "--read-only"),
    sh("cat /etc/hosts | grep 1.2.3.4", "--add-host", "a:1.2.3.4"),
    ...plain(
      "run --rm busybox nosuch",
      "run --rm busybox /",
      "run --rm busybox /etc/passwd",
      "run --rm busybox /nosuch",
      "run --rm --entrypoint nosuch busybox",
    ),
    ...plain(
      "run --rm --entrypoint= busybox echo hi",
      "run --rm nosuch",
      "run --pull never nosuch",
      "run -q nosuch",
      "run --rm --network nonet busybox true",
    ),
    ...plain(
      "run -it busybox true",
      "run -d -a stdout busybox true",
      "run -d --rm --restart always busybox",
      "run --rm --restart always busybox true",
    ),
    ...plain(
      "run --rm --user nobodyatall busybox true",
      "run --rm --volumes-from none busybox true",
      "run --rm --link none:x busybox true",
    ),
    ...plain("run --rm -v a\\b:/x:zz busybox true", "run --rm Busybox", "run --rm busybox:bad:tag", "run --rm --memory 1k busybox true"),
    ...plain(
      "run --rm --env-file missing busybox true",
      "run --rm --label-file missing busybox true",
      "run --rm --security-opt seccomp=missing busybox true",
    ),
    ...plain("run --rm --name a/b busybox true", "run --rm --cap-add NOSUCH busybox true", "run --rm --device /dev/nosuch busybox true"),
    ...plain(
      "run --rm --health-cmd x --no-healthcheck busybox true",
      "run --rm --isolation foo busybox true",
      "run --rm --runtime nosuch busybox true",
    ),
    {
      args: ["run", "--rm", "--env-file", "env", "busybox", "env"],
      files: { env: "# note\nA={obj}\nEMPTY=\nHOME_IS\n" },
      anyOrder: true,
      env: { HOME_IS: "set" },
    },
    { args: ["run", "--cidfile", "cid", "--name", "{obj}", "busybox", "true"], compare: ["cid"] },
    { args: ["run", "--cidfile", "cid", "--network", "nonet", "busybox", "true"], compare: ["cid"] },
    { args: ["run", "--cidfile", "cid", "busybox", "true"], files: { cid: "taken" }, compare: ["cid"] },
    { args: ["run", "-d", "--name", "{obj}", "busybox", "sleep", "60"] },
    { args: ["run", "-d", "--rm", "--name", "{obj}", "busybox", "true"] },
    { args: ["run", "--name", "{obj}", "-d", "busybox", "nosuch"] },
    { args: ["run", "--name", "{obj}", "busybox", "true"], setup: [CREATE] },
    { args: ["run", "--rm", "--name", "{obj}", "--dns", "127.0.0.1", "busybox", "true"] },
    { args: ["run", "--rm", "--name", "{obj}", "--oom-kill-disable", "busybox", "true"] },
    { args: ["run", "--rm", "--name", "{obj}", "--platform", "linux/foo", "busybox", "true"] },
  ]);
});

describe.concurrent("create and start", () => {
  cases([
    { args: CREATE },
    { args: ["create", "--cidfile", "cid", "--name", "{obj}", "busybox", "true"], compare: ["cid"] },
    { args: ["create", "--cidfile", "cid", "--name", "{obj}", "busybox", "true"], files: { cid: "x" }, compare: ["cid"] },
    ...plain("create nosuch", "create busybox:nosuch", "create --pull never nosuch", "create --quiet nosuch", "create --name ? busybox"),
    { args: ["create", "--name", "{obj}", "busybox", "true"], setup: [CREATE] },
    ...on(
      CREATE,
      "start {obj}",
      "start {obj} none",
      "start none {obj} alsonone",
      "start -a {obj}",
      "start -ai {obj}",
      "start -a {obj} {obj2}",
    ),
    ...on(["create", "--name", "{obj}", "busybox", "sh", "-c", "echo out; echo err >&2; exit 7"], "start -a {obj}", "start {obj} --attach"),
    {
      name: "start -ai … cat",
      args: ["start", "-ai", "{obj}"],
      setup: [["create", "-i", "--name", "{obj}", "busybox", "cat"]],
      stdin: "echoed\n",
    },
    ...on(RUN, "start {obj}"),
    ...on(["create", "--name", "{obj}", "busybox", "nosuch"], "start {obj}", "start -a {obj}"),
    ...plain("start none", "start -a none", "start -i none", "start -a none none2", "start --detach-keys zz,, -a none"),
  ]);
});

describe.concurrent("stop, kill, restart, pause, rename, wait, rm", () => {
  cases([
    ...on(
      RUN,
      "stop -t 0 {obj}",
      "stop -t 0 {obj} none",
      "stop --timeout 0 none {obj} none2",
      "stop -s KILL {obj}",
      "stop -s NOSUCH {obj}",
      "stop --time 0 {obj}",
    ),
    ...on(
      CREATE,
      "stop {obj}",
      "kill {obj}",
      "restart -t 0 {obj}",
      "pause {obj}",
      "wait {obj}",
      "rm {obj}",
      "rm {obj} none",
      "rm -v {obj}",
      "rm -l {obj}",
    ),
    ...on(RUN, "kill {obj}", "kill -s TERM {obj}", "kill -s 9 {obj}", "kill --signal NOSUCH {obj}", "kill {obj} none", "kill -s= {obj}"),
    ...on(
      RUN,
      "restart -t 0 {obj}",
      "restart -t 0 {obj} none",
      "restart -s KILL -t 1 {obj}",
      "pause {obj}",
      "unpause {obj}",
      "pause {obj} none",
    ),
    ...on(
      RUN,
      "rm {obj}",
      "rm -f {obj}",
      "rm -f {obj} none",
      "rm none {obj}",
      "container rm --force {obj}",
      "container stop -t 0 {obj}",
      "container kill {obj}",
    ),
    { args: ["unpause", "{obj}"], setup: [RUN, ["pause", "{obj}"]] },
    { args: ["pause", "{obj}"], setup: [RUN, ["pause", "{obj}"]] },
    { args: ["wait", "{obj}"], setup: [["run", "-d", "--name", "{obj}", "busybox", "sh", "-c", "exit 6"]] },
    { args: ["wait", "{obj}", "none", "{obj}"], setup: [["run", "-d", "--name", "{obj}", "busybox", "sh", "-c", "exit 6"]] },
    ...on(RUN, "rename {obj} {obj2}", "rename {obj} {obj}", "container rename {obj} {obj2}", "rename {obj} a/b"),
    ...plain(
      "rename none other",
      "rm none",
      "rm -f none",
      "stop none",
      "kill none",
      "restart none",
      "pause none",
      "unpause none",
      "wait none",
      "rename  x",
    ),
    ...plain("rm none none2", "rm -f none none2", "stop none none2", "wait none none2"),
    ...on(
      RUN,
      "update -m 64m --memory-swap 128m {obj}",
      "update --restart always {obj}",
      "update {obj}",
      "update --cpus 0.5 {obj} none",
      "container update --pids-limit 50 {obj}",
    ),
  ]);
});

describe.concurrent("exec, attach, logs, top, diff, port", () => {
  const TALKER = [
    "run",
    "-d",
    "--name",
    "{obj}",
    "busybox",
    "sh",
    "-c",
    "echo one; sleep 0.1; echo two >&2; sleep 0.1; echo three; sleep 600",
  ];
  const settled: readonly string[][] = [TALKER, ["exec", "{obj}", "sleep", "0.5"]];
  cases([
    ...on(
      RUN,
      "exec {obj} echo x",
      "exec {obj} false",
      "exec {obj} nosuch",
      "exec {obj} /etc",
      "exec -d {obj} true",
      "exec -d {obj} nosuch",
      "exec -u nobodyatall {obj} true",
    ),
    ...on(
      RUN,
      "exec -w /tmp {obj} pwd",
      "exec -e A=b -e C=d {obj} env",
      "exec --privileged {obj} id",
      "exec -t {obj} tty",
      "exec -it {obj} sh",
      "exec -u 1:2 {obj} id",
    ),
    { name: "exec: both streams", args: ["exec", "{obj}", "sh", "-c", "echo out; echo err >&2; exit 9"], setup: [RUN] },
    { name: "exec -i", args: ["exec", "-i", "{obj}", "sh", "-c", "cat; exit 2"], setup: [RUN], stdin: "in\n" },
    { name: "exec -i, much", args: ["exec", "-i", "{obj}", "md5sum"], setup: [RUN], stdin: Buffer.alloc(1_000_000, "abc\0") },
    {
      name: "exec --env-file",
      args: ["exec", "--env-file", "env", "{obj}", "env"],
      setup: [RUN],
      files: { env: "K=v w\n" },
      anyOrder: true,
    },
    { args: ["exec", "--env-file", "missing", "{obj}", "env"], setup: [RUN] },
    ...on(CREATE, "exec {obj} true", "exec -it {obj} true", "attach {obj}", "top {obj}", "logs {obj}", "diff {obj}", "port {obj}"),
    { args: ["exec", "{obj}", "true"], setup: [RUN, ["pause", "{obj}"]] },
    { args: ["attach", "{obj}"], setup: [RUN, ["pause", "{obj}"]] },
    ...plain(
      "exec none true",
      "exec -it none true",
      "exec -d none true",
      "attach none",
      "logs none",
      "logs -f none",
      "top none",
      "diff none",
      "port none",
      "port none 80",
    ),
    {
      name: "attach --no-stdin",
      args: ["attach", "--no-stdin", "{obj}"],
      setup: [["run", "-d", "--name", "{obj}", "busybox", "sh", "-c", "sleep 2; echo late; exit 3"]],
    },
    ...[
      "logs {obj}",
      "logs -n 1 {obj}",
      "logs --tail 0 {obj}",
      "logs --tail all {obj}",
      "logs --since 1h {obj}",
      "logs --until 1h {obj}",
      "logs --details {obj}",
    ].map((line) => ({
      args: line.split(" "),
      setup: settled,
    })),
    ...[
      "logs -t {obj}",
      "logs --tail abc {obj}",
      "logs --since abc {obj}",
      "logs --until 2026-13-01 {obj}",
      "logs --since 2026-1-1 {obj}",
      "container logs {obj}",
    ].map((line) => ({
      args: line.split(" "),
      setup: settled,
    })),
    {
      name: "logs -f",
      args: ["logs", "-f", "{obj}"],
      setup: [["run", "-d", "--name", "{obj}", "busybox", "sh", "-c", "echo a; sleep 1; echo b >&2"]],
    },
    {
      name: "logs of a terminal",
      args: ["logs", "{obj}"],
      setup: [
        ["run", "-d", "-t", "--name", "{obj}", "busybox", "echo", "tty"],
        ["wait", "{obj}"],
      ],
    },
    {
      name: "logs of a driver that keeps none",
      args: ["logs", "{obj}"],
      setup: [["run", "-d", "--log-driver", "none", "--name", "{obj}", "busybox", "true"]],
    },
    ...on(RUN, "top {obj}", "top {obj} -o pid,comm", "top {obj} -x -y", "container top {obj} aux").map((one) => ({
      ...one,
      mask: [[/^(\S+ +)?\d+ .*$/gm, "<row>"]] as never,
    })),
    {
      args: ["diff", "{obj}"],
      // The engine lists folders in the order of a Go map.
      anyOrder: true,
      setup: [["run", "--name", "{obj}", "busybox", "sh", "-c", "echo x >/root/new; rm /etc/group; echo y >>/etc/passwd"]],
    },
    ...[
      "port {obj}",
      "port {obj} 80",
      "port {obj} 80/tcp",
      "port {obj} 81/udp",
      "port {obj} 99",
      "port {obj} 80/foo",
      "port {obj} x",
      "container port {obj}",
    ].map((line) => ({
      args: line.split(" "),
      setup: [["run", "-d", "--name", "{obj}", "-p", "127.0.0.1::80", "-p", "127.0.0.1::81/udp", "busybox", "sleep", "600"]],
      mask: [[/(127\.0\.0\.1):\d+/g, "$1:<port>"]] as never,
    })),
  ]);
});
