/** What is done to containers that exist, beside Docker. */
import { describe } from "vitest";
import { type Case, cases } from "../support/parity.js";

const RUN = ["run", "-d", "--name", "{obj}", "busybox", "sleep", "600"];
const RUN2 = ["run", "-d", "--name", "{obj2}", "busybox", "sleep", "600"];
const CREATE = ["create", "--name", "{obj}", "busybox", "true"];
const words = (line: string) => line.split(" ");
/** Each line as a case of its own, after `setup`. */
const on = (setup: readonly (readonly string[])[], ...lines: string[]): Case[] =>
  lines.map((line) => ({ args: words(line), setup, timeout: 40_000 }));

describe.concurrent("stop, restart, kill", () => {
  cases([
    ...on(
      [RUN, RUN2],
      "stop -t 1 {obj} nosuch {obj2}",
      "kill {obj2} nosuch {obj}",
      "restart -t 0 {obj} {obj2} nosuch",
      "stop -t 0 -s KILL {obj}",
    ),
    ...on(
      [RUN],
      "container stop --timeout=0 {obj}",
      "stop --time 0 {obj}",
      "stop -s NOSUCH {obj}",
      "kill -s NOSUCH {obj}",
      "kill -s 0 {obj}",
      "kill --signal=HUP {obj}",
    ),
    ...on([RUN], "restart -s KILL -t 0 {obj}", "container restart -t 0 {obj}", "container kill {obj}", "stop -t x {obj}", "kill -s= {obj}"),
    ...on([CREATE], "stop {obj}", "kill {obj}", "restart -t 0 {obj}", "container kill -s 9 {obj}"),
    ...on([], "stop nosuch1 nosuch2", "kill nosuch", "restart nosuch1 nosuch2", "stop", "kill", "restart", "container stop --nope x"),
    { name: "names of nothing", args: ["stop", "", " "] },
    { name: "kill of nothing", args: ["kill", ""] },
  ]);
});

describe.concurrent("pause, unpause", () => {
  cases([
    ...on([RUN, RUN2], "pause {obj} nosuch {obj2}"),
    ...on([RUN], "container pause {obj}", "unpause {obj}", "pause"),
    ...on([RUN, ["pause", "{obj}"]], "unpause {obj} nosuch", "container unpause {obj}", "pause {obj}", "stop -t 0 {obj}"),
    ...on([CREATE], "pause {obj}", "unpause {obj}"),
    { name: "a name of nothing", args: ["pause", ""] },
  ]);
});

describe.concurrent("rm", () => {
  cases([
    ...on(
      [CREATE],
      "rm {obj}",
      "rm /{obj}",
      "container rm {obj} nosuch",
      "container remove -v {obj}",
      "rm -f {obj} nosuch",
      "rm -l {obj}",
      "rm --force=false {obj}",
    ),
    ...on([RUN], "rm {obj}", "rm -f {obj}", "rm -fv {obj} {obj}x", "rm nosuch {obj}"),
    ...on([], "rm nosuch", "rm -f nosuch", "rm -f nosuch1 nosuch2", "rm /", "rm -v", "rm -x y", "rm -l nosuch"),
    { name: "rm of nothing", args: ["rm", ""] },
  ]);
});

describe.concurrent("wait", () => {
  const ended = (name: string, code: number) => ["run", "--name", name, "busybox", "sh", "-c", `exit ${code} || true`];
  cases([
    ...on(
      [["run", "-d", "--name", "{obj}", "busybox", "sh", "-c", "exit 3"]],
      "wait {obj}",
      "wait nosuch {obj} {obj}",
      "container wait {obj}",
    ),
    ...on([["run", "-d", "--name", "{obj}", "busybox", "sh", "-c", "sleep 1; exit 4"], ended("{obj2}", 0)], "wait {obj} {obj2}"),
    ...on(
      [
        ["run", "-d", "--name", "{obj}", "busybox", "sleep", "600"],
        ["kill", "{obj}"],
      ],
      "wait {obj}",
    ),
    ...on([CREATE, ["start", "{obj}"]], "wait {obj}"),
    ...on([], "wait nosuch", "wait"),
    { name: "wait for nothing", args: ["wait", ""] },
  ]);
});

