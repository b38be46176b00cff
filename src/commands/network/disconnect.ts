import { bool } from "../../cli/flags.js";
import { defineCommand } from "../../cli/spec.js";
import { checkedName, objectPath } from "../../engine/object-path.js";

export default defineCommand({
  path: "network disconnect",
  summary: "Disconnect a container from a network",
  usage: "[OPTIONS] NETWORK CONTAINER",
  args: { min: 2, max: 2 },
  names: { kind: "network", which: "first" },
  flags: { force: bool("Force the container to disconnect", { short: "f" }) },
  examples: [{ say: "Force the disconnection", run: "network disconnect -f backend web" }],
  async run(ctx, [network = "", container = ""], { force }) {
    const path = objectPath("networks", checkedName("network", network));
    const body = { Container: checkedName("container", container), Force: force };
    const answer = await (await ctx.engine()).request("POST", `${path}/disconnect`, { body });
    await answer.bytes();
  },
});
