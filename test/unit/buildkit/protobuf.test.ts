import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dataMessage, dataOf, fieldsOf, MessageWriter, signed, textField } from "../../../src/buildkit/protobuf.js";
import { decodePacket, encodePacket, encodeStat, LAST_STAT, PACKET } from "../../../src/buildkit/sync/packet.js";

const read = (bytes: Buffer) => Array.from(fieldsOf(bytes), ({ id, value, bytes }) => [id, value, bytes.toString("hex")]);

describe("MessageWriter and its reader", () => {
  // Bytes as Google's own encoder writes them (the examples of its documentation).
  it.each([
    [new MessageWriter().number(1, 150).finish(), "089601"],
    [new MessageWriter().bytes(2, "testing").finish(), "120774657374696e67"],
    [new MessageWriter().number(1, -2).finish(), "08feffffffffffffffff01"],
    [new MessageWriter().number(1, 0).bytes(2, "").finish(), ""],
    [new MessageWriter().message(3, new MessageWriter().number(1, 150).finish()).finish(), "1a03089601"],
    [new MessageWriter().message(2, Buffer.alloc(0)).finish(), "1200"],
    [new MessageWriter().number(16, 1).finish(), "800101"],
  ])("writes %#", (bytes, hex) => expect(bytes.toString("hex")).toBe(hex));

  it("reads what it writes", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.uint8Array(), fc.nat(2 ** 27), (number, bytes, id) => {
        const fields = [
          ...fieldsOf(
            new MessageWriter()
              .number(id + 1, number)
              .bytes(id + 2, bytes)
              .finish(),
          ),
        ];
        const found = fields.find((field) => field.id === id + 1)?.value ?? 0n;
        expect(BigInt.asIntN(64, found)).toBe(number);
        expect(Buffer.from(fields.find((field) => field.id === id + 2)?.bytes ?? [])).toEqual(Buffer.from(bytes));
      }),
    );
  });

  it("writes numbers and bigints alike", () => {
    fc.assert(
      fc.property(
        fc.maxSafeNat(),
        (n) => void expect(new MessageWriter().number(1, n).finish()).toEqual(new MessageWriter().number(1, BigInt(n)).finish()),
      ),
    );
  });

  it("skips fields of fixed width", () =>
    expect(read(Buffer.from("090102030405060708150102030408960112017a", "hex"))).toEqual([
      [1, 150n, ""],
      [2, 0n, "7a"],
    ]));

  it.each(["08", "0880", "1205616263", "0b", "08ffffffffffffffffffff01"])("refuses %s", (hex) => {
    expect(() => [...fieldsOf(Buffer.from(hex, "hex"))]).toThrow(/^proto: /);
  });

  it("has shortcuts for what every message has", () => {
    expect(textField(new MessageWriter().bytes(1, "no").bytes(2, "é").finish(), 2)).toBe("é");
    expect(dataOf(dataMessage(Buffer.from("abc"))).toString()).toBe("abc");
    expect(signed(0xffff_ffff_ffff_ffffn)).toBe(-1);
  });
});

describe("encodePacket, decodePacket", () => {
  const stat = {
    path: Buffer.from("a/ö"),
    mode: 0x8000_01ed,
    uid: 1,
    gid: 2,
    size: 7,
    modTime: 1_700_000_000_123_456_789n,
    linkname: Buffer.from("x"),
    devmajor: 8,
    devminor: 300,
  };
  it("carry a file's stat", () =>
    expect(decodePacket(encodeStat(stat))).toEqual({ type: PACKET.stat, id: 0, data: Buffer.alloc(0), stat }));
  it("carry times before 1970", () => expect(decodePacket(encodeStat({ ...stat, modTime: -1n })).stat?.modTime).toBe(-1n));
  it("carry a file's bytes", () =>
    expect(decodePacket(encodePacket(PACKET.data, 9, Buffer.from("b")))).toEqual({ type: PACKET.data, id: 9, data: Buffer.from("b") }));
  it("mark the end of the entries with an empty stat", () =>
    expect(decodePacket(LAST_STAT)).toEqual({ type: PACKET.stat, id: 0, data: Buffer.alloc(0) }));
});
