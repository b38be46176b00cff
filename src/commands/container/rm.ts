import { defineAction } from "../../cli/action.js";
import { bool, type Values } from "../../cli/flags.js";
import { containerPath } from "../../engine/object-path.js";
import { send } from "../../engine/send.js";
import { ApiError, UserError } from "../../errors.js";

const flags = {
  force: bool("Force removal of running containers (uses SIGKILL)", { short: "f" }),
  link: bool("Remove the link of that name instead of a container", { short: "l" }),
  volumes: bool("Remove anonymous volumes of the containers", { short: "v" }),
};

/** Query of DELETE /containers/NAME. Pure. */
export const toRmQuery = (f: Values<typeof flags>) => ({ force: f.force, link: f.link, v: f.volumes });

/** A name as the daemon lists it has a slash in front. Throws UserError where only slashes are left. */
export function withoutSlashes(name: string): string {
  const bare = name.replace(/^\/+|\/+$/g, "");
  if (bare === "") throw new UserError("container name cannot be empty");
  return bare;
}

export default defineAction({
  path: "container rm",
  aliases: ["rm", "container remove"],
  summary: "Remove containers",
  usage: "[OPTIONS] CONTAINER [CONTAINER...]",
  args: { min: 1 },
  flags,
  examples: [
    { say: "Kill and remove a container and its anonymous volumes", run: "rm -fv web" },
    { say: "Remove all exited containers", run: "rm $(dockline ps -aq -f status=exited)" },
  ],
  objects: "container",
  waiting: "Removing",
  each:
    ({ engine, flags }) =>
    async (name) =>
      send(engine, "DELETE", containerPath(withoutSlashes(name)), { query: toRmQuery(flags) }),
  // What is not there need not be removed by force.
  excused: (errors, { force }) => (force ? errors.filter((error) => error instanceof ApiError && error.status === 404) : []),
});
