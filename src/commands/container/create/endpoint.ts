/** One network's endpoint: what --network says of it, joined with the flags for the first network. */

import { UNSET_ENDPOINT } from "../../../engine/api/unset-endpoint.js";
import { UserError } from "../../../errors.js";
import { isMac } from "../../../values/mac.js";
import { isUserDefined, type NetworkAttachment } from "../../../values/network.js";
import { type EndpointSettings, orNull } from "./types.js";

/** Flags outside --network. */
export interface EndpointOptions {
  aliases: readonly string[];
  link: readonly string[];
  ip: string;
  ip6: string;
  macAddress: string;
  linkLocalIp: readonly string[];
}

const conflict = (flag: string, own: string) => new UserError(`conflicting options: cannot specify both ${flag} and per-network ${own}`);

/** The first network with the flags' values. Throws where both say something. */
export function withContainerOptions(network: NetworkAttachment, own: EndpointOptions): NetworkAttachment {
  if (network.aliases.length > 0 && own.aliases.length > 0) throw conflict("--network-alias", "alias");
  if (network.links.length > 0 && own.link.length > 0) throw conflict("--link", "links");
  if (network.ipv4 !== "" && own.ip !== "") throw conflict("--ip", "IPv4 address");
  if (network.ipv6 !== "" && own.ip6 !== "") throw conflict("--ip6", "IPv6 address");
  if (network.mac !== "" && own.macAddress !== "") throw conflict("--mac-address", "MAC address");
  if (network.linkLocalIps.length > 0 && own.linkLocalIp.length > 0) throw conflict("--link-local-ip", "link-local IP addresses");
  return {
    ...network,
    aliases: [...network.aliases, ...own.aliases],
    // On the default bridge a link is the old kind, which the host config holds.
    links: isUserDefined(network.target) ? [...network.links, ...own.link] : network.links,
    ipv4: own.ip || network.ipv4,
    ipv6: own.ip6 || network.ipv6,
    mac: own.macAddress || network.mac,
    linkLocalIps: [...network.linkLocalIps, ...own.linkLocalIp],
  };
}

function ipam({ ipv4, ipv6, linkLocalIps }: NetworkAttachment): EndpointSettings["IPAMConfig"] {
  if (ipv4 === "" && ipv6 === "" && linkLocalIps.length === 0) return null;
  return {
    ...(ipv4 !== "" && { IPv4Address: ipv4 }),
    ...(ipv6 !== "" && { IPv6Address: ipv6 }),
    ...(linkLocalIps.length > 0 && { LinkLocalIPs: linkLocalIps }),
  };
}

export function endpoint(network: NetworkAttachment): EndpointSettings {
  if (network.target.trim() === "") throw new UserError("no name set for network");
  if (!isUserDefined(network.target)) {
    if (network.aliases.length > 0) throw new UserError("network-scoped aliases are only supported for user-defined networks");
    if (network.links.length > 0) throw new UserError("links are only supported for user-defined networks");
  }
  if (network.mac !== "" && !isMac(network.mac)) throw new UserError(`${network.mac} is not a valid mac address`);
  return {
    IPAMConfig: ipam(network),
    Links: orNull(network.links),
    Aliases: orNull(network.aliases),
    MacAddress: network.mac,
    DriverOpts: network.driverOpts ?? null,
    GwPriority: network.gwPriority,
    ...UNSET_ENDPOINT,
  };
}

/** No options were given for it. */
export function isDefaultEndpoint(settings: EndpointSettings): boolean {
  return (
    !settings.IPAMConfig && !settings.Links && !settings.Aliases && !settings.MacAddress && !settings.DriverOpts && !settings.GwPriority
  );
}