describe.concurrent("rename", () => {
  cases([
    ...on(
      [CREATE],
      "rename {obj} {obj2}",
      "container rename {obj} {obj3}",
      "rename {obj} {obj}",
      "rename {obj} a/b",
      "rename {obj} -x",
      "rename {obj} /{obj2}",
    ),
    ...on([CREATE, ["create", "--name", "{obj2}", "busybox"]], "rename {obj} {obj2}"),
    ...on([], "rename nosuch x", "rename a", "rename a b c"),
    { name: "to nothing", args: ["rename", "a", " "] },
    { name: "from nothing", args: ["rename", "", "b"] },
  ]);
});

describe.concurrent("update", () => {
  const limits = on(
    [RUN],
    "update -m 64m --memory-swap 128m {obj}",
    "update --memory 64m {obj}",
    "update --cpus .5 {obj} nosuch",
    "update -c 512 --blkio-weight 0 {obj}",
    "update --cpuset-cpus 0 {obj}",
    "update --cpuset-cpus 999 {obj}",
    "update --cpu-period 50000 --cpu-quota 25000 {obj}",
    "update --pids-limit 50 {obj}",
    "update --pids-limit -1 {obj}",
    "update --memory-reservation 16m {obj}",
    "update --restart on-failure:3 {obj}",
    "container update --restart unless-stopped {obj}",
    "update --restart nosuch {obj}",
    "update --restart always:2 {obj}",
    "update -m 1k {obj}",
    "update --kernel-memory 64m {obj}",
    "update --cpu-rt-runtime 1000 {obj}",
    "update {obj}",
  );
  cases([
    ...limits,
    ...on([CREATE], "update -m 64m --memory-swap -1 {obj}", "update --cpu-shares=0 {obj}"),
    ...on(
      [],
      "update -m 64m nosuch1 nosuch2",
      "update x",
      "update -m",
      "update --cpus x y",
      "update --blkio-weight 70000 x",
      "update --restart on-failure:x y",
    ),
  ]);
});

describe.concurrent("commit", () => {
  const wrote = ["run", "--name", "{obj}", "busybox", "sh", "-c", "echo hi > /hi"];
  const id: Case["mask"] = [[/sha256:[0-9a-f]{64}/g, "<digest>"]];
  const keep = (line: string): Case => ({ args: words(line), setup: [wrote], mask: id });
  cases([
    keep("commit {obj} {obj}:1"),
    keep("container commit {obj} {obj}"),
    keep("commit -a me -m note --change EXPOSE=80 {obj} {obj}"),
    keep("commit -p=false {obj} {obj}:2"),
    keep("commit {obj} Bad"),
    keep("commit {obj} a:b:c"),
    {
      name: "with changes",
      args: ["commit", "-c", 'CMD ["cat", "/hi"]', "-c", "ENV A=b", "-a", "A <a@b>", "{obj}", "{obj}:3"],
      setup: [wrote],
      mask: id,
    },
    { name: "with a change that is none", args: ["commit", "-c", "NOPE x", "{obj}", "{obj}:4"], setup: [wrote], mask: id },
    { name: "with a digest", args: ["commit", "{obj}", `x@sha256:${"0".repeat(64)}`], setup: [wrote] },
    ...on([], "commit nosuch", "commit", "commit a b c"),
    { name: "of nothing", args: ["commit", "", "x"] },
  ]);
});

describe.concurrent("an older daemon (API 1.41)", () => {
  cases(
    [
      // Its stop takes no signal: neither client sends one.
      ...on(
        [RUN],
        "stop -t 0 -s KILL {obj}",
        "restart -t 0 -s KILL {obj} nosuch",
        "kill -s KILL {obj}",
        "pause {obj}",
        "rm {obj}",
        "rm -f {obj} nosuch",
      ),
      ...on(
        [RUN],
        "update -m 64m --memory-swap 128m {obj}",
        "update --pids-limit 50 {obj}",
        "update --kernel-memory 64m {obj}",
        "rename {obj} {obj2}",
      ),
      ...on([CREATE], "inspect -f {{.State.Status}} {obj} nosuch", "container inspect -s -f {{.SizeRw}} {obj}", "wait nosuch {obj}x"),
    ],
    { version: "20.10" },
  );
});
