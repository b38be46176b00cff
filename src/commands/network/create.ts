import { bool, list, str, type Values } from "../../cli/flags.js";
import { pairs } from "../../cli/pairs.js";
import { defineCommand } from "../../cli/spec.js";
import { strings } from "../../cli/strings.js";
import { userValue } from "../../cli/user-value.js";
import { toMap } from "../../values/key-value.js";
import { checkLabel } from "../../values/label.js";
import { compareVersions } from "../../values/version.js";
import { toIpam } from "./ipam.js";

const flags = {
  attachable: bool("Enable manual container attachment", { api: "1.25" }),
  auxAddress: pairs("Auxiliary addresses used by the network driver, e.g. router=10.0.0.5"),
  configFrom: str("The network to copy the configuration from", { api: "1.30" }),
  configOnly: bool("Create a configuration-only network", { api: "1.30" }),
  driver: str("Driver to manage the network", { short: "d", def: "bridge" }),
  gateway: strings("Gateway for the subnet"),
  ingress: bool("Create the swarm routing-mesh network", { api: "1.29" }),
  internal: bool("Restrict external access to the network"),
  ipRange: strings("Allocate container addresses from a sub-range"),
  ipamDriver: str("IP address management driver", { def: "default" }),
  ipamOpt: pairs("IP address management driver options"),
  ipv4: bool("Enable IPv4 address assignment", { def: true }),
  ipv6: bool("Enable IPv6 address assignment"),
  label: list("Labels for the network", { check: checkLabel }),
  opt: pairs("Driver options", { short: "o" }),
  scope: str("Scope of the network", { api: "1.30" }),
  subnet: strings("Subnet in CIDR notation, e.g. 10.0.0.0/16"),
};

/** Body of POST /networks/create. Pure. Throws UserError where addresses do not fit together. */
export function toNetworkBody(f: Values<typeof flags>, changed: ReadonlySet<string>, name: string, apiVersion: string) {
  return {
    Driver: f.driver,
    Scope: f.scope,
    ...(changed.has("ipv4") && { EnableIPv4: f.ipv4 }),
    ...(changed.has("ipv6") && { EnableIPv6: f.ipv6 }),
    IPAM: userValue(() => toIpam(f)),
    Internal: f.internal,
    Attachable: f.attachable,
    Ingress: f.ingress,
    ConfigOnly: f.configOnly,
    ConfigFrom: f.configFrom === "" ? null : { Network: f.configFrom },
    Options: f.opt,
    Labels: toMap(f.label),
    Name: name,
    // Daemons of old let two networks have one name unless they were asked not to.
    ...(compareVersions(apiVersion, "1.44") < 0 && { CheckDuplicate: true }),
  };
}

export default defineCommand({
  path: "network create",
  summary: "Create a network",
  usage: "[OPTIONS] NETWORK",
  args: { min: 1, max: 1 },
  flags,
  examples: [
    { say: "Create a network with its own subnet", run: "network create --subnet 10.9.0.0/24 --gateway 10.9.0.1 backend" },
    { say: "Create a network without external access", run: "network create --internal private" },
  ],
  async run(ctx, [name = ""], f, changed) {
    const engine = await ctx.engine();
    const body = toNetworkBody(f, changed, name, await engine.apiVersion().catch(() => ""));
    const { Id } = await engine.json<{ Id: string }>("POST", "/networks/create", { body });
    ctx.stdout.write(`${Id}\n`);
  },
});
