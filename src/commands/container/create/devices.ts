/** Devices of the host, CDI devices, GPUs. */

import { many } from "../../../cli/flag-kinds.js";
import { list, type Values } from "../../../cli/flags.js";
import { checkDeviceCgroupRule, type DeviceMapping, isCdiDevice, parseDevice } from "../../../values/device.js";
import { type DeviceRequest, parseGpus } from "../../../values/gpu.js";
import { checked } from "./input.js";
import { orNull } from "./types.js";

export const deviceFlags = {
  device: list("Add a device of the host, host[:container][:rwm], or a CDI device"),
  deviceCgroupRule: list("Add a rule to the list of allowed devices: type major:minor mode", { check: checkDeviceCgroupRule }),
  gpus: many("gpu-request", "GPUs to add ('all' for all GPUs)", parseGpus, { api: "1.40" }),
};

type DeviceValues = Values<typeof deviceFlags>;

/** Checked here rather than when the flag is parsed: what a device is depends on the daemon's OS. */
export function deviceMappings(f: DeviceValues, osType: string): DeviceMapping[] {
  return f.device.filter((raw) => !isCdiDevice(raw)).map((raw) => checked(() => parseDevice(raw, osType)));
}

export function deviceRequests(f: DeviceValues): DeviceRequest[] | null {
  const names = f.device.filter(isCdiDevice);
  const cdi: DeviceRequest = { Driver: "cdi", Count: 0, DeviceIDs: names, Capabilities: null, Options: null };
  return orNull(names.length > 0 ? [...f.gpus, cdi] : f.gpus);
}
