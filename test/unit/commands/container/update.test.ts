// Requests as docker 28.2.2 sends them.
import { describe, expect, it } from "vitest";
import type { Flags } from "../../../../src/cli/flags.js";
import { parseCommand } from "../../../../src/cli/parse-command.js";
import type { Command } from "../../../../src/cli/spec.js";
import update, { toUpdateBody } from "../../../../src/commands/container/update.js";

const parse = (command: unknown, argv: string[]) => parseCommand(command as Command<Flags>, argv);

describe("toUpdateBody", () => {
  const nothing = toUpdateBody(parse(update, []).values as never);

  it("sends every field, in Docker's order", () => {
    expect(JSON.stringify(nothing)).toBe(
      '{"CpuShares":0,"Memory":0,"NanoCpus":0,"CgroupParent":"","BlkioWeight":0,"BlkioWeightDevice":null,"BlkioDeviceReadBps":null,' +
        '"BlkioDeviceWriteBps":null,"BlkioDeviceReadIOps":null,"BlkioDeviceWriteIOps":null,"CpuPeriod":0,"CpuQuota":0,' +
        '"CpuRealtimePeriod":0,"CpuRealtimeRuntime":0,"CpusetCpus":"","CpusetMems":"","Devices":null,"DeviceCgroupRules":null,' +
        '"DeviceRequests":null,"MemoryReservation":0,"MemorySwap":0,"MemorySwappiness":null,"OomKillDisable":null,"PidsLimit":null,' +
        '"Ulimits":null,"CpuCount":0,"CpuPercent":0,"IOMaximumIOps":0,"IOMaximumBandwidth":0,"RestartPolicy":{"Name":"","MaximumRetryCount":0}}',
    );
  });

  it.each<[string[], object]>([
    [["--cpus", "1.5"], { NanoCpus: 1_500_000_000 }],
    [["-c", "5", "--blkio-weight", "10"], { CpuShares: 5, BlkioWeight: 10 }],
    [["--cpu-period", "1", "--cpu-quota", "2"], { CpuPeriod: 1, CpuQuota: 2 }],
    [["--cpu-rt-period", "3", "--cpu-rt-runtime", "4"], { CpuRealtimePeriod: 3, CpuRealtimeRuntime: 4 }],
    [["--cpuset-cpus", "0", "--cpuset-mems", "0-1"], { CpusetCpus: "0", CpusetMems: "0-1" }],
    [
      ["-m", "4m", "--memory-reservation", "5M", "--memory-swap", "6mb"],
      { Memory: 4194304, MemoryReservation: 5242880, MemorySwap: 6291456 },
    ],
    [["--memory-swap", "-1"], { MemorySwap: -1 }],
    [["--pids-limit", "-1"], { PidsLimit: -1 }],
    [["--pids-limit", "0"], { PidsLimit: null }],
    [["--kernel-memory", "4m"], { KernelMemory: 4194304 }],
    [["--restart", "on-failure:3"], { RestartPolicy: { Name: "on-failure", MaximumRetryCount: 3 } }],
    [["--restart", "no"], { RestartPolicy: { Name: "no", MaximumRetryCount: 0 } }],
  ])("makes the body of %j", (argv, change) => {
    expect(toUpdateBody(parse(update, argv).values as never)).toEqual({ ...nothing, ...change });
  });

  it.each([
    [["-m", "abc"], `invalid argument "abc" for "-m, --memory" flag: invalid size: 'abc'`],
    [["--memory-swap", "-2"], `invalid argument "-2" for "--memory-swap" flag: invalid size: '-2'`],
    [["--cpus", "1.1234567899"], 'invalid argument "1.1234567899" for "--cpus" flag: value is too precise'],
    [
      ["--blkio-weight", "70000"],
      'invalid argument "70000" for "--blkio-weight" flag: strconv.ParseUint: parsing "70000": value out of range',
    ],
  ])("refuses %j", (argv, text) => expect(parse(update, argv).failure?.message).toContain(text));

  it.each([
    ["on-failure:x", "invalid restart policy format: maximum retry count must be an integer"],
    [":3", "invalid restart policy format: no policy provided before colon"],
  ])("refuses --restart %s", (policy, text) => {
    expect(() => toUpdateBody(parse(update, ["--restart", policy]).values as never)).toThrow(text);
  });
});
