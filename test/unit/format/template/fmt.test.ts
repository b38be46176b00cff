import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatFloat } from "../../../../src/format/template/decimal.js";
import { sprint, sprintf, sprintln } from "../../../../src/format/template/fmt.js";
import { unquote } from "../../../../src/format/template/quote.js";
import { FLOAT64, named, STRING } from "../../../../src/format/template/types.js";
import { Scalar } from "../../../../src/format/template/value.js";

const float = (n: number) => new Scalar(FLOAT64, n);
const integer = fc.integer();
const double = fc.double({ noNaN: true, noDefaultInfinity: true });

describe("sprintf of integers", () => {
  test("writes %d, %x, %o and %b as digits in that base", () => {
    fc.assert(
      fc.property(integer, (n) => {
        expect(sprintf("%d %x %X %o %b", [n, n, n, n, n])).toBe(
          [n.toString(), n.toString(16), n.toString(16).toUpperCase(), n.toString(8), n.toString(2)].join(" "),
        );
      }),
    );
  });

  test("pads to a width with spaces on the left, with - on the right, with 0 by zeros after the sign", () => {
    fc.assert(
      fc.property(integer, fc.integer({ min: 1, max: 30 }), (n, width) => {
        const sign = n < 0 ? "-" : "";
        expect(sprintf(`%${width}d`, [n])).toBe(String(n).padStart(width));
        expect(sprintf(`%-${width}d`, [n])).toBe(String(n).padEnd(width));
        expect(sprintf(`%0${width}d`, [n])).toBe(sign + String(Math.abs(n)).padStart(width - sign.length, "0"));
        expect(sprintf("%*d", [width, n])).toBe(String(n).padStart(width));
      }),
    );
  });

  test("writes 64-bit numbers exactly", () => {
    expect(sprintf("%d %d", [9223372036854775807n, -9223372036854775808n])).toBe("9223372036854775807 -9223372036854775808");
  });
});

describe("sprintf of floats", () => {
  test("writes %v so that it reads back the same", () => {
    fc.assert(
      fc.property(double, (n) => {
        expect(Number(sprintf("%v", [float(n)]))).toBe(n);
        expect(Number(formatFloat(n, "e", -1))).toBe(n);
        expect(Number(formatFloat(n, "f", -1))).toBe(n);
      }),
    );
  });

  test("writes 17 digits so that they read back the same", () => {
    fc.assert(
      fc.property(double, (n) => {
        expect(Number(sprintf("%.17g", [float(n)]))).toBe(n);
        expect(Number(sprintf("%.17e", [float(n)]))).toBe(n);
      }),
    );
  });

  test("rounds to within half a unit of the last digit", () => {
    fc.assert(
      fc.property(fc.double({ min: -1e9, max: 1e9, noNaN: true }), fc.integer({ min: 0, max: 6 }), (n, precision) => {
        const text = sprintf(`%.${precision}f`, [float(n)]);
        expect(text.split(".")[1]?.length ?? 0).toBe(precision);
        expect(Math.abs(Number(text) - n)).toBeLessThanOrEqual(0.5000001 * 10 ** -precision + Math.abs(n) * 1e-15);
      }),
    );
  });

  test.each([
    [0.5, "0"],
    [1.5, "2"],
    [2.5, "2"],
    [-0.5, "-0"],
  ])("rounds %s to even", (n, text) => {
    expect(sprintf("%.0f", [float(n)])).toBe(text);
  });

  test.each([
    ["%e", 1234.5678, "1.234568e+03"],
    ["%G", 1e21, "1E+21"],
    ["%g", 100000, "100000"],
    ["%g", 1e6, "1e+06"],
    ["%x", 3.5, "0x1.cp+01"],
    ["%b", 1, "4503599627370496p-52"],
    ["%v", Number.POSITIVE_INFINITY, "+Inf"],
    ["%5.1f|", Number.NaN, "  NaN|"],
    ["%+.2f", 1, "+1.00"],
    ["%08.3f", -2.71, "-002.710"],
    ["%#g", 1, "1.00000"],
  ])("writes %s of %s", (format, n, text) => {
    expect(sprintf(format, [float(n)])).toBe(text);
  });
});

describe("sprintf of strings", () => {
  const string = fc.string({ unit: "grapheme" });

  test("writes %q so that it reads back the same", () => {
    fc.assert(
      fc.property(string, (s) => {
        expect(unquote(sprintf("%q", [s]))).toBe(s);
        expect(unquote(sprintf("%+q", [s]))).toBe(s);
        expect(sprintf("%+q", [s])).toMatch(/^[\x20-\x7e]*$/);
      }),
    );
  });

  test("writes the bytes for %x", () => {
    fc.assert(
      fc.property(string, (s) => {
        expect(sprintf("%x", [s])).toBe(Buffer.from(s).toString("hex"));
      }),
    );
  });

  test("counts characters for width and precision", () => {
    fc.assert(
      fc.property(string, fc.integer({ min: 0, max: 20 }), (s, n) => {
        const runes = Array.from(s);
        expect(Array.from(sprintf(`%${n || ""}s`, [s])).length).toBe(Math.max(runes.length, n));
        expect(sprintf(`%.${n}s`, [s])).toBe(runes.slice(0, n).join(""));
      }),
    );
  });
});

describe("sprintf with mistakes", () => {
  test.each([
    ["%d", ["x"], "%!d(string=x)"],
    ["%z", [1], "%!z(int=1)"],
    ["%d %d", [1], "1 %!d(MISSING)"],
    ["a", [1, undefined], "a%!(EXTRA int=1, <nil>)"],
    ["%", [], "%!(NOVERB)"],
    ["%!", [1], "%!!(int=1)"],
    ["%*d", ["x", 1], "%!(BADWIDTH)1"],
    ["%.*d", [-1, 5], "%!(BADPREC)5"],
    ["%[5]d", [1], "%!d(BADINDEX)"],
    ["%[2]d %[1]d", [1, 2], "2 1"],
    ["%s", [true], "%!s(bool=true)"],
    ["%d", [undefined], "%!d(<nil>)"],
    ["%5d", ["ab"], "%!d(string=   ab)"],
    ["%s", [new Scalar(named("x.Mode", STRING), "m")], "m"],
    ["%d", [new Scalar(named("x.Mode", STRING), "m")], "%!d(x.Mode=m)"],
  ])("writes the mistake into the text: %s", (format, args, text) => {
    expect(sprintf(format, args)).toBe(text);
  });

  test("never throws, whatever the format and the arguments", () => {
    const piece = fc.constantFrom(
      "%",
      "d",
      "s",
      "v",
      "+",
      "-",
      "#",
      "0",
      " ",
      "*",
      ".",
      "[",
      "]",
      "1",
      "9",
      "x",
      "q",
      "T",
      "é",
      "t",
      "U",
      "c",
      "g",
      "p",
      "w",
    );
    const value = fc.oneof(integer, fc.string(), fc.boolean(), double, fc.constant(undefined), fc.bigInt());
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.array(value, { maxLength: 4 }), (format, args) => {
        expect(typeof sprintf(format.join(""), args)).toBe("string");
      }),
      { numRuns: 5000 },
    );
  });
});

test("puts spaces between values that are not strings with print, between all with println", () => {
  expect(sprint([1, 2, "a", "b", 3, undefined])).toBe("1 2a b3 <nil>".replace("a b", "ab"));
  expect(sprintln([1, "a", undefined])).toBe("1 a <nil>\n");
});
