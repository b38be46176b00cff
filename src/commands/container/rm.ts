import { atOnce, forEachNamed } from "../../cli/parallel.js";
import { bool, defineCommand, type Values } from "../../cli/spec.js";
import { containerPath } from "../../engine/object-path.js";
import { ApiError, UserError } from "../../errors.js";

const flags = {
  force: bool("Also running ones: they are killed first", { short: "f" }),
  link: bool("Remove the link of that name, not a container", { short: "l" }),
  volumes: bool("Also their anonymous volumes", { short: "v" }),
};

/** Query of DELETE /containers/NAME. Pure. */
export const toRmQuery = (f: Values<typeof flags>) => ({ force: f.force, link: f.link, v: f.volumes });

/** A name as the engine lists it has a slash in front. Throws UserError where only slashes are left. */
export function withoutSlashes(name: string): string {
  const bare = name.replace(/^\/+|\/+$/g, "");
  if (bare === "") throw new UserError("container name cannot be empty");
  return bare;
}

export default defineCommand({
  path: "container rm",
  aliases: ["rm", "container remove"],
  summary: "Remove containers",
  usage: "[OPTIONS] CONTAINER [CONTAINER...]",
  args: { min: 1 },
  flags,
  examples: [
    { say: "Kill and remove, with what it kept in unnamed volumes", run: "rm -fv web" },
    { say: "Whatever has ended", run: "rm $(dockline ps -aq -f status=exited)" },
  ],
  async run(ctx, names, f) {
    const engine = await ctx.engine();
    const remove = async (name: string) => {
      const answer = await engine.request("DELETE", containerPath(withoutSlashes(name)), { query: toRmQuery(f) });
      await answer.bytes();
    };
    // What is not there need not be removed by force.
    const excuses = (error: Error) => f.force && error instanceof ApiError && error.status === 404;
    await forEachNamed(ctx, names, remove, { limit: atOnce(engine), waiting: "Removing", excuses });
  },
});
