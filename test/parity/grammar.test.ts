/** The grammar beside Docker: what is refused, with which words and which exit code. */
import { describe } from "vitest";
import { type Case, cases } from "../support/parity.js";

const of = (...lines: string[]): Case[] => lines.map((line) => ({ name: line || "(nothing)", args: line === "" ? [] : line.split(" ") }));
/** Help is in our own words: only where it goes and the exit code are compared. */
const helpOnly = (...lines: string[]): Case[] => of(...lines).map((one) => ({ ...one, ignore: ["stdout", "stderr"] as const }));

describe.concurrent("commands that do not exist", () => {
  cases([
    ...of("foo", "container foo", "container help", "container help ls", "image foo bar", "-D foo", "help foo", "help container foo"),
    ...of("help ps foo", "help -x", "help run -x", "container -- ls", "buildx-missing", "Ps", "containers ls"),
    { name: "an empty word", args: [""] },
    { name: "an empty word in a group", args: ["container", ""] },
  ]);
});

describe.concurrent("help", () => {
  cases(
    helpOnly(
      "--help",
      "help",
      "",
      "-D",
      "container",
      "image",
      "container --help",
      "ps --help",
      "help ps",
      "help container ls",
      "--help ps",
    ),
  );
  cases(
    helpOnly(
      "run --help",
      "container --help ls",
      "help help",
      "help --help",
      "run --rm --help",
      "exec --help",
      "-h",
      "ps -h",
      "ps -qh",
      "help",
    ),
  );
});

describe.concurrent("words after the first argument, if options end there", () => {
  cases(of("tag busybox -a", "tag busybox a -b", "tag -a busybox", "commit x -a", "commit x y -m z", "commit x --help", "tag x --help"));
});

describe.concurrent("invalid flags", () => {
  cases([
    ...of("--foo", "-x", "-H", "--host", "--tls=x ps", "-l bad ps", "--log-level=bad ps", "-Dx ps", "--=", "---a", "--context"),
    ...of(
      "ps --foo",
      "ps -x",
      "ps -aqx",
      "ps -é",
      "ps -q=x",
      "ps -q=",
      "ps --quiet=",
      "ps -n",
      "ps -an",
      "ps --last",
      "ps -n abc",
      "ps --last=1.5",
    ),
    ...of(
      "ps --=",
      "ps --=x",
      "ps ---a",
      "ps --al",
      "ps --all=zz",
      "ps -H tcp://x",
      "ps --host x",
      "ps --version",
      "ps -v",
      "ps -=",
      "ps -n=08",
    ),
    ...of(
      "ps -n 99999999999999999999",
      "ps --foo --help",
      "ps --help --foo",
      "ps -f foo",
      "ps --filter",
      "container -D ls",
      "container --foo ls",
    ),
    ...of(
      "container ls --foo",
      "container ps -x",
      "image list --foo",
      "images --foo",
      "run --foo",
      "run -i=maybe busybox",
      "run --it busybox",
    ),
    ...of(
      "run -itx busybox",
      "run -a foo busybox",
      "run --memory abc busybox",
      "run -m 1z busybox",
      "run --ulimit x busybox",
      "run -e",
      "run --cpus x busybox",
    ),
    ...of("run --mount x busybox", "run -p 99999 busybox", "run -p 80:90:100:110 busybox", "run -v a:b:c:d busybox", "run --ip x busybox"),
    ...of(
      "run --restart foo busybox",
      "run --pull foo busybox",
      "run --network a,b busybox",
      "run --cidfile",
      "run --health-interval x busybox",
    ),
    ...of(
      "create --foo",
      "create -m abc x",
      "exec --foo",
      "exec -q c x",
      "logs -x",
      "logs --tail",
      "stop -t abc x",
      "kill --foo x",
      "rm -x",
      "rmi -x",
    ),
    ...of(
      "inspect --type",
      "inspect --type foo x",
      "tag -x",
      "port -x",
      "diff -x",
      "commit -x",
      "pull -x",
      "version -x",
      "info -x",
      "wait -x",
      "rename -x",
    ),
    ...of(
      "attach -x",
      "start -x",
      "restart -x",
      "pause -x",
      "unpause -x",
      "top",
      "import -x",
      "load -x",
      "save -x",
      "history -x",
      "update -x",
      "update -m x y",
    ),
  ]);
});

describe.concurrent("numbers of arguments", () => {
  cases([
    ...of(
      "ps foo",
      "ps -- x",
      "container ls foo",
      "container ps foo",
      "images a b",
      "run",
      "run -it",
      "container run",
      "create",
      "exec",
      "exec c",
    ),
    ...of(
      "attach",
      "attach a b",
      "commit",
      "commit a b c",
      "diff",
      "diff a b",
      "inspect",
      "kill",
      "logs",
      "logs a b",
      "pause",
      "port",
      "port a b c",
    ),
    ...of(
      "pull",
      "pull a b",
      "rename",
      "rename a",
      "restart",
      "rm",
      "rmi",
      "start",
      "stop",
      "tag",
      "tag a",
      "tag a b c",
      "unpause",
      "version x",
      "info x",
    ),
    ...of(
      "wait",
      "history",
      "history a b",
      "import",
      "image rm",
      "image inspect",
      "container inspect",
      "image pull",
      "container rm",
      "image tag a",
      "update",
      "save",
    ),
    ...of("load x", "system info x", "image ls a b", "container top"),
  ]);
});

describe.concurrent("valid flags", () => {
  cases([
    ...of(
      "-- ps",
      "ps --",
      "-D ps",
      "-Dl info ps",
      "-v ps",
      "--debug=false ps",
      "ps -q=false -n=1",
      "ps -n1",
      "ps -an1",
      "ps -qa=false",
      "ps --no-trunc=true",
    ),
    ...of(
      "container ls",
      "container list -q",
      "container ps -a -q",
      "image ls -q",
      "image list -q",
      "images -q",
      "ps -q -a --filter label=none=such",
    ),
    ...of("ps -n 0x1", "ps -n 1_0", "ps --last +1"),
  ]);
});
