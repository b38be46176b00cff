/**
 * `cp` beside Docker: each side has a container of its own on the same engine, each case a copy of the same tree in it
 * (/w/N) and another on the disk (its working folder). Compared: output, exit code, what lies on the disk afterwards, and at
 * the end what lies in the containers.
 */
import { execFileSync } from "node:child_process";
import { linkSync, mkdirSync, mkdtempSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import http from "node:http";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ours, reference, referencePath, run, temporaryFolder } from "../support/command.js";
import { privateEngine } from "../support/private-engine.js";
import { localTree } from "../support/trees.js";

interface CopyCase {
  /** {c}: the side's container; {d}: the case's folder in it; {l}: the working folder's path. */
  args: readonly string[];
  stdin?: Uint8Array;
  /** Shell script run in {d} of the container first. */
  inside?: string;
  /** Changes the working folder first. */
  outside?: (folder: string) => void;
}

const LONG = "n".repeat(200);
const DEEP = Array.from({ length: 12 }, (_, i) => `${"d".repeat(24)}${i}`).join("/");
const OLD = new Date("2001-02-03T04:05:06Z");

/** The tree, in a shell: the container's, and the disk's. Non-UTF-8 names, modes, links of all kinds, an old time on everything. */
const TREE = `
mkdir -p dir/y/empty '${DEEP}' many
printf hello >file; chmod 640 file
printf x >dir/x; printf z >dir/y/z; chmod 750 dir; chmod 4755 dir/x; chmod 1777 dir/y
ln -s file link; ln -s dir dlink; ln -s nowhere broken; ln -s loop loop; ln -s nodir/x far; ln -s ../../../../../../../../../../../../etc out
ln -s dlink dlink2
printf h >hard1; ln hard1 hard2; ln hard1 dir/hard3
printf w >'sp ace'; printf c >a:b; printf d >./-dash; printf l >'${LONG}'; printf e >'${DEEP}/end'
printf n >"$(printf 'n\\377o')"; printf u >'ü€'; head -c 100000 /dev/zero >zeros; : >empty
mkfifo fifo; mknod node c 1 3
for i in 1 2 3 4 5 6 7 8 9; do head -c \${i}000 /dev/zero >many/$i; done
chown 12:34 file; chown -h 12:34 dir
find . -exec touch -h -d '2001-02-03 04:05:06' '{}' +
`;

const tar = (...args: string[]) => execFileSync("tar", ["-c", "--mtime=2001-02-03", ...args]);
const archives = temporaryFolder("archives");
mkdirSync(join(archives, "in/side"), { recursive: true });
writeFileSync(join(archives, "in/one"), "one");
writeFileSync(join(archives, "in/side/two"), "two");
const ARCHIVE = tar("-C", join(archives, "in"), ".");
const GZIPPED = tar("-z", "-C", join(archives, "in"), ".");
const ESCAPING = tar("-P", "-C", join(archives, "in"), "--transform=s,^,../../,", "one");

const paths = (...list: string[]): CopyCase[] => list.map((words) => ({ args: words.split(" ") }));

