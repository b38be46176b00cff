import { defineCommand } from "../../cli/spec.js";
import { jsonObject } from "../../engine/json-object.js";
import { containerPath } from "../../engine/object-path.js";
import { StatusError } from "../../errors.js";
import { joinHostPort } from "../../format/views/ports.js";
import { naturalOrder } from "../../values/natural-order.js";
import { quote } from "../../values/quote.js";

/** As inspect gives them: "80/tcp" to where it is published. */
type PortMap = Readonly<Record<string, readonly { HostIp: string; HostPort: string }[] | null>>;

/** strconv.ParseUint(text, 10, 16). */
function checkPort(text: string): void {
  const why = !/^[0-9]+$/.test(text) ? "invalid syntax" : BigInt(text) > 65_535n ? "value out of range" : "";
  if (why !== "") throw new StatusError(`Error: invalid port (${text}): strconv.ParseUint: parsing ${quote(text)}: ${why}`);
}

/** Where one port ("80", "53/udp") is published. Throws StatusError. */
function oneMapping(ports: PortMap, wanted: string, container: string): string[] {
  const [port = "", ...rest] = wanted.split("/");
  checkPort(port);
  const published = ports[`${port}/${rest.join("/") || "tcp"}`] ?? [];
  if (published.length === 0) throw new StatusError(`Error: No public port '${wanted}' published for ${container}`);
  return published.map(({ HostIp, HostPort }) => joinHostPort(HostIp, HostPort));
}

/** The lines that `port` prints. Pure. */
export function portLines(ports: PortMap, container: string, wanted?: string): string[] {
  const lines = wanted
    ? oneMapping(ports, wanted, container)
    : Object.entries(ports).flatMap(([port, published]) =>
        (published ?? []).map(({ HostIp, HostPort }) => `${port} -> ${joinHostPort(HostIp, HostPort)}`),
      );
  return lines.sort(naturalOrder);
}

export default defineCommand({
  path: "container port",
  aliases: ["port"],
  summary: "List a container's port mappings",
  usage: "CONTAINER [PRIVATE_PORT[/PROTO]]",
  args: { min: 1, max: 2 },
  names: { kind: "container", which: "first" },
  flags: {},
  examples: [
    { say: "List all published ports", run: "port web" },
    { say: "Find where port 80 is published", run: "port web 80/tcp" },
  ],
  async run({ engine, stdout }, [container = "", wanted]) {
    const answer = await jsonObject<{ NetworkSettings?: { Ports?: PortMap | null } }>(
      await engine(),
      "GET",
      `${containerPath(container)}/json`,
    );
    const lines = portLines(answer.NetworkSettings?.Ports ?? {}, container, wanted);
    if (lines.length > 0) stdout.write(`${lines.join("\n")}\n`);
  },
});
