import { expect, it } from "vitest";
import { subnetHolds } from "../../../src/values/cidr.js";

it.each<[string, string, boolean]>([
  ["10.0.0.0/8", "10.255.0.1", true],
  ["10.0.0.0/8", "11.0.0.1", false],
  ["10.1.0.0/12", "10.15.255.255", true],
  ["10.1.0.0/12", "10.16.0.0", false],
  ["10.1.2.3/32", "10.1.2.3", true],
  ["10.1.2.3/32", "10.1.2.2", false],
  ["0.0.0.0/0", "200.1.1.1", true],
  ["10.0.0.0/8", "10.1.0.0/16", true],
  ["10.1.0.0/16", "10.0.0.0/8", false],
  ["10.0.0.0/8", "nonsense", false],
  ["10.0.0.0/8", "", false],
  ["10.0.0.0/8", "fd00::1", false],
  ["fd00::/61", "fd00:0:0:7::1", true],
  ["fd00::/61", "fd00:0:0:8::1", false],
  ["::/0", "1::", true],
  ["::/0", "1.2.3.4", false],
  ["::ffff:10.0.0.0/104", "10.0.0.1", true],
  ["::ffff:10.0.0.0/104", "11.0.0.1", false],
  ["::ffff:10.0.0.0/90", "10.0.0.1", false],
  ["10.0.0.0/8", "::ffff:10.9.9.9", true],
])("%s contains %s: %s", (subnet, data, holds) => {
  expect(subnetHolds(subnet, data)).toBe(holds);
});

it.each([
  ["bogus", "10.0.0.1", "invalid subnet: invalid CIDR address: bogus"],
  ["10.0.0.0", "10.0.0.1", "invalid subnet: invalid CIDR address: 10.0.0.0"],
  ["10.0.0.0/33", "10.0.0.1", "invalid subnet: invalid CIDR address: 10.0.0.0/33"],
  ["10.0.0.0/", "10.0.0.1", "invalid subnet: invalid CIDR address: 10.0.0.0/"],
  ["fd00::/129", "10.0.0.1", "invalid subnet: invalid CIDR address: fd00::/129"],
  ["10.0.0.0/8", "10.0.0.0/-1", "invalid CIDR address: 10.0.0.0/-1"],
  ["10.0.0.0/8", "x/8", "invalid CIDR address: x/8"],
])("refuses %s with %s", (subnet, data, message) => {
  expect(() => subnetHolds(subnet, data)).toThrow(message);
});
