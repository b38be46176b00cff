import { defineCommand } from "../../cli/spec.js";
import { objectPath } from "../../engine/object-path.js";
import { UserError } from "../../errors.js";
import { quote } from "../../values/quote.js";
import { fullName, parseAnyReference, parseReference, withDefaultTag } from "../../values/reference.js";

/** Throws UserError naming what cannot be an image's name. */
function checked<T>(raw: string, parse: (raw: string) => T): T {
  try {
    return parse(raw);
  } catch (error) {
    throw new UserError(`Error parsing reference: ${quote(raw)} is not a valid repository/tag: ${(error as Error).message}`);
  }
}

/** Request of POST /images/SOURCE/tag. Pure. Throws UserError for names that no image can have. */
export function toTagRequest(source: string, target: string): { path: string; query: { repo: string; tag: string } } {
  checked(source, parseAnyReference);
  const reference = checked(target, parseReference);
  if (reference.digest !== undefined) throw new UserError("refusing to create a tag with a digest reference");
  const { tag = "" } = withDefaultTag(reference);
  return { path: `${objectPath("images", source)}/tag`, query: { repo: fullName(reference), tag } };
}

export default defineCommand({
  path: "image tag",
  aliases: ["tag"],
  summary: "Create a tag that refers to an image",
  usage: "SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]",
  args: { min: 2, max: 2 },
  interspersed: false,
  names: { kind: "image", which: "first" },
  flags: {},
  examples: [{ say: "Prepare an image for your own registry", run: "tag web:1 registry.example.org/team/web:1" }],
  async run(ctx, [source = "", target = ""]) {
    const { path, query } = toTagRequest(source, target);
    const engine = await ctx.engine();
    const answer = await engine.request("POST", path, { query });
    await answer.bytes();
  },
});
