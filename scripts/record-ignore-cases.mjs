// What Docker sends of a directory with a given .dockerignore: a daemon that is none notes the names in the archive.
//   node scripts/record-ignore-cases.mjs > test/fixtures/ignore-cases.json      (needs Docker as `docker`, and tar)
import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";

const FILES = [
  "Dockerfile",
  "a",
  "ab",
  "a.b",
  "axb",
  "A",
  "a b",
  "a(b)",
  "a+b",
  "a{1}",
  "a$",
  "a^",
  "a|b",
  "a[b]",
  "a*b",
  "a\\b",
  "#c",
  "!d",
  "é",
  "日本",
  "foo.txt",
  "dir/a",
  "dir/foo.txt",
  "dir/sub/a",
  "dir/sub/foo.txt",
  "dir/sub/deep/a.b",
  "dir2/a",
  "dir2/sub/b",
  "sub/a",
  "sub/dir/a",
  "sub/dir/sub/foo.go",
  ".git/config",
  ".hidden/.x",
  "x/dir/sub/a",
];
const FIXED = [
  "",
  "*",
  "**",
  "**/",
  "/",
  ".",
  "..",
  "./a",
  "/a",
  "//a",
  "a/",
  "dir/",
  "dir//sub",
  "dir/./sub",
  "dir/../a",
  "../a",
  "dir/*",
  "dir/**",
  "dir/**/a",
  "**/a",
  "**/a.b",
  "**a",
  "a**",
  "a**b",
  "*/a",
  "*/*/a",
  "**/sub",
  "**/sub/",
  "**/sub/**",
  "sub/**/sub",
  "**/dir/**/a",
  "*\n!a",
  "*\n!dir",
  "*\n!dir/sub",
  "*\n!dir/sub/a",
  "**\n!dir/sub/*",
  "dir\n!dir/a",
  "dir\n!dir/sub/deep",
  "dir/\n!dir/sub/",
  "!a\na",
  "a\n!a\na",
  "*\n!**/a",
  "*\n!*/a",
  "*\n!**/*.txt",
  "dir\n!**/foo.txt",
  "*\n!/dir/sub/a",
  "*\n! a",
  "*\n!\ta",
  "*\n!dir/..",
  "*\n!.",
  "#a\na",
  " #c",
  "\\#c",
  "#c",
  "\\!d",
  "!d",
  "! d",
  "\u00a0a\u00a0",
  " a ",
  "\ta\t",
  "a \r\nab\r\n",
  "\ufeffa",
  "\ufeff#a\nab",
  "a\n\ufeffab",
  "a\n\n\nab",
  "a(b)",
  "a+b",
  "a{1}",
  "a$",
  "a^",
  "^a",
  "a|b",
  "a[b]",
  "a\\[b\\]",
  "a[[]b]",
  "a\\*b",
  "a*b",
  "a?b",
  "a??b",
  "a\\\\b",
  "a\\b",
  "\\a",
  "a.b",
  "a\\.b",
  "[a-c]",
  "[^a]",
  "[!a]",
  "[a-cx]*",
  "a[^x]b",
  "[]a]",
  "[a",
  "a]",
  "[a-]",
  "[-a]",
  "[z-a]",
  "[*]",
  "a[*]b",
  "a[.]b",
  "a[+(]b*",
  "[\\]]",
  "[a\\-z]",
  "[[:alpha:]]",
  "[^/]",
  "A",
  "DIR",
  "É",
  "é",
  "?",
  "??",
  "日?",
  "日本",
  "[é日]*",
  "**/*.txt",
  "**/*.TXT",
  "*.txt",
  "*/*.txt",
  "**/f*",
  "**/?",
  "**/[ab]",
  "\\",
  "a\\",
  "!",
  "!!a",
  "*\n!!d",
  "*\n!\\!d",
  "a\\q",
  "\\d",
  "a\\w",
  "\\dir",
  "\\**",
  "**\\*",
  "***",
  "***a",
  "****/a",
  "a/**/**",
  "**/**/a",
  "**/./a",
  "dir/**/../a",
  ".*",
  ".git",
  ".*/*",
  "**/.x",
  "**/.*",
  "Dockerfile",
  ".dockerignore",
  "Docker*",
  "*file",
  ".dockerignore\nDockerfile\n",
  "*\n!Dockerfile",
  "**/Dockerfile",
  "dir/sub\n!dir/sub/deep/a.b",
  "dir/*\n!dir/sub",
  "dir/**\n!dir/sub",
  "**/sub\n!dir/sub",
  "**\n!**/deep",
  "x\n!x/dir\nx/dir/sub",
  "*\n!x/**/a",
  "dir2/a/",
  "a/b",
  "dir/a/b",
  "dir*/sub",
  "d?r/**",
  "*/sub/*",
  "**/dir",
  "**/dir\n!x/**",
];

