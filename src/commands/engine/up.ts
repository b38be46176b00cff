import { str } from "../../cli/flags.js";
import { defineCommand } from "../../cli/spec.js";
import { UserError } from "../../errors.js";
import { isAlive } from "../../io/processes.mjs";
import { userId } from "../../io/user.js";
import { chooseKind, finder } from "../../private-engine/choose.js";
import { describeEngine } from "../../private-engine/client.js";
import { withLock } from "../../private-engine/lock.js";
import { addressOf, exportLine, placeOf, readState } from "../../private-engine/place.js";
import { startEngine } from "../../private-engine/start.js";

export default defineCommand({
  path: "engine up",
  summary: "Start your private engine, and print how to use it",
  long: `Start a private engine, of this user on this machine, and wait until it answers.

The line that makes a shell use it goes to standard output, all else to standard error. An engine that runs already is left
as it is. As root it is dockerd with a network of its own; for other users it is a rootless dockerd; where neither is
installed, it is Podman.`,
  usage: "[OPTIONS]",
  args: { min: 0, max: 0 },
  flags: { with: str("Which daemon: dockerd, rootless, podman") },
  examples: [{ say: "Use a private engine in this shell", run: 'eval "$(dockline engine up)"' }],
  async run(ctx, _args, f) {
    const find = finder(ctx.env.PATH ?? "");
    const machine = { platform: ctx.platform, root: userId() === 0, find };
    // Before there is a directory: an impossible choice leaves nothing behind.
    const place = placeOf(ctx);
    const known = ctx.platform === "linux" ? readState(place) : undefined;
    if (known && f.with !== "" && f.with !== known.kind) {
      throw new UserError(`your engine is of the kind ${known.kind}: 'dockline engine rm' removes it, with all its data`);
    }
    const kind = chooseKind(f.with || (known?.kind ?? ""), machine);
    await withLock(place, async () => {
      const now = readState(place);
      if (!now?.process || !isAlive(now.process)) await startEngine(ctx, place, kind, find);
    });
    const address = addressOf(place);
    const ports = address ? `; published ports are at ${address}` : "";
    ctx.stderr.write(`${await describeEngine(ctx, place)} answers at ${place.host}${ports}\n`);
    ctx.stdout.write(exportLine(place));
  },
});
