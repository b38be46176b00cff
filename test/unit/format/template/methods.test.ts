/** Methods of the API's types and the forms they print in, checked against Docker. */
import { describe, expect, test } from "vitest";
import { parseTemplate } from "../../../../src/format/template/template.js";
import { durationText, formatTime, parseTime } from "../../../../src/format/template/time.js";
import { typed } from "../../../../src/format/template/typed.js";

const host = (config: object, text: string) =>
  parseTemplate(`{{with .HostConfig}}${text}{{end}}`).render(typed("container", JSON.stringify({ HostConfig: config })));

describe("methods of Docker's mode types", () => {
  test.each([
    ["bridge", "true true false false false false bridge "],
    ["host", "false false true false false false host "],
    ["none", "true false false true false false none "],
    ["default", "true false false false true false default "],
    ["my-net", "true false false false false true my-net my-net"],
    ["container:x", "false false false false false false container "],
  ])("tell the network mode %s", (mode, out) => {
    const m = ".NetworkMode";
    expect(
      host(
        { NetworkMode: mode },
        `{{${m}.IsPrivate}} {{${m}.IsBridge}} {{${m}.IsHost}} {{${m}.IsNone}} {{${m}.IsDefault}} {{${m}.IsUserDefined}} {{${m}.NetworkName}} {{${m}.UserDefined}}`,
      ),
    ).toBe(out);
  });

  test.each([
    ["", "false false false false false true true "],
    ["private", "true false false false false false true "],
    ["shareable", "false false true false false false true "],
    ["container:c1", "false false false true false false true c1"],
    ["odd", "false false false false false false false "],
  ])("tell the IPC mode %j", (mode, out) => {
    const m = ".IpcMode";
    expect(
      host(
        { IpcMode: mode },
        `{{${m}.IsPrivate}} {{${m}.IsHost}} {{${m}.IsShareable}} {{${m}.IsContainer}} {{${m}.IsNone}} {{${m}.IsEmpty}} {{${m}.Valid}} {{${m}.Container}}`,
      ),
    ).toBe(out);
  });

  test("tell PID, UTS, user and cgroup modes, and isolation", () => {
    expect(
      host(
        { PidMode: "container:p", UTSMode: "host", UsernsMode: "host", CgroupnsMode: "private", Isolation: "Process" },
        "{{.PidMode.IsPrivate}} {{.PidMode.Container}} {{.UTSMode.IsHost}} {{.UsernsMode.IsPrivate}} {{.CgroupnsMode.IsPrivate}} {{.Isolation.IsProcess}} {{.Isolation.IsDefault}}",
      ),
    ).toBe("false p true false true true false");
  });
});

describe("pointers with a String method", () => {
  const blkio = { BlkioWeightDevice: [{ Path: "/dev/a", Weight: 5 }], BlkioDeviceReadBps: [{ Path: "/dev/b", Rate: 7 }] };
  test("print as Go prints them, in lists and alone", () => {
    expect(host(blkio, "{{.BlkioWeightDevice}} {{.BlkioDeviceReadBps}} {{index .BlkioDeviceReadBps 0}}")).toBe(
      "[/dev/a:5] [/dev/b:7] /dev/b:7",
    );
    expect(host(blkio, '{{printf "%v %q" .BlkioWeightDevice (index .BlkioWeightDevice 0)}}')).toBe('[/dev/a:5] "/dev/a:5"');
    expect(host(blkio, "{{html (index .BlkioWeightDevice 0)}}")).toBe("/dev/a:5");
  });
});

describe("time.Duration", () => {
  test.each([
    [0n, "0s"],
    [1n, "1ns"],
    [1100n, "1.1µs"],
    [1_500_000n, "1.5ms"],
    [30_000_000_000n, "30s"],
    [90_000_000_000n, "1m30s"],
    [3_600_000_000_000n, "1h0m0s"],
    [-3_661_500_000_000n, "-1h1m1.5s"],
  ])("prints %s ns as Go does", (nanos, text) => {
    expect(durationText(nanos)).toBe(text);
  });
});

describe("time.Format", () => {
  test.each([
    ["2006-01-02 15:04:05", "2026-03-07 09:05:08"],
    ["Jan _2 2006 3:04PM", "Mar  7 2026 9:05AM"],
    ["02/01/06 03:04:05 pm", "07/03/26 09:05:08 am"],
    ["1/2 15h4m5s", "3/7 09h5m8s"],
    ["Monday, 2 January", "Saturday, 7 March"],
    ["002 __2", "066  66"],
    [".000 .999999 ,000", ".012 .012 ,012"],
    ["Z0700 Z07:00 -07 -07:00:00", "+0130 +01:30 +01 +01:30:00"],
    ["MST", "+0130"],
    ["January2006Monx Janx", "March2026Monx Janx"],
  ])("formats by the layout %s", (layout, text) => {
    const at = parseTime("2026-03-07T09:05:08.012+01:30");
    expect(at && formatTime(at, layout)).toBe(text);
  });

  test.each(["2026-02-30T00:00:00Z", "2026-01-01 00:00:00Z", "2026-01-01T24:00:00Z", "now", "2026-13-01T00:00:00Z"])(
    "%s is no time",
    (text) => {
      expect(parseTime(text)).toBeUndefined();
    },
  );
});