/** Pieces that random patterns are made of. */
const PIECES = [
  "a",
  "b",
  "ab",
  "dir",
  "sub",
  "deep",
  "x",
  "*",
  "**",
  "?",
  "/",
  "/",
  "/",
  ".",
  "..",
  "foo",
  ".txt",
  "*.",
  "[ab]",
  "[^a]",
  "\\",
  "+",
  "(",
  ")",
  "!",
  " ",
  "é",
  "A",
];
const RANDOM = 260;
let seed = 20250611;
const random = (n) => {
  seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
  return Math.floor((seed / 0x7fffffff) * n) % n;
};
const pattern = () => `${random(3) === 0 ? "!" : ""}${Array.from({ length: 1 + random(5) }, () => PIECES[random(PIECES.length)]).join("")}`;
const lists = [...FIXED, ...Array.from({ length: RANDOM }, () => Array.from({ length: 1 + random(4) }, pattern).join("\n"))];

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "dockline-ignore-"));
const context = path.join(folder, "context");
for (const file of FILES) {
  fs.mkdirSync(path.dirname(path.join(context, file)), { recursive: true });
  fs.writeFileSync(path.join(context, file), "");
}

let body;
const server = http.createServer((request, answer) => {
  answer.setHeader("Api-Version", "1.50");
  answer.setHeader("Ostype", "linux");
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    if (request.url.includes("/build")) body = Buffer.concat(chunks);
    answer.end("{}");
  });
});
const socket = path.join(folder, "sock");
await new Promise((resolve) => server.listen(socket, resolve));

/** Runs Docker; gives its exit code and the last line of stderr. */
function build() {
  return new Promise((resolve) => {
    const env = { PATH: process.env.PATH, HOME: folder, DOCKER_HOST: `unix://${socket}`, DOCKER_BUILDKIT: "0" };
    const child = spawn("docker", ["build", context], { env, stdio: ["ignore", "ignore", "pipe"] });
    let stderr = "";
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    child.on("close", (code) => resolve({ code, last: stderr.trimEnd().split("\n").at(-1) }));
  });
}

const cases = [];
for (const ignore of lists) {
  fs.writeFileSync(path.join(context, ".dockerignore"), ignore);
  body = undefined;
  const { code, last } = await build();
  if (code !== 0) cases.push({ ignore, error: last });
  else {
    // Octal escapes would differ from tar to tar.
    const listed = execFileSync("tar", ["--quoting-style=literal", "-tf", "-"], {
      input: body,
      env: { PATH: process.env.PATH, LC_ALL: "C.UTF-8" },
    });
    cases.push({ ignore, sent: listed.toString().trimEnd().split("\n").sort() });
  }
}
server.close();
fs.rmSync(folder, { recursive: true });
/** Names are told once: each case lists what it leaves behind, by their places in `names`. */
const names = cases.find(({ ignore }) => ignore === "").sent;
const compact = cases.map(({ ignore, sent, error }) => ({
  ignore,
  ...(error ? { error } : { left: names.flatMap((name, i) => (sent.includes(name) ? [] : [i])) }),
}));
const unknown = cases.flatMap(({ sent = [] }) => sent.filter((name) => !names.includes(name)));
if (unknown.length > 0) throw new Error(`sent and not known: ${unknown}`);
process.stdout.write(
  `{"files":${JSON.stringify(FILES)},\n"names":${JSON.stringify(names)},\n"cases":[\n${compact.map((one) => JSON.stringify(one)).join(",\n")}\n]}\n`,
);
