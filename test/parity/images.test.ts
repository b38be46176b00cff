/** What is done to images, beside Docker. */
import { describe } from "vitest";
import { type Case, cases } from "../support/parity.js";

const TAG = ["tag", "busybox", "{obj}:1"];
const words = (line: string) => line.split(" ");
const on = (setup: readonly (readonly string[])[], ...lines: string[]): Case[] =>
  lines.map((line) => ({ args: words(line), setup, timeout: 40_000 }));
/** Where the engine unpacks what it is sent. */
const unpacked: Case["mask"] = [[/docker-import-\d+/g, "docker-import-…"]];
const digest: Case["mask"] = [[/sha256:[0-9a-f]{64}/g, "<digest>"]];
/** A tar of one empty file, `hi`. */
const TAR = (() => {
  const header = Buffer.alloc(512);
  header.write("hi");
  header.write("0000644\0", 100);
  header.write("0000000\x000000000\x0000000000000\x0000000000000\0", 108);
  header.fill(" ", 148, 156);
  header.write("0", 156);
  header.write("ustar\x0000", 257);
  header.write(
    `${header
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, "0")}\0 `,
    148,
  );
  return Buffer.concat([header, Buffer.alloc(1024)]);
})();

describe("tag and rmi", () => {
  cases([
    ...on(
      [TAG],
      "tag {obj}:1 {obj}:2",
      "image tag {obj}:1 {obj}",
      "rmi {obj}:1",
      "image rm {obj}:1 nosuch",
      "image remove -f {obj}:1",
      "rmi -f {obj}:1 nosuch",
      "rmi --no-prune {obj}:1",
    ),
    ...on(
      [["create", "--name", "{obj}", "busybox"]],
      "rmi busybox:nosuch busybox@sha256:0000000000000000000000000000000000000000000000000000000000000000",
    ),
    ...on(
      [],
      "tag nosuch x",
      "tag Nosuch x",
      "tag busybox X",
      "tag busybox a:b:c",
      "tag busybox",
      "rmi nosuch",
      "rmi -f nosuch",
      "rmi",
      "rmi nosuch1 Bad nosuch2",
    ),
    ...on([], "rmi --platform linux/amd64 nosuch", "rmi --platform foo/ nosuch", "rmi -x nosuch"),
    { name: "tag of a quote", args: ["tag", 'a"b', "c"] },
    { name: "tag of nothing", args: ["tag", "", "c"] },
    { name: "tag as nothing", args: ["tag", "busybox", ""] },
    { name: "rmi of nothing", args: ["rmi", ""] },
    { name: "tag with a digest", args: ["tag", "busybox", `x@sha256:${"0".repeat(64)}`] },
  ]);
});

describe("history", () => {
  cases([
    ...on(
      [],
      "history busybox",
      "image history busybox",
      "history --no-trunc busybox",
      "history -q busybox",
      "history -q --no-trunc busybox",
      "history -H=false busybox",
    ),
    ...on(
      [],
      "history --format json busybox",
      "history --format table busybox",
      "history --platform linux/amd64 busybox",
      "history --platform linux/arm64 busybox",
    ),
    ...on([], "history nosuch", "history", "history a b", "history --platform / busybox", "history Bad"),
    { args: ["history", "--format", "table {{.ID}}\t{{.CreatedBy}}\t{{.Size}}", "busybox"] },
    { args: ["history", "--format", "{{.ID}} {{.CreatedSince}} {{.CreatedAt}} {{.Comment}}", "busybox"] },
    { args: ["history", "-H=false", "--format", "{{json .}}", "busybox"] },
    { args: ["history", "--format", "{{.Nope}}", "busybox"] },
    { args: ["history", "--format", "{{", "busybox"] },
  ]);
});

