/** `--gpus`: `all`, a count, or `count=…,device=…,driver=…,capabilities=…,options=…`. */
import { readCsvRecord } from "./csv.js";
import { type Int, type NumberError, parseInt64 } from "./integer.js";
import { splitPair, toMap } from "./key-value.js";

export interface DeviceRequest {
  Driver: string;
  /** -1 is all. */
  Count: Int;
  DeviceIDs: string[] | null;
  /** Alternatives; each is a set of which every capability is required. */
  Capabilities: string[][] | null;
  Options: Record<string, string> | null;
}

function parseCount(text: string): Int {
  if (text === "all") return -1;
  try {
    return parseInt64(text, 10, "Atoi");
  } catch (error) {
    throw new Error(`invalid count (${text}): value must be either "all" or an integer: ${(error as NumberError).reason}`);
  }
}

function parseOptions(text: string): Record<string, string> {
  try {
    return toMap(readCsvRecord(text));
  } catch (error) {
    throw new Error(`failed to read gpu options: ${(error as Error).message}`);
  }
}

/** Throws Docker's texts. */
export function parseGpus(raw: string): DeviceRequest {
  const request: DeviceRequest = { Driver: "", Count: 0, DeviceIDs: null, Capabilities: [["gpu"]], Options: {} };
  const seen = new Set<string>();
  for (const field of readCsvRecord(raw)) {
    const [key, value] = splitPair(field);
    if (seen.has(key)) throw new Error(`gpu request key '${key}' can be specified only once`);
    seen.add(key);
    if (value === undefined) {
      seen.add("count");
      request.Count = parseCount(key);
    } else if (key === "driver") request.Driver = value;
    else if (key === "count") request.Count = parseCount(value);
    else if (key === "device") request.DeviceIDs = value.split(",");
    else if (key === "capabilities") request.Capabilities = [[...value.split(","), "gpu"]];
    else if (key === "options") request.Options = parseOptions(value);
    else throw new Error(`unexpected key '${key}' in '${field}'`);
  }
  if (!seen.has("count") && request.DeviceIDs === null) request.Count = 1;
  return request;
}
