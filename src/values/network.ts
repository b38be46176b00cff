/** `--network`: a name, or `name=net,alias=…,ip=…,driver-opt=k=v,gw-priority=n`. */
import { readCsvRecord } from "./csv.js";
import { type Int, NumberError, parseInt64 } from "./integer.js";
import { splitPair } from "./key-value.js";

export interface NetworkAttachment {
  target: string;
  aliases: string[];
  links: string[];
  driverOpts?: Record<string, string>;
  ipv4: string;
  ipv6: string;
  linkLocalIps: string[];
  mac: string;
  gwPriority: Int;
}

export function attachment(target: string): NetworkAttachment {
  return { target, aliases: [], links: [], ipv4: "", ipv6: "", linkLocalIps: [], mac: "", gwPriority: 0 };
}

function driverOpt(text: string): [key: string, value: string] {
  const [key, value] = splitPair(text);
  if (value === undefined || key === "") throw new Error("invalid key value pair format in driver options");
  return [key.trim(), value.trim()];
}

function priority(text: string): Int {
  try {
    return parseInt64(text, 10);
  } catch (error) {
    throw new Error(`invalid gw-priority (${text}): ${error instanceof NumberError ? error.reason : error}`);
  }
}

const FIELDS: Readonly<Record<string, (network: NetworkAttachment, value: string) => void>> = {
  name: (network, value) => {
    network.target = value;
  },
  alias: (network, value) => network.aliases.push(value),
  ip: (network, value) => {
    network.ipv4 = value;
  },
  ip6: (network, value) => {
    network.ipv6 = value;
  },
  "mac-address": (network, value) => {
    network.mac = value;
  },
  "link-local-ip": (network, value) => network.linkLocalIps.push(value),
  "driver-opt": (network, value) => {
    const [key, option] = driverOpt(value);
    network.driverOpts = { ...network.driverOpts, [key]: option };
  },
  "gw-priority": (network, value) => {
    network.gwPriority = priority(value);
  },
};

/** Throws Docker's texts. The daemon validates the addresses. */
export function parseNetwork(raw: string): NetworkAttachment {
  if (!/[0-9A-Za-z_]=[0-9A-Za-z_]/.test(raw)) return attachment(raw);
  const network = attachment("");
  for (const field of readCsvRecord(raw)) {
    const [key, value] = splitPair(field);
    if (value === undefined || key === "") throw new Error(`invalid field ${field}`);
    const name = key.trim().toLowerCase();
    const set = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
    if (!set) throw new Error(`invalid field key ${name}`);
    // In lower case, as in Docker: this form cannot name a network that has capitals.
    set(network, value.trim().toLowerCase());
  }
  if (network.target === "") throw new Error("network name/id is not specified");
  return network;
}

/** `container:ID`: another container's network (or PID, IPC) namespace. */
export const isContainerMode = (mode: string) => mode.startsWith("container:");

/** A network that someone created, unlike the built-in ones. */
export function isUserDefined(mode: string): boolean {
  return !["default", "bridge", "host", "none"].includes(mode) && !isContainerMode(mode);
}
