import { describe, expect, test } from "vitest";
import { encodeHeader } from "../../../../src/archive/tar/encode.js";
import type { TarEntry } from "../../../../src/archive/tar/entry.js";

describe("encodeHeader uses PAX records where Go's archive/tar does", () => {
  const entry = (more: Partial<TarEntry>): TarEntry => ({
    name: Buffer.from("a"),
    type: "file",
    mode: 0o644,
    uid: 0,
    gid: 0,
    size: 0,
    mtime: { seconds: 1, nanos: 5 },
    ...more,
  });
  const named = (name: string) => entry({ name: Buffer.from(name) });
  const records = (header: Buffer) =>
    header.length === 512 ? "" : header.toString("utf8", 512, 512 + Number.parseInt(header.toString("latin1", 124, 135), 8));

  test.each<[string, TarEntry, string]>([
    ["100 bytes of name fit", named("n".repeat(100)), ""],
    ["101 do not", named("n".repeat(101)), `111 path=${"n".repeat(101)}\n`],
    ["a long name is cut at a slash", named(`${"p".repeat(155)}/${"n".repeat(100)}`), ""],
    ["a prefix is 155 bytes", named(`${"p".repeat(156)}/n`), `168 path=${"p".repeat(156)}/n\n`],
    ["other letters than ASCII", named("ü"), "11 path=ü\n"],
    ["a long target", entry({ type: "symlink", linkname: Buffer.alloc(101, "t") }), `115 linkpath=${"t".repeat(101)}\n`],
    ["21 bits of uid fit", entry({ uid: 2 ** 21 - 1 }), ""],
    ["22 do not", entry({ uid: 2 ** 21, gid: 2 ** 22 }), "15 gid=4194304\n15 uid=2097152\n"],
    ["8 GiB", entry({ size: 2 ** 33 }), "19 size=8589934592\n"],
    ["a byte less", entry({ size: 2 ** 33 - 1 }), ""],
    ["before the epoch", entry({ mtime: { seconds: -1, nanos: 0 } }), "12 mtime=-1\n"],
    ["an attribute", entry({ pax: new Map([["SCHILY.xattr.user.a", Buffer.from("b")]]) }), "25 SCHILY.xattr.user.a=b\n"],
  ])("%s", (_, given, expected) => {
    expect(records(encodeHeader(given))).toBe(expected);
  });

  test("writes fractions of seconds only if they are asked for", () => {
    expect(records(encodeHeader(entry({})))).toBe("");
    expect(records(encodeHeader(entry({}), { nanos: true }))).toBe("21 mtime=1.000000005\n");
  });

  test.each<[string, Partial<TarEntry>]>([
    ["a zero byte in a name", { name: Buffer.from("a\0b") }],
    ["a key with an equals sign", { pax: new Map([["a=b", Buffer.from("")]]) }],
    ["a mode of more than 21 bits", { mode: 2 ** 21 }],
  ])("refuses %s", (_, more) => {
    expect(() => encodeHeader(entry(more))).toThrow("archive/tar:");
  });
});