describe("save and load", () => {
  const saved = [TAG, ["save", "-o", "{dir}/in.tar", "{obj}:1"], ["rmi", "{obj}:1"]];
  const twice = [TAG, ["tag", "busybox", "{obj}:2"], ["save", "-o", "{dir}/in.tar", "{obj}:1", "{obj}:2"], ["rmi", "{obj}:1", "{obj}:2"]];
  cases([
    ...on(
      [TAG],
      "save -o out.tar {obj}:1",
      "save -o out.tar {obj}:1 nosuch",
      "save {obj}x",
      "save -o nodir/out.tar {obj}:1",
      "save -o . {obj}:1",
      "save -o /dev/null {obj}:1",
    ),
    ...on(
      [TAG],
      "save --platform linux/amd64 -o out.tar {obj}:1",
      "save --platform / {obj}:1",
      "save --platform linux/arm64 -o out.tar {obj}:1",
      "image save -o {dir}/out.tar {obj}:1",
    ),
    ...on(
      saved,
      "load -i in.tar",
      "load -q --input {dir}/in.tar",
      "image load -i in.tar",
      "load --platform linux/amd64 -i in.tar",
      "load --platform linux/arm64 -i in.tar",
    ),
    ...on(twice, "load -i in.tar"),
    ...on([], "save", "save nosuch", "load -i nosuch.tar", "load x", "load -i none/x --platform /", "load --platform / -i /dev/null"),
    { name: "load of what is no archive", args: ["load"], stdin: "not a tar" },
    { name: "load of an empty stdin", args: ["load"], stdin: "", mask: unpacked },
    { name: "load of a tar without images", args: ["load"], stdin: TAR, mask: unpacked },
    { name: "load of a file that is none", args: ["load", "-i", "f"], files: { f: "not a tar" } },
  ]);
});

describe("import", () => {
  const made = (name: string, args: string[], more: Partial<Case> = {}): Case => ({ name, args, mask: digest, stdin: TAR, ...more });
  cases([
    made("from stdin", ["import", "-", "{obj}:1"]),
    made("nameless", ["import", "-"], { ignore: ["stdout"] /* the time is part of the image */ }),
    made("with everything", [
      "image",
      "import",
      "-c",
      "CMD ls",
      "-c",
      "ENV A=b",
      "-m",
      "note",
      "--platform",
      "linux/amd64",
      "-",
      "{obj}:2",
    ]),
    made("with a change that is none", ["import", "-c", "NOPE x", "-", "{obj}:3"]),
    made("from a file", ["import", "f.tar", "{obj}:4"], {
      files: { f: TAR.toString("latin1") } as Record<string, string>,
    }),
    made("of what is no archive", ["import", "-", "{obj}:5"], { stdin: "no tar" }),
    made("under a bad name", ["import", "-", "Bad:1"]),
    made("of a missing file under a bad name", ["import", "none.tar", "Bad:1"]),
    made("from a URL that nobody serves", ["import", "http://127.0.0.1:1/x.tar"]),
    made("of a folder", ["import", "."], { ignore: ["stderr"] /* ours is without the request's URL */ }),
    ...on([], "import", "import --nope x", "import none.tar a b c"),
  ]);
});

describe("history of a comment with several lines", () => {
  const setup = [
    ["create", "--name", "{obj}", "busybox", "true"],
    ["commit", "-m", "one\ttab\nand a line", "{obj}", "{obj}"],
  ];
  cases([
    { args: ["history", "{obj}"], setup },
    { args: ["history", "--no-trunc", "{obj}"], setup, mask: digest },
  ]);
});

describe("an older daemon (API 1.41)", () => {
  cases(
    [
      ...on([TAG], "rmi {obj}:1 nosuch", "tag {obj}:1 {obj}:2", "save -o out.tar nosuch", "history -q --no-trunc busybox"),
      ...on(
        [],
        "rmi --platform linux/amd64 x",
        "history --platform linux/amd64 x",
        "image inspect --platform linux/amd64 x",
        "save --platform linux/amd64 -o o x",
      ),
      ...on(
        [],
        "load --platform linux/amd64 -i o",
        "pull 127.0.0.1:1/x",
        "pull --platform linux/arm64 127.0.0.1:1/x",
        "inspect nosuch",
        "inspect busybox",
      ),
      { name: "import", args: ["import", "-c", "CMD ls", "--platform", "linux/amd64", "-", "{obj}:1"], stdin: TAR, mask: digest },
    ],
    { version: "20.10" },
  );
});
