import { list, str, type Values } from "../../cli/flags.js";
import { pairs } from "../../cli/pairs.js";
import { defineCommand } from "../../cli/spec.js";
import { UserError } from "../../errors.js";
import { encodeJson } from "../../values/json/encode.js";
import { toMap } from "../../values/key-value.js";
import { checkLabel } from "../../values/label.js";
import { clusterFlags, toClusterSpec } from "./cluster.js";

const flags = {
  ...clusterFlags,
  driver: str("Volume driver", { short: "d", def: "local" }),
  label: list("Labels for the volume", { check: checkLabel }),
  name: str("Name of the volume", { hidden: true }),
  opt: pairs("Driver options", { short: "o" }),
};

const orAbsent = (map: Readonly<Record<string, string>>) => (Object.keys(map).length > 0 ? map : undefined);

/** Body of POST /volumes/create. Pure. Throws UserError for two names. */
export function toVolumeBody(f: Values<typeof flags>, changed: ReadonlySet<string>, name: string | undefined) {
  if (name !== undefined && f.name !== "") {
    throw new UserError("conflicting options: cannot specify a volume-name through both --name and as a positional arg");
  }
  return {
    ClusterVolumeSpec: toClusterSpec(f, changed),
    Driver: f.driver || undefined,
    DriverOpts: orAbsent(f.opt),
    Labels: orAbsent(toMap(f.label)),
    Name: name || f.name || undefined,
  };
}

export default defineCommand({
  path: "volume create",
  summary: "Create a volume",
  usage: "[OPTIONS] [VOLUME]",
  args: { min: 0, max: 1 },
  flags,
  examples: [{ say: "Create a volume in memory", run: "volume create -o type=tmpfs -o device=tmpfs -o o=size=100m scratch" }],
  async run(ctx, [name], f, changed) {
    // Limits may be beyond what a double holds.
    const body = Buffer.from(encodeJson(toVolumeBody(f, changed, name)));
    const headers = { "Content-Type": "application/json" };
    const { Name } = await (await ctx.engine()).json<{ Name: string }>("POST", "/volumes/create", { body, headers });
    ctx.stdout.write(`${Name}\n`);
  },
});
