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
  attachable: bool("Containers of no service may join it", { api: "1.25" }),
  auxAddress: pairs("Addresses that the driver needs and no container gets (router=10.0.0.5)"),
  configFrom: str("The network that its configuration is taken from", { api: "1.30" }),
  configOnly: bool("A configuration for others, no network itself", { api: "1.30" }),
  driver: str("What makes it work", { short: "d", def: "bridge" }),
  gateway: strings("Gateway of a subnet"),
  ingress: bool("The routing mesh of the swarm", { api: "1.29" }),
  internal: bool("No way out of it"),
  ipRange: strings("The part of a subnet that containers get addresses of"),
  ipamDriver: str("What gives out its addresses", { def: "default" }),
  ipamOpt: pairs("Options for what gives out its addresses"),
  ipv4: bool("Give out IPv4 addresses", { def: true }),
  ipv6: bool("Give out IPv6 addresses"),
  label: list("Labels of the network", { check: checkLabel }),
  opt: pairs("Options of the driver", { short: "o" }),
  scope: str("How far it reaches", { api: "1.30" }),
  subnet: strings("Its addresses in CIDR notation, e.g. 10.0.0.0/16"),
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
    // Engines of old let two networks have one name unless they were asked not to.
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
    { say: "With addresses of its own", run: "network create --subnet 10.9.0.0/24 --gateway 10.9.0.1 backend" },
    { say: "For talk among containers only", run: "network create --internal private" },
  ],
  async run(ctx, [name = ""], f, changed) {
    const engine = await ctx.engine();
    const body = toNetworkBody(f, changed, name, await engine.apiVersion().catch(() => ""));
    const { Id } = await engine.json<{ Id: string }>("POST", "/networks/create", { body });
    ctx.stdout.write(`${Id}\n`);
  },
});
