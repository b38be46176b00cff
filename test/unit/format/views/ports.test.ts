import { expect, it } from "vitest";
import { displayablePorts, joinHostPort, type PortSummary } from "../../../../src/format/views/ports.js";

const exposed = (PrivatePort: number, Type = "tcp"): PortSummary => ({ PrivatePort, Type });
const published = (PrivatePort: number, PublicPort = PrivatePort, IP = "0.0.0.0", Type = "tcp"): PortSummary => ({
  IP,
  PrivatePort,
  PublicPort,
  Type,
});

// PORTS as docker 28.2.2 prints it.
it.each<[readonly PortSummary[] | null | undefined, string]>([
  [undefined, ""],
  [null, ""],
  [[], ""],
  [[exposed(80)], "80/tcp"],
  [[exposed(9001), exposed(9000), exposed(9002, "udp")], "9000-9001/tcp, 9002/udp"],
  [[exposed(9000), exposed(9001), exposed(9003)], "9000-9001/tcp, 9003/tcp"],
  [[published(80, 8080), published(80, 8080, "::")], "0.0.0.0:8080->80/tcp, [::]:8080->80/tcp"],
  [[published(443), published(444), published(444, 444, "::1")], "0.0.0.0:443-444->443-444/tcp, [::1]:444->444/tcp"],
  [[published(81, 8081), exposed(80), published(82)], "80/tcp, 0.0.0.0:82->82/tcp, 0.0.0.0:8081->81/tcp"],
  [[published(1), published(3), published(2, 5), published(4)], "0.0.0.0:1->1/tcp, 0.0.0.0:3-4->3-4/tcp, 0.0.0.0:5->2/tcp"],
  [[{ IP: "1.2.3.4", PrivatePort: 5, Type: "tcp" }], "1.2.3.4:0->5/tcp"],
])("prints the ports %j", (ports, text) => {
  expect(displayablePorts(ports)).toBe(text);
});

it("does not change the answer", () => {
  const ports = [exposed(2), exposed(1)];
  displayablePorts(ports);
  expect(ports).toEqual([exposed(2), exposed(1)]);
});

it.each([
  ["1.2.3.4", "1.2.3.4:80"],
  ["::", "[::]:80"],
  ["fe80::1%eth0", "[fe80::1%eth0]:80"],
  ["", ":80"],
])("joins the host %j and a port", (host, text) => {
  expect(joinHostPort(host, 80)).toBe(text);
});
