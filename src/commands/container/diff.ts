import { defineCommand } from "../../cli/spec.js";
import { containerPath } from "../../engine/object-path.js";
import { StatusError } from "../../errors.js";
import { writeLines } from "../../format/lines.js";

interface Change {
  Path: string;
  /** 0 changed, 1 added, 2 deleted. */
  Kind: number;
}

const LETTERS: Readonly<Record<number, string>> = { 0: "C", 1: "A", 2: "D" };

export default defineCommand({
  path: "container diff",
  aliases: ["diff"],
  summary: "Show changes to files in a container's file system",
  usage: "CONTAINER",
  args: { min: 1, max: 1 },
  names: { kind: "container", which: "all" },
  flags: {},
  examples: [{ say: "Show only what was added", run: "diff web | grep ^A" }],
  async run({ engine, stdout }, [container = ""]) {
    if (container === "") throw new StatusError("Container name cannot be empty");
    const changes = await (await engine()).json<Change[] | null>("GET", `${containerPath(container)}/changes`);
    writeLines(
      stdout,
      (changes ?? []).map(({ Kind, Path }) => `${LETTERS[Kind] ?? ""} ${Path}`),
    );
  },
});
