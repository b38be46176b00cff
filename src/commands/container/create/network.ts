/** Networks, names and addresses. */

import { merged, placed } from "../../../cli/flag-kinds.js";
import { list, str, type Values } from "../../../cli/flags.js";
import { UserError } from "../../../errors.js";
import { checkDnsSearch } from "../../../values/dns.js";
import { checkExtraHost } from "../../../values/extra-host.js";
import { checkIp } from "../../../values/ip.js";
import { checkLink } from "../../../values/link.js";
import { isMac } from "../../../values/mac.js";
import { attachment, isUserDefined, parseNetwork } from "../../../values/network.js";
import { quote } from "../../../values/quote.js";
import { endpoint, isDefaultEndpoint, withContainerOptions } from "./endpoint.js";
import { type EndpointSettings, type HostConfig, orNull } from "./types.js";

const asWritten = (raw: string) => raw;

export const networkFlags = {
  network: placed("network", "Connect to a network: a name, or name=…,alias=…,ip=…", parseNetwork),
  net: placed("network", "Connect to a network", parseNetwork, { hidden: true }),
  networkAlias: placed("list", "Add a network-scoped alias for the container", asWritten),
  netAlias: placed("list", "Add a network-scoped alias for the container", asWritten, { hidden: true }),
  ip: str("IPv4 address, e.g. 172.30.100.104"),
  ip6: str("IPv6 address, e.g. 2001:db8::33"),
  linkLocalIp: list("Link-local address"),
  macAddress: str("MAC address, e.g. 92:d0:c6:0a:29:33"),
  link: list("Link to another container: name[:alias]", { check: checkLink }),
  addHost: list("Add an entry to /etc/hosts: name:ip or name:host-gateway", { check: checkExtraHost }),
  dns: list("DNS server", { check: checkIp }),
  dnsOption: placed("list", "DNS resolver option", asWritten),
  dnsOpt: placed("list", "DNS resolver option", asWritten, { hidden: true }),
  dnsSearch: list("DNS search domain", { check: checkDnsSearch }),
};

type NetworkValues = Values<typeof networkFlags>;

export function checkMac(f: NetworkValues): void {
  if (f.macAddress !== "" && !isMac(f.macAddress)) throw new UserError(`${f.macAddress} is not a valid mac address`);
}

const networksOf = (f: NetworkValues) => merged(f.network, f.net);

export function networkHostConfig(
  f: NetworkValues,
): Pick<HostConfig, "NetworkMode" | "Links" | "Dns" | "DnsOptions" | "DnsSearch" | "ExtraHosts"> {
  return {
    NetworkMode: networksOf(f)[0]?.target ?? "default",
    Links: orNull(f.link),
    Dns: f.dns,
    DnsOptions: merged(f.dnsOption, f.dnsOpt),
    DnsSearch: f.dnsSearch,
    ExtraHosts: orNull(f.addHost),
  };
}

/** Endpoints by network. What stands outside --network (--ip, --network-alias, …) belongs to the first. */
export function endpoints(f: NetworkValues): Record<string, EndpointSettings> {
  const own = { ...f, aliases: merged(f.networkAlias, f.netAlias) };
  const written = networksOf(f);
  if (written.length === 0) return { default: endpoint(withContainerOptions(attachment("default"), own)) };
  const result = new Map<string, EndpointSettings>();
  for (const [i, network] of written.entries()) {
    const settings = endpoint(i === 0 ? withContainerOptions(network, own) : network);
    if (result.has(network.target)) throw new UserError(`network ${quote(network.target)} is specified multiple times`);
    // A lone network without settings is left to the daemon.
    if (written.length > 1 || !isDefaultEndpoint(settings)) result.set(network.target, settings);
  }
  const userDefined = written.filter(({ target }) => isUserDefined(target)).length;
  if (userDefined > 0 && userDefined < written.length) {
    throw new UserError("conflicting options: cannot attach both user-defined and non-user-defined network-modes");
  }
  return Object.fromEntries(result);
}
