/** Published and exposed ports. */
import { bool, list, type Values } from "../../../cli/flags.js";
import { type PortBinding, parseExpose, parsePortSpec, toShortPort } from "../../../values/port.js";
import { checked } from "./input.js";
import { orAbsent, type StringSet } from "./types.js";

export const portFlags = {
  publish: list("Publish a port or a range: [ip:][host:]container[/protocol]", { short: "p" }),
  publishAll: bool("Publish all exposed ports to random ports of the host", { short: "P" }),
  expose: list("Expose a port or a range"),
};

/** Every published port is exposed, too. */
export function ports(f: Values<typeof portFlags>): { ExposedPorts?: StringSet; PortBindings: Record<string, PortBinding[]> } {
  const short = f.publish.map((raw) => checked(() => toShortPort(raw)));
  const bindings: Record<string, PortBinding[]> = {};
  for (const [port, binding] of short.flatMap((raw) => checked(() => parsePortSpec(raw)))) {
    bindings[port] = [...(bindings[port] ?? []), binding];
  }
  const exposed = f.expose.flatMap((raw) => checked(() => parseExpose(raw)));
  const all = Object.fromEntries([...Object.keys(bindings), ...exposed].map((port) => [port, {}]));
  return { ExposedPorts: orAbsent(all), PortBindings: bindings };
}