const FROM: CopyCase[] = [
  ...paths(
    "{c}:{d}/file new",
    "{c}:{d}/file dir",
    "{c}:{d}/file dir/",
    "{c}:{d}/file dir/.",
    "{c}:{d}/file file",
    "{c}:{d}/file empty",
    "{c}:{d}/file new/",
    "{c}:{d}/file new/.",
    "{c}:{d}/file nodir/new",
    "{c}:{d}/file file/new",
    "{c}:{d}/file file/",
    "{c}:{d}/file .",
    "{c}:{d}/file ./",
    "{c}:{d}/file {l}/new",
    "{c}:{d}/file link",
    "{c}:{d}/file dlink",
    "{c}:{d}/file dlink2/new",
    "{c}:{d}/file broken",
    "{c}:{d}/file far",
    "{c}:{d}/file loop",
    "{c}:{d}/file out",
    "{c}:{d}/file /dev/null",
    "{c}:{d}/file /dev/zero/x",
    "{c}:{d}/file fifo",
    "{c}:{d}/file ./a:b",
    "{c}:{d}/file/ new",
    "{c}:{d}/file/. new",
    "{c}:{d}/dir new",
    "{c}:{d}/dir new/",
    "{c}:{d}/dir many",
    "{c}:{d}/dir .",
    "{c}:{d}/dir file",
    "{c}:{d}/dir/ new",
    "{c}:{d}/dir/ many/",
    "{c}:{d}/dir/. new",
    "{c}:{d}/dir/. many",
    "{c}:{d}/dir/. .",
    "{c}:{d}/dir/. file",
    "{c}:{d}/dir/./y/../x new",
    "{c}:{d}/link new",
    "{c}:{d}/dlink new",
    "{c}:{d}/dlink/ new",
    "{c}:{d}/dlink/. new",
    "{c}:{d}/dlink/x new",
    "{c}:{d}/broken new",
    "{c}:{d}/loop new",
    "{c}:{d}/out new",
    "-L {c}:{d}/link new",
    "-L {c}:{d}/link many",
    "-L {c}:{d}/dlink new",
    "-L {c}:{d}/dlink many",
    "-L {c}:{d}/dlink/ many",
    "-L {c}:{d}/dlink/. new",
    "-L {c}:{d}/dlink2 many",
    "-L {c}:{d}/broken new",
    "-L {c}:{d}/loop new",
    "-L {c}:{d}/file new",
    "-L {c}:{d}/nothing new",
    "-a {c}:{d}/file new",
    "-q {c}:{d}/dir new",
    "-q=false {c}:{d}/dir new",
    "-q=false {c}:{d}/file many/",
    "-q=false {c}:{d}/dir file",
    "-q=false {c}:{d}/nothing new",
    "--quiet=false {c}:{d}/zeros new",
    "{c}:{d}/hard1 new",
    "{c}:{d}/fifo new",
    "{c}:{d}/node new",
    "{c}:{d}/zeros new",
    "{c}:{d}/empty new",
    "{c}:{d}/a:b new",
    "{c}:{d}/-dash new",
    "{c}:{d}/ü€ new",
    `{c}:{d}/${LONG} many`,
    `{c}:{d}/${DEEP} many`,
    `{c}:{d}/file ${LONG}`,
    "{c}:{d}/many new",
    "{c}:w new",
    "{c}:{d}/nothing new",
    "{c}:{d}/nothing/x new",
    "{c}: new",
    "{c}:{d}/file -",
    "{c}:{d}/dir -",
    "{c}:{d}/dir/. -",
    "{c}:{d}/link -",
    "-L {c}:{d}/link -",
    "{c}:{d}/nothing -",
    "-q=false {c}:{d}/file -",
    "nobody-has-this-name:{d}/file new",
    "{c}:{d}/file {c}:{d}/new",
    "file new",
    ":{d}/file new",
    "./{c}:x new",
    "{c}:{d}/file",
    "{c}:{d}/file new more",
    "--no-such-flag {c}:{d}/file new",
    "-L=maybe {c}:{d}/file new",
  ),
  { args: ["", "{c}:{d}"] },
  { args: ["{c}:{d}/file", ""] },
  { args: [" :{d}/file", "new"] },
  { args: ["{c}:{d}/sp ace", "new one"] },
  { args: ["{c}:{d}/.", "new"], inside: "rm out" },
  { args: ["{c}:{d}/", "new"], inside: "rm out" },
  { args: ["-q=false", "{c}:{d}", "."], inside: "rm out" },
  { args: ["{c}:{d}", "new"] },
  { args: ["{c}:{d}/file", "new"], outside: (l) => mkdirSync(join(l, "new/file"), { recursive: true }) },
  {
    args: ["{c}:{d}/dir", "new"],
    outside: (l) => {
      mkdirSync(join(l, "new"));
      writeFileSync(join(l, "new/dir"), "");
    },
  },
  {
    args: ["{c}:{d}/dir", "new"],
    outside: (l) => {
      mkdirSync(join(l, "new"));
      symlinkSync("../many", join(l, "new/dir"));
    },
  },
  {
    args: ["{c}:{d}/file", "new"],
    outside: (l) => {
      mkdirSync(join(l, "new"));
      symlinkSync("../empty", join(l, "new/file"));
    },
  },
  { args: ["{c}:{d}/dir", "new"], outside: (l) => mkdirSync(join(l, "new/dir/x"), { recursive: true }) },
  { args: ["{c}:{d}/dir", "new"], outside: (l) => mkdirSync(join(l, "new/dir/y/more"), { recursive: true, mode: 0o700 }) },
  { args: ["{c}:{d}/hard1", "file"], outside: (l) => linkSync(join(l, "file"), join(l, "other")) },
  { args: ["{c}:{d}/abs", "new"], inside: `ln -s "$PWD/dir" abs` },
  { args: ["-L", "{c}:{d}/abs", "new"], inside: `ln -s "$PWD/dir" abs` },
  { args: ["-L", "{c}:{d}/abs/.", "new"], inside: `ln -s "$PWD/dir" abs` },
];

