import { str } from "../../cli/flags.js";
import { defineCommand } from "../../cli/spec.js";
import { objectPath } from "../../engine/object-path.js";
import { inspectObject, kindNamed } from "../../engine/objects.js";
import { StatusError, UserError } from "../../errors.js";
import { marshal } from "../../values/json/encode.js";
import { type Json, type JsonNumber, parseJson } from "../../values/json/tree.js";

/**
 * The object as Docker holds it: fields that it does not know are gone, numbers are exact. Throws StatusError where
 * the answer is no volume.
 */
async function decoded(raw: string): Promise<ReadonlyMap<string, Json>> {
  const { DecodeError, typed, typedJson } = await import("../../format/template/typed.js");
  try {
    return parseJson(typedJson(typed("volume", raw))) as Map<string, Json>;
  } catch (error) {
    throw error instanceof DecodeError ? new StatusError(error.message) : error;
  }
}

export default defineCommand({
  path: "volume update",
  summary: "Update a cluster volume",
  usage: "[OPTIONS] [VOLUME]",
  args: { min: 1, max: 1 },
  names: { kind: "volume", which: "first" },
  api: "1.42",
  flags: {
    availability: str('Availability of a cluster volume ("active", "pause", "drain")', { api: "1.42", def: "active", shown: "active" }),
  },
  examples: [{ say: "Drain a cluster volume", run: "volume update --availability drain shared" }],
  async run(ctx, [name = ""], f, changed) {
    const engine = await ctx.engine();
    const { raw } = await inspectObject(engine, kindNamed("volume"), name);
    const cluster = (await decoded(raw)).get("ClusterVolume");
    if (!(cluster instanceof Map)) throw new UserError("can only update cluster volumes");
    const spec = new Map(cluster.get("Spec") as Map<string, Json>);
    if (changed.has("availability")) spec.set("Availability", f.availability);
    if (spec.get("Availability") === "") spec.delete("Availability");
    const { text: version } = (cluster.get("Version") as Map<string, Json>).get("Index") as JsonNumber;
    const answer = await engine.request("PUT", objectPath("volumes", String(cluster.get("ID"))), {
      query: { version },
      body: Buffer.from(marshal(new Map([["Spec", spec]]))),
      headers: { "Content-Type": "application/json" },
    });
    await answer.bytes();
  },
});
