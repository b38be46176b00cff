/** build with the classic builder, beside Docker. */
import { execFileSync } from "node:child_process";
import { gzipSync } from "node:zlib";
import { describe } from "vitest";
import type { Mask } from "../support/masks.js";
import { type Case, cases } from "../support/parity.js";

/** What only Docker says: what its packer met. */
const ONLY_THEIRS: readonly Mask[] = [[/^time="\S+" level=error msg="Can't (?:add file|close tar writer).*\n/gm, ""]];
const IDS: readonly Mask[] = [
  [/sha256:[0-9a-f]{64}/g, "<digest>"],
  [/(---> (?:Running in )?|Removed intermediate container |Successfully built )[0-9a-f]{12}\b/g, "$1<id>"],
  [/\b[0-9a-f]{12}\n$/g, "<id>\n"],
  [/"[0-9a-f]{12}"/g, "<id>"],
];
/** The engine hands on what a step says in pieces that are by chance, each in red by itself. */
const PIECES: readonly Mask[] = [[/\x1b\[0m\x1b\[91m/g, ""]];
/** Docker leaves out the end of an archive that it has put a Dockerfile into. */
const SIZE: readonly Mask[] = [[/daemon +[\d.]+[kM]?B/g, "daemon <size>"]];

/** Each side's own steps: no side finds the other's in the cache. */
const dockerfile = (...steps: string[]) => ["FROM busybox", "LABEL side={obj}", ...steps, ""].join("\n");

/** Without `Dockerfile`, one of a single step. */
function build(line: string, more: Partial<Case> = {}): Case {
  return {
    name: line,
    timeout: 60_000,
    ...more,
    args: line.split(" "),
    files: { "c/Dockerfile": dockerfile("RUN echo built"), ...more.files },
    env: { DOCKER_BUILDKIT: "0", ...more.env },
    mask: [...(more.mask ?? []), ...ONLY_THEIRS, ...IDS, ...PIECES],
  };
}
const steps = (line: string, ...lines: string[]) =>
  build(line, { name: `${line}: ${lines.join("; ")}`, files: { "c/Dockerfile": dockerfile(...lines) } });

describe("the image of a build", () => {
  cases([
    build("build -t {obj} c"),
    build("build -t {obj} c", { name: "the default builder without buildx", env: { DOCKER_BUILDKIT: "" } }),
    build("build -q c", { name: "the default builder without buildx, quiet", env: { DOCKER_BUILDKIT: "" } }),
    build("image build -t {obj} c"),
    build("builder build -t {obj}:1 -t {obj}:2 c"),
    build("build -q -t {obj} c"),
    build("build --iidfile id -t {obj} c", { compare: ["id"] }),
    build("build -q --iidfile id -t {obj} c", { compare: ["id"] }),
    build("build --iidfile id c", {
      name: "the ID of the build before goes",
      files: { "c/Dockerfile": "FROM nosuch:1\n", id: "old" },
      compare: ["id"],
    }),
    build("build --rm=false -t {obj} c"),
    build("build --no-cache -t {obj} c"),
    build("build -t {obj}:2 c", { name: "from the cache", setup: [["build", "-t", "{obj}:1", "c"]] }),
    build("build --no-cache -t {obj}:2 c", { name: "not from the cache", setup: [["build", "-t", "{obj}:1", "c"]] }),
    build("build --cache-from {obj}:1,x -t {obj}:2 c", { setup: [["build", "-t", "{obj}:1", "c"]] }),
    build("build --compress -t {obj} c", { mask: SIZE }),
    build("build --platform linux/amd64 -t {obj} c"),
    build("build --network none -t {obj} c"),
    build("build --network host -t {obj} c"),
    build("build --disable-content-trust -t {obj} c"),
    build("build --label a=b --label c -t {obj} c", {
      files: { "c/Dockerfile": dockerfile("ONBUILD RUN true") },
    }),
  ]);
});

describe("the steps of a build", () => {
  cases([
    steps("build -t {obj} --build-arg A=1 --build-arg B --build-arg C c", "ARG A", "ARG B", "ARG C=c", "RUN echo $A-$B-$C"),
    steps("build -t {obj} --build-arg UNUSED=1 --build-arg OTHER=2 c", "RUN true"),
    { ...steps("build -t {obj} --build-arg B c", "ARG B", "RUN echo $B"), env: { DOCKER_BUILDKIT: "0", B: "from the environment" } },
    {
      ...steps("build -t {obj} --build-arg no_proxy=mine c", "RUN env | grep -i proxy | sort"),
      config: { proxies: { default: { httpProxy: "http://proxy:1", noProxy: "a,b" } } },
    },
    steps("build -t {obj} --add-host one:1.2.3.4 --add-host two=5.6.7.8 c", "RUN grep -e one -e two /etc/hosts"),
    steps("build -t {obj} --shm-size 3m c", "RUN df /dev/shm | tail -1 | sed 's/ .*//'"),
    steps("build -t {obj} --ulimit nofile=100:200 --ulimit core=0 c", "RUN ulimit -n; ulimit -c"),
    steps("build -t {obj} -m 64m --memory-swap -1 -c 5 --cpuset-cpus 0 --cpu-period 100000 --cpu-quota 50000 c", "RUN true"),
    steps("build -t {obj} --security-opt seccomp=unconfined c", "RUN true"),
    steps("build -t {obj} --target one c", "FROM busybox AS one", "LABEL n={obj}", "FROM busybox AS two", "RUN false"),
    steps("build -t {obj} --target nosuch c", "RUN true"),
    steps("build -t {obj} c", "RUN echo out", "RUN echo err >&2", "RUN printf 'no end'"),
    steps("build c", "RUN exit 7"),
    steps("build -q c", "RUN echo before; exit 3"),
    steps("build --force-rm c", "RUN exit 7"),
    steps("build c", "RUN nosuchcommand"),
    steps("build c", "COPY nosuch /"),
    steps("build c", "NOSUCH step"),
    steps("build c", "RUN --mount=type=cache,target=/x true"),
    steps("build --isolation nosuch c", "RUN true"),
    steps("build --platform a/b/c/d c", "RUN true"),
    { ...build("build --pull c"), name: "a base image that is nowhere", files: { "c/Dockerfile": "FROM 127.0.0.1:1/nosuch\n" } },
    { ...build("build c"), name: "an empty Dockerfile", files: { "c/Dockerfile": "" } },
    { ...build("build c"), name: "only comments", files: { "c/Dockerfile": "# nothing\n" } },
  ]);
});

const tree = { "c/a": "1", "c/b/c": "2", "c/b/d.log": "3" };
const listing = { "c/Dockerfile": dockerfile("COPY . /x", "RUN find /x | sort") };

describe("the context of a build", () => {
  cases([
    build("build -t {obj} c", { name: "a folder", files: { ...tree, ...listing } }),
    build("build -t {obj} ./c/../c/", { files: { ...tree, ...listing } }),
    build("build -t {obj} c", { name: ".dockerignore", files: { ...tree, ...listing, "c/.dockerignore": "# no\n**/*.log\na\n" } }),
    build("build -t {obj} c", { name: ".dockerignore of everything", files: { ...tree, ...listing, "c/.dockerignore": "*\n!b/c\n" } }),
    build("build c", { name: ".dockerignore that is wrong", files: { "c/.dockerignore": "[\n" } }),
    build("build c", { name: ".dockerignore without a pattern", files: { "c/.dockerignore": "!\n" } }),
    build("build c", { name: ".dockerignore that is a folder", files: { "c/.dockerignore/x": "" } }),
    build("build -f c/other -t {obj} c", { files: { "c/other": listing["c/Dockerfile"], "c/Dockerfile": "" } }),
    build("build -f c/sub/other -t {obj} c", { files: { "c/sub/other": listing["c/Dockerfile"] } }),
    build("build -t {obj} c", { name: "dockerfile in small letters", files: { "d/x": "", "d/dockerfile": listing["c/Dockerfile"] } }),
    build("build -t {obj} d", { files: { "d/x": "", "d/dockerfile": listing["c/Dockerfile"] } }),
    build("build -f outside -t {obj} c", {
      files: { ...tree, outside: listing["c/Dockerfile"] },
      mask: [...SIZE, [/\.dockerfile\.\w+/g, ".dockerfile.x"]],
    }),
    build("build -f outside -t {obj} c", {
      name: "a Dockerfile outside, with an ignore file",
      files: { ...tree, outside: listing["c/Dockerfile"], "c/.dockerignore": "a\n" },
      mask: SIZE,
    }),
    build("build -f - -t {obj} c", { stdin: listing["c/Dockerfile"], files: tree, mask: SIZE }),
    build("build -t {obj} -", { stdin: dockerfile("RUN echo piped") }),
    build("build -q -t {obj} -", { stdin: dockerfile("RUN echo piped") }),
    build("build -", { name: "nothing on standard input" }),
    build("build -", { name: "no Dockerfile on standard input", stdin: "\x7fELF" }),
    build("build -f - -", { stdin: "FROM busybox\n" }),
    build("build nosuch"),
    build("build c/Dockerfile"),
    build("build c/Dockerfile/x"),
    build("build -f nosuch c"),
    build("build -f c c", { mask: [...SIZE, [/docker-builder\d+/g, "docker-builder<n>"]] }),
    build("build -f c/Dockerfile/x c"),
    build("build -f nosuch/Dockerfile c"),
    build("build empty", { files: { "empty/x": "" } }),
    { ...build("build x"), name: "an empty path", args: ["build", ""] },
    build("build http://127.0.0.1:1023/x"),
    build("build http://127.0.0.1:1/x.git#-a"),
    // git tells how long it tried.
    build("build http://127.0.0.1:1/x.git", { mask: [[/after \d+ ms/g, "after <n> ms"]] }),
  ]);
});

/** A tar of a Dockerfile that copies the other file in it, as `tar` and the compressors make it. */
function archive(compressor?: string): Uint8Array {
  const script =
    'd=$(mktemp -d) && cd $d && printf "FROM busybox\\nCOPY f /\\nRUN cat /f\\n" > Dockerfile && echo sent > f && cp Dockerfile other && tar --mtime=@0 --owner=0 --group=0 -cf - Dockerfile f other; rm -r $d';
  const tar = execFileSync("sh", ["-c", script]);
  if (compressor === "gzip") return gzipSync(tar);
  return compressor ? execFileSync(compressor, ["-c"], { input: tar }) : tar;
}

describe("an archive as context", () => {
  const piped = (line: string, stdin: Uint8Array, name = line) =>
    build(line, { name, stdin, mask: [[/ ---> Using cache\n/g, ""]], sequential: true });
  cases([
    piped("build --no-cache -t {obj} -", archive()),
    piped("build --no-cache -q -t {obj} -", archive()),
    piped("build --no-cache -f other -t {obj} -", archive()),
    piped("build --no-cache -f nosuch -t {obj} -", archive()),
    piped("build --no-cache -t {obj} -", archive("gzip"), "gzip"),
    piped("build --no-cache -t {obj} -", archive("bzip2"), "bzip2"),
    piped("build --no-cache -t {obj} -", archive("xz"), "xz"),
    piped("build --no-cache -t {obj} -", archive("zstd"), "zstd"),
    piped("build --no-cache -t {obj} -", archive().subarray(0, 1500), "one that is cut"),
  ]);
});

describe("what build refuses", () => {
  cases(
    [
      "build",
      "build a b",
      "build -t Bad c",
      "build -t a:b:c c",
      "build --build-arg =x c",
      "build --label =x c",
      "build --add-host x c",
      "build --add-host x:y c",
      "build --ulimit x c",
      "build --ulimit nosuch=1 c",
      "build --memory x c",
      "build --memory-swap x c",
      "build --shm-size -1 c",
      "build -c x c",
      "build --rm=maybe c",
      "build --squash c",
      "build --nosuch c",
      "build --iidfile nosuch/id -t {obj} c",
    ].map((line) => build(line)),
  );
  cases([
    build("build --iidfile full c", { files: { "full/x": "" } }),
    build("build c", { name: "DOCKER_BUILDKIT that says nothing", env: { DOCKER_BUILDKIT: "maybe" } }),
    build("build c", { name: "no engine", env: { DOCKER_HOST: "unix:///nosuch.sock" } }),
    build("build nosuch", { name: "no engine and no context", env: { DOCKER_HOST: "unix:///nosuch.sock" } }),
  ]);
});