const TO: CopyCase[] = [
  ...paths(
    "file {c}:{d}/new",
    "file {c}:{d}/dir",
    "file {c}:{d}/dir/",
    "file {c}:{d}/empty",
    "file {c}:{d}/new/",
    "file {c}:{d}/nodir/new",
    "file {c}:{d}/file/new",
    "file {c}:{d}/file/",
    "file {c}:{d}/link",
    "file {c}:{d}/dlink",
    "file {c}:{d}/dlink/",
    "file {c}:{d}/dlink2/new",
    "file {c}:{d}/broken",
    "file {c}:{d}/far",
    "file {c}:{d}/loop",
    "file {c}:/dev/null",
    "file {c}:{d}/fifo",
    "file {c}:w/",
    "file/ {c}:{d}/new",
    "file/. {c}:{d}/new",
    "file/x {c}:{d}/new",
    "dir {c}:{d}/new",
    "dir {c}:{d}/new/",
    "dir {c}:{d}/many",
    "dir {c}:{d}/file",
    "dir {c}:{d}/nodir/new",
    "dir/ {c}:{d}/many",
    "dir/. {c}:{d}/many",
    "dir/. {c}:{d}/new",
    "dir/. {c}:{d}/file",
    "link {c}:{d}/new",
    "dlink {c}:{d}/new",
    "dlink/ {c}:{d}/many",
    "dlink/. {c}:{d}/new",
    "broken {c}:{d}/new",
    "loop {c}:{d}/new",
    "far {c}:{d}/new",
    "-L link {c}:{d}/new",
    "-L link {c}:{d}/many",
    "-L dlink {c}:{d}/new",
    "-L dlink {c}:{d}/many",
    "-L dlink/. {c}:{d}/many",
    "-L dlink2/ {c}:{d}/many",
    "-L broken {c}:{d}/new",
    "-L loop {c}:{d}/new",
    "-L file {c}:{d}/many",
    "-a file {c}:{d}/new",
    "-a dir {c}:{d}/new",
    "-aL dlink {c}:{d}/new",
    "--archive --follow-link --quiet link {c}:{d}/new",
    "-q=false file {c}:{d}/new",
    "-q=false dir {c}:{d}/many",
    "-q=false dir {c}:{d}/file",
    "-q=false many {c}:{d}/link",
    "-q=false file {c}:{d}/dlink",
    "hard1 {c}:{d}/new",
    "fifo {c}:{d}/new",
    "node {c}:{d}/new",
    "zeros {c}:{d}/new",
    "empty {c}:{d}/new",
    "./a:b {c}:{d}/new",
    "{l}/a:b {c}:{d}/new",
    "a:b {c}:{d}/new",
    "ü€ {c}:{d}/new",
    `${LONG} {c}:{d}/many`,
    `${DEEP} {c}:{d}/many`,
    `file {c}:{d}/${LONG}`,
    "many {c}:{d}/new",
    "nothing {c}:{d}/new",
    "nothing/ {c}:{d}/new",
    "file {c}:",
    "file nobody-has-this-name:/new",
    "out {c}:{d}/new",
  ),
  { args: ["--", "-dash", "{c}:{d}/new"] },
  { args: [".", "{c}:{d}/new"] },
  { args: ["-a", "{l}/.", "{c}:{d}/new"] },
  { args: ["-a", "{l}", "{c}:{d}/new"] },
  { args: ["{l}", "{c}:{d}/many"] },
  { args: ["-", "{c}:{d}/dir"], stdin: ARCHIVE },
  { args: ["-", "{c}:{d}/dlink"], stdin: ARCHIVE },
  { args: ["-a", "-", "{c}:{d}"], stdin: ARCHIVE },
  { args: ["-q=false", "-", "{c}:{d}/"], stdin: ARCHIVE },
  { args: ["-", "{c}:{d}/dir"], stdin: GZIPPED },
  { args: ["-", "{c}:{d}/dir"], stdin: ESCAPING },
  { args: ["-", "{c}:{d}/dir"], stdin: new Uint8Array() },
  { args: ["-", "{c}:{d}/dir"], stdin: Buffer.from("not an archive at all".repeat(100)) },
  { args: ["-", "{c}:{d}/dir"], stdin: ARCHIVE.subarray(0, 1800) },
  { args: ["-", "{c}:{d}/file"], stdin: ARCHIVE },
  { args: ["-", "{c}:{d}/new"], stdin: ARCHIVE },
  { args: ["file", "{c}:{d}/new"], inside: "mkdir -p new/file" },
  { args: ["dir", "{c}:{d}/new"], inside: "mkdir new; : >new/dir" },
];

