import { defineAction } from "../../cli/action.js";
import type { Ctx } from "../../cli/context.js";
import { bool } from "../../cli/flags.js";
import type { Network } from "../../engine/api/network.js";
import type { Engine } from "../../engine/engine.js";
import { checkedName, objectPath } from "../../engine/object-path.js";
import { send } from "../../engine/send.js";
import { ApiError, StatusError } from "../../errors.js";
import { confirm } from "../../io/prompt.js";

const INGRESS_WARNING = `WARNING! Before removing the routing-mesh network, make sure all the nodes in your swarm run the same docker engine \
version. Otherwise, removal may not be effective and functionality of newly create ingress networks will be impaired.
Are you sure you want to continue?`;

const pathOf = (name: string) => objectPath("networks", checkedName("network", name));

/** What the daemon says of the network; nothing where it does not answer: the removal reports why. */
async function look(engine: Engine, name: string): Promise<Partial<Network>> {
  try {
    return await engine.json<Network>("GET", pathOf(name));
  } catch (error) {
    if (error instanceof StatusError && error.message !== "") return {};
    throw error;
  }
}

/** Why the network is left for its turn, if it is: the user has to be asked, or other networks depend on it. */
type Left = "ingress" | "configuration" | undefined;

async function removeUnlessLeft(engine: Engine, name: string): Promise<Left> {
  const { Ingress, ConfigOnly } = await look(engine, name);
  if (Ingress) return "ingress";
  if (ConfigOnly) return "configuration";
  await send(engine, "DELETE", pathOf(name));
  return undefined;
}

/** Removes what had to wait. False: the user declined. */
async function removeInTurn(ctx: Ctx, engine: Engine, name: string, left: Left): Promise<boolean> {
  if (left === "ingress" && !(await confirm(ctx, INGRESS_WARNING))) return false;
  if (left) await send(engine, "DELETE", pathOf(name));
  return true;
}

export default defineAction({
  path: "network rm",
  aliases: ["network remove"],
  summary: "Remove networks",
  usage: "NETWORK [NETWORK...]",
  args: { min: 1 },
  flags: { force: bool("Do not fail if a network does not exist", { short: "f" }) },
  examples: [{ say: "Remove several networks", run: "network rm frontend backend" }],
  objects: "network",
  each:
    ({ engine }) =>
    (name) =>
      removeUnlessLeft(engine, name),
  inTurn: ({ ctx, engine }, name, left) => removeInTurn(ctx, engine, name, left),
  excused: (errors, { force }) => (force ? errors.filter((error) => error instanceof ApiError && error.status === 404) : []),
  failure: () => new StatusError("exit status 1"),
});
