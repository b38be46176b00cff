import { expect, test } from "vitest";
import { type Startable, waitsFor } from "../../../../src/commands/container/start-order.js";

const id = (name: string) => Buffer.from(name.padEnd(32, "x")).toString("hex");
const box = (name: string, HostConfig: Startable["HostConfig"] = {}): Startable => ({ Id: id(name), Name: `/${name}`, HostConfig });
const port = (HostPort: string, key = "80/tcp") => ({ PortBindings: { [key]: [{ HostPort }] } });

test.each<[string, (Startable | undefined)[], number[][]]>([
  ["nothing in common", [box("a"), box("b"), box("c")], [[], [], []]],
  ["a link", [box("a"), box("b", { Links: ["/a:/b/alias"] }), box("c")], [[], [0], []]],
  ["a link to one that comes later: it has failed before", [box("b", { Links: ["/a:/b/a"] }), box("a")], [[], [0]]],
  ["a link to one that is not among them", [box("b", { Links: ["/z:/b/z"] }), box("a")], [[], []]],
  ["the network of another, by ID", [box("a"), box("b"), box("c", { NetworkMode: `container:${id("b")}` })], [[], [], [1]]],
  ["by a short ID", [box("a"), box("b", { PidMode: `container:${id("a").slice(0, 12)}` })], [[], [0]]],
  ["by name", [box("a"), box("b", { IpcMode: "container:a" })], [[], [0]]],
  ["modes that name nobody", [box("a", { NetworkMode: "host" }), box("b", { NetworkMode: "bridge", IpcMode: "private" })], [[], []]],
  ["the same port", [box("a", port("80")), box("b", port("81")), box("c", port("80"))], [[], [], [0]]],
  ["the same port of another protocol", [box("a", port("80")), box("b", port("80", "80/udp"))], [[], []]],
  ["any port", [box("a", port("")), box("b", port("0")), box("c", { PortBindings: { "80/tcp": null } })], [[], [], []]],
  ["ranges that meet", [box("a", port("8000-8009")), box("b", port("8009-8010")), box("c", port("8010"))], [[], [0], [1]]],
  ["the same twice", [box("a"), box("b"), box("a")], [[], [], [0]]],
  ["one that is not there", [box("a"), undefined, box("c", { NetworkMode: "container:a" })], [[], [], [0]]],
])("starts in an order that satisfies %s", (_, containers, expected) => expect(waitsFor(containers)).toEqual(expected));
