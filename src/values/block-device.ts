/** Block devices with a weight or a rate: `/dev/sda:200`, `/dev/sda:1mb`. */
import { type Int, parseUint } from "./integer.js";
import { splitPair } from "./key-value.js";
import { parseSize } from "./size.js";

export interface WeightDevice {
  Path: string;
  Weight: Int;
}

export interface ThrottleDevice {
  Path: string;
  Rate: Int;
}

function split(raw: string): [path: string, value: string] {
  const [path, value] = splitPair(raw, ":");
  if (value === undefined || path === "") throw new Error(`bad format: ${raw}`);
  if (!path.startsWith("/dev/")) throw new Error(`bad format for device path: ${raw}`);
  return [path, value];
}

function orElse<T>(parse: () => T, message: string): T {
  try {
    return parse();
  } catch {
    throw new Error(message);
  }
}

/** `--blkio-weight-device`: 0, or 10 to 1000. */
export function parseWeightDevice(raw: string): WeightDevice {
  const [Path, value] = split(raw);
  const message = `invalid weight for device: ${raw}`;
  const Weight = orElse(() => parseUint(value, 16, 10), message);
  if (Weight > 0 && (Weight < 10 || Weight > 1000)) throw new Error(message);
  return { Path, Weight };
}

/** `--device-read-bps`, `--device-write-bps`: bytes a second, with a unit. */
export function parseBpsDevice(raw: string): ThrottleDevice {
  const [Path, value] = split(raw);
  const form =
    "The correct format is <device-path>:<number>[<unit>]. Number must be a positive integer. Unit is optional and can be kb, mb, or gb";
  const message = `invalid rate for device: ${raw}. ${form}`;
  const Rate = orElse(() => parseSize(value), message);
  if (Rate < 0) throw new Error(message);
  return { Path, Rate };
}

/** `--device-read-iops`, `--device-write-iops`: operations a second. */
export function parseIopsDevice(raw: string): ThrottleDevice {
  const [Path, value] = split(raw);
  const form = "The correct format is <device-path>:<number>. Number must be a positive integer";
  return { Path, Rate: orElse(() => parseUint(value, 64, 10), `invalid rate for device: ${raw}. ${form}`) };
}
