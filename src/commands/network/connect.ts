import { custom, list, str, type Values } from "../../cli/flags.js";
import { defineCommand } from "../../cli/spec.js";
import { strings } from "../../cli/strings.js";
import { UNSET_ENDPOINT } from "../../engine/api/unset-endpoint.js";
import { checkedName, objectPath } from "../../engine/object-path.js";
import { UserError } from "../../errors.js";
import { type Int, parseInt64 } from "../../values/integer.js";
import { encodeJson } from "../../values/json/encode.js";
import { splitPair } from "../../values/key-value.js";
import { checkLink } from "../../values/link.js";

const flags = {
  alias: strings("Add a network-scoped alias for the container"),
  driverOpt: strings("Driver options for the network"),
  gwPriority: custom<Int>("int", "Gateway priority: the network with the highest value provides the default gateway", 0, (_, raw) =>
    parseInt64(raw),
  ),
  ip: str("IPv4 address, e.g. 172.30.100.104"),
  ip6: str("IPv6 address, e.g. 2001:db8::33"),
  link: list("Link to another container: name[:alias]", { check: checkLink }),
  linkLocalIp: strings("Link-local address"),
};

function driverOpts(texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const [key, value] = splitPair(text);
      if (value === undefined || key.trim() === "") throw new UserError("invalid key/value pair format in driver options");
      return [key.trim(), value.trim()];
    }),
  );
}

/** Body of POST /networks/NAME/connect, as complete as Docker sends it. Pure. Throws UserError. */
export function toConnectBody(f: Values<typeof flags>, container: string) {
  return {
    Container: container,
    EndpointConfig: {
      IPAMConfig: {
        ...(f.ip !== "" && { IPv4Address: f.ip }),
        ...(f.ip6 !== "" && { IPv6Address: f.ip6 }),
        ...(f.linkLocalIp.length > 0 && { LinkLocalIPs: f.linkLocalIp }),
      },
      Links: f.link.length > 0 ? f.link : null,
      Aliases: f.alias,
      MacAddress: "",
      DriverOpts: driverOpts(f.driverOpt),
      GwPriority: f.gwPriority,
      ...UNSET_ENDPOINT,
    },
  };
}

export default defineCommand({
  path: "network connect",
  summary: "Connect a container to a network",
  usage: "[OPTIONS] NETWORK CONTAINER",
  args: { min: 2, max: 2 },
  names: { kind: "network", which: "first" },
  flags,
  examples: [{ say: "Connect under another name", run: "network connect --alias db backend postgres" }],
  async run(ctx, [network = "", container = ""], f) {
    // Checked in Docker's order.
    const body = toConnectBody(f, container.trim());
    const path = objectPath("networks", checkedName("network", network));
    checkedName("container", container);
    const answer = await (await ctx.engine()).request("POST", `${path}/connect`, {
      // Priorities may be beyond what a double holds.
      body: Buffer.from(encodeJson(body)),
      headers: { "Content-Type": "application/json" },
    });
    await answer.bytes();
  },
});