const folders = { o: temporaryFolder("cp-o"), r: temporaryFolder("cp-r") };
const names = { o: `cp-${process.pid}-o`, r: `cp-${process.pid}-r` };
type Letter = keyof typeof names;
const SIDES = ["o", "r"] as const;
let env: Record<string, string> = {};
const all = [...FROM, ...TO];

async function docker(...args: string[]): Promise<string> {
  const { stdout, stderr, code } = await reference(args, { env, timeout: 60_000 });
  if (code !== 0) throw new Error(`docker ${args[0]}: ${stderr}`);
  return stdout.toString();
}

beforeAll(async () => {
  env = { DOCKER_HOST: (await privateEngine()).host };
  const script = all.map(({ inside }, i) => `cp -a /tpl /w/${i}${inside ? `; cd /w/${i}; ${inside}` : ""}`).join("\n");
  await Promise.all(
    SIDES.map(async (side) => {
      await docker("run", "-d", "--name", names[side], "busybox", "sleep", "100000");
      await docker(
        "exec",
        names[side],
        "sh",
        "-ec",
        `umask 022; mkdir /tpl /w; cd /tpl; ${TREE}\n${script}\nfind /w -type l -exec touch -h -d '2001-02-03 04:05:06' '{}' +`,
      );
      execFileSync("sh", ["-ec", `umask 022; mkdir tpl; cd tpl; ${TREE}`], { cwd: folders[side] });
    }),
  );
}, 120_000);

afterAll(async () => {
  await docker("rm", "-f", ...SIDES.map((side) => names[side])).catch(() => {});
});

