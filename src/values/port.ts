/** Published ports: `[ip:][host:]container[/protocol]`, each side a number or a range (nat.ParsePortSpecs). */
import { parseUint } from "./integer.js";
import { normalizeIp } from "./ip.js";
import { splitPair } from "./key-value.js";

export interface PortBinding {
  HostIp: string;
  /** A number, a range "8000-8010" to choose from, or "" for any. */
  HostPort: string;
}

const PROTOCOLS = ["tcp", "udp", "sctp"];

/** Both ends of `80` or `80-90`. Throws strconv's and nat's reasons. */
export function parsePortRange(text: string): [start: number, end: number] {
  if (text === "") throw new Error("empty string specified for ports");
  const [first = "", last = first] = text.split("-");
  const start = Number(parseUint(first, 16, 10));
  const end = Number(parseUint(last, 16, 10));
  if (end < start) throw new Error(`invalid range specified for port: ${text}`);
  return [start, end];
}

/** `80/udp` to its port and protocol (tcp where none is written). */
export function splitProtocol(text: string): [port: string, protocol: string] {
  const [port = "", protocol = ""] = text.split("/");
  if (port === "") return ["", ""];
  return text.includes("/") ? [port, protocol || "tcp"] : [text, "tcp"];
}

/** The address between brackets. Errors as Go's net.SplitHostPort has them for `text` + ":". */
function unbracket(text: string): string {
  const refuse = (why: string) => new Error(`invalid IP address ${text}: address ${text}:: ${why}`);
  const end = text.indexOf("]");
  if (end < 0) throw refuse("missing ']' in address");
  if (end + 1 < text.length) throw refuse(text[end + 1] === ":" ? "too many colons in address" : "missing port in address");
  const inner = text.slice(1, end);
  if (inner.includes("[")) throw refuse("unexpected '[' in address");
  return inner;
}

function checkAddress(text: string): string {
  const address = text[0] === "[" ? unbracket(text) : text;
  if (address !== "" && normalizeIp(address) === undefined) throw new Error(`invalid IP address: ${address}`);
  return address;
}

function rangeOf(text: string, what: string): [number, number] {
  try {
    return parsePortRange(text);
  } catch {
    throw new Error(`invalid ${what}: ${text}`);
  }
}

/** `80/tcp` and where it is bound, for each port of one spec. */
export function parsePortSpec(raw: string): [port: string, binding: PortBinding][] {
  const parts = raw.split(":");
  const [container, protocol] = splitProtocol(parts.at(-1) as string);
  const host = parts.at(-2) ?? "";
  const ip = checkAddress(parts.slice(0, -2).join(":"));
  if (container === "") throw new Error(`no port specified: ${raw}<empty>`);
  const [start, end] = rangeOf(container, "containerPort");
  const [hostStart, hostEnd] = host === "" ? [0, 0] : rangeOf(host, "hostPort");
  if (host !== "" && end - start !== hostEnd - hostStart && end !== start) {
    throw new Error(`invalid ranges specified for container and host Ports: ${container} and ${host}`);
  }
  const kind = protocol.toLowerCase();
  if (!PROTOCOLS.includes(kind)) throw new Error(`invalid proto: ${protocol}`);
  return Array.from({ length: end - start + 1 }, (_, i) => {
    const one = host === "" ? "" : String(hostStart + i);
    const HostPort = start === end && hostStart !== hostEnd ? `${one}-${hostEnd}` : one;
    return [`${start + i}/${kind}`, { HostIp: ip, HostPort }];
  });
}

/** `published=8080,target=80,protocol=udp` to `8080:80/udp`; other texts stay. */
export function toShortPort(raw: string): string {
  if (!raw.includes("=")) return raw;
  const fields = new Map([["protocol", "tcp"]]);
  for (const field of raw.split(",")) {
    const [key, value] = splitPair(field);
    if (value === undefined || key === "") throw new Error(`invalid publish opts format (should be name=value but got '${field}')`);
    fields.set(key, value);
  }
  return `${fields.get("published") ?? ""}:${fields.get("target") ?? ""}/${fields.get("protocol")}`;
}

/** `80/tcp` for each port of an `--expose` value. */
export function parseExpose(raw: string): string[] {
  if (raw.includes(":")) throw new Error(`invalid port format for --expose: ${raw}`);
  const [port, protocol] = splitProtocol(raw);
  try {
    const [start, end] = parsePortRange(port);
    return Array.from({ length: end - start + 1 }, (_, i) => `${start + i}/${protocol}`);
  } catch (error) {
    throw new Error(`invalid range format for --expose: ${raw}, error: ${(error as Error).message}`);
  }
}
