/** Address management of a new network: subnets, and what belongs to each. */
import { checkCidr, subnetHolds } from "../../values/cidr.js";

export interface IpamFlags {
  ipamDriver: string;
  ipamOpt: Readonly<Record<string, string>>;
  subnet: readonly string[];
  ipRange: readonly string[];
  gateway: readonly string[];
  auxAddress: Readonly<Record<string, string>>;
}

interface Pool {
  Subnet: string;
  IPRange?: string;
  Gateway?: string;
  AuxiliaryAddresses?: Record<string, string>;
}

export interface Ipam {
  Driver: string;
  Options: Readonly<Record<string, string>>;
  Config: Pool[];
}

function poolsOf(subnets: readonly string[]): Pool[] {
  const pools: Pool[] = [];
  for (const subnet of subnets) {
    for (const { Subnet } of pools) {
      const [inside, around] = [subnetHolds(subnet, Subnet), subnetHolds(Subnet, subnet)];
      if (inside || around) throw new Error("multiple overlapping subnet configuration is not supported");
    }
    pools.push({ Subnet: subnet });
  }
  return pools;
}

/** Gives each value to every subnet that holds it. `what` names the value where none does. */
function assign(pools: readonly Pool[], values: readonly string[], what: string, set: (pool: Pool, value: string) => void): void {
  for (const value of values) {
    if (what === "range") checkCidr(value);
    const holding = pools.filter(({ Subnet }) => subnetHolds(Subnet, value));
    if (holding.length === 0) throw new Error(`no matching subnet for ${what} ${value}`);
    for (const pool of holding) set(pool, value);
  }
}

/** Pure. Throws Error with Docker's text where a value fits no subnet, or two the same. */
export function toIpam(f: IpamFlags): Ipam {
  if (f.subnet.length < f.ipRange.length || f.subnet.length < f.gateway.length) {
    throw new Error("every ip-range or gateway must have a corresponding subnet");
  }
  const pools = poolsOf(f.subnet);
  assign(pools, f.ipRange, "range", (pool, range) => {
    if (pool.IPRange) throw new Error(`cannot configure multiple ranges (${range}, ${pool.IPRange}) on the same subnet (${pool.Subnet})`);
    pool.IPRange = range;
  });
  assign(pools, f.gateway, "gateway", (pool, gateway) => {
    if (pool.Gateway) {
      throw new Error(`cannot configure multiple gateways (${gateway}, ${pool.Gateway}) for the same subnet (${pool.Subnet})`);
    }
    pool.Gateway = gateway;
  });
  for (const [name, address] of Object.entries(f.auxAddress)) {
    assign(pools, [address], "aux-address", (pool) => {
      pool.AuxiliaryAddresses = { ...pool.AuxiliaryAddresses, [name]: address };
    });
  }
  return { Driver: f.ipamDriver, Options: f.ipamOpt, Config: pools };
}