async function outcome(side: Letter, number: number, { args, stdin, outside }: CopyCase) {
  const folder = join(folders[side], String(number));
  execFileSync("cp", ["-a", join(folders[side], "tpl"), folder]);
  outside?.(folder);
  utimesSync(folder, OLD, OLD);
  const fill = (text: string) => text.replaceAll("{c}", names[side]).replaceAll("{d}", `/w/${number}`).replaceAll("{l}", folder);
  const command = side === "o" ? ours("docker") : [referencePath()];
  const { stdout, stderr, code } = await run([...command, "cp", ...args.map(fill)], {
    cwd: folder,
    env,
    timeout: 30_000,
    ...(stdin && { stdin }),
  });
  const masked = (text: string) =>
    text
      .replaceAll(folder, "{l}")
      .replaceAll(names[side], "{c}")
      // Said or not, by chance: Docker packs while it finds out that it will not copy.
      .replace(/^time=.*closed pipe"\n/gm, "");
  return { code, stdout: masked(stdout.toString("latin1")), stderr: masked(stderr.toString()), tree: localTree(folder) };
}

describe("cp prints, ends and writes files as Docker does", () => {
  test.each(all.map((one, i) => [`${i}: ${one.args.join(" ").slice(0, 70)}`, i] as const))("%s", async (_, i) => {
    const [mine, theirs] = await Promise.all(SIDES.map((side) => outcome(side, i, all[i] as CopyCase)));
    expect(mine).toEqual(theirs);
  });
});

test("writes the same files into containers as Docker does", async () => {
  // One line for each entry: type and mode, owner, size, time, name, target; then the sums of the files.
  const script = `cd /w; find . | sort | while IFS= read -r f; do stat -c '%f %u:%g %s %Y %n %t,%T' "$f"; [ -h "$f" ] && readlink "$f"; done
find . -type f | sort | while IFS= read -r f; do md5sum "$f"; done`;
  const listing = async (side: Letter) => {
    const lines = (await docker("exec", names[side], "sh", "-c", script)).replaceAll(names[side], "{c}").split("\n");
    // Sizes of directories are the file system's affair; times of now, too.
    return lines.map((line) => line.replace(/^(4\S+ \S+) \d+/, "$1").replace(/^(\S+ \S+ (?:\d+ )?)1[5-9]\d{8} /, "$1recent "));
  };
  const [mine, theirs] = await Promise.all(SIDES.map(listing));
  expect(mine?.length).toBeGreaterThan(all.length * 20);
  const number = (line: string) => / \.\/(\d+)/.exec(line)?.[1] ?? "";
  const different = (mine ?? []).filter((line, i) => line !== theirs?.[i]).slice(0, 20);
  expect(different.map((line) => `${line}   case: ${all[Number(number(line))]?.args.join(" ")}`)).toEqual([]);
  expect(mine).toEqual(theirs);
});

test("sends Docker's archive, byte for byte", async () => {
  const bodies: Buffer[] = [];
  const DIRECTORY = 2 ** 31 + 0o755;
  const server = http.createServer((request, answer) => {
    answer.setHeader("Api-Version", "1.51");
    const chunks: Buffer[] = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      if (request.method === "PUT") bodies.push(Buffer.concat(chunks));
      const stat = { name: "d", mode: DIRECTORY, linkTarget: "" };
      if (request.method === "HEAD" && request.url?.includes("/archive")) {
        if (!request.url.includes("there")) answer.statusCode = 404;
        else answer.setHeader("X-Docker-Container-Path-Stat", Buffer.from(JSON.stringify(stat)).toString("base64"));
      }
      answer.end();
    });
  });
  const socket = join(temporaryFolder("canned"), "sock");
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  const folder = join(folders.o, "bytes");
  execFileSync("cp", ["-a", join(folders.o, "tpl"), folder]);
  const deep = join(folder, DEEP, LONG);
  writeFileSync(deep, "x");
  utimesSync(deep, -5, -5);
  for (const words of [
    "{l} c:/there",
    "{l}/. c:/there",
    "{l} c:/new",
    "{l}/. c:/new",
    "-L dlink c:/there",
    "hard1 c:/new",
    `${DEEP}/${LONG} c:/ü`,
  ]) {
    const args = words.replace("{l}", folder).split(" ");
    for (const command of [ours("docker"), [referencePath()]]) {
      const { code, stderr } = await run([...command, "cp", ...args], { cwd: folder, env: { DOCKER_HOST: `unix://${socket}` } });
      expect([code, stderr.toString()]).toEqual([0, ""]);
    }
    const [mine, theirs] = bodies.splice(0);
    expect(mine?.length).toBeGreaterThan(1024);
    expect(mine?.equals(theirs as Buffer), words).toBe(true);
  }
  server.close();
});

test("reports a socket and leaves it out", async () => {
  const results = await Promise.all(
    SIDES.map(async (side) => {
      const folder = mkdtempSync(join(folders[side], "s-"));
      const server = createServer().listen(join(folder, "sock"));
      writeFileSync(join(folder, "file"), "");
      const command = side === "o" ? ours("docker") : [referencePath()];
      const { stderr, code } = await run([...command, "cp", folder, `${names[side]}:/socket`], { env });
      server.close();
      return {
        code,
        stderr: stderr
          .toString()
          .replace(folder, "{l}")
          .replace(/"\d{4}-[^"]*"/, "T"),
        inside: await docker("exec", names[side], "ls", "/socket"),
      };
    }),
  );
  expect(results[0]).toEqual(results[1]);
  expect(results[0]?.stderr).toContain("sockets not supported");
});
