import { bool, list, str, type Values } from "../../cli/flags.js";
import { defineCommand } from "../../cli/spec.js";
import { userValue } from "../../cli/user-value.js";
import { jsonObject } from "../../engine/json-object.js";
import { checkedName } from "../../engine/object-path.js";
import { UserError } from "../../errors.js";
import { fullName, parseReference, withDefaultTag } from "../../values/reference.js";

const flags = {
  author: str('Author, e.g. "Ada Lovelace <ada@example.org>"', { short: "a" }),
  change: list("Apply a Dockerfile instruction (CMD, ENV, EXPOSE, ...) to the image", { short: "c" }),
  message: str("Commit message", { short: "m" }),
  noPause: bool("Do not pause the container during the commit"),
  pause: bool("Pause the container during the commit", { short: "p", def: true }),
};

/** Query of POST /commit. Pure. Throws UserError for a name that no image can have. */
export function toCommitQuery(container: string, image: string, f: Values<typeof flags>) {
  const reference = image === "" ? undefined : userValue(() => parseReference(image));
  if (reference?.digest !== undefined) throw new UserError("refusing to create a tag with a digest reference");
  return {
    container: checkedName("container", container),
    repo: reference && fullName(reference),
    tag: reference && withDefaultTag(reference).tag,
    comment: f.message,
    author: f.author,
    changes: f.change,
    // The daemon pauses by default.
    pause: f.noPause || !f.pause ? "0" : undefined,
  };
}

export default defineCommand({
  path: "container commit",
  aliases: ["commit"],
  summary: "Create an image from a container's current state",
  usage: "[OPTIONS] CONTAINER [REPOSITORY[:TAG]]",
  args: { min: 1, max: 2 },
  interspersed: false,
  names: { kind: "container", which: "first" },
  flags,
  examples: [{ say: "Keep what was installed, then run it", run: "commit -c 'CMD [\"nginx\"]' box web:1" }],
  async run(ctx, [container = "", image = ""], f) {
    const query = toCommitQuery(container, image, f);
    const engine = await ctx.engine();
    const spinner = ctx.spinner(`Committing ${container}`);
    const { Id } = await jsonObject<{ Id: string }>(engine, "POST", "/commit", { query }).finally(spinner.stop);
    ctx.stdout.write(`${Id}\n`);
  },
});
