import { defineCommand } from "../../cli/spec.js";
import { jsonObject } from "../../engine/json-object.js";
import { containerPath } from "../../engine/object-path.js";
import { writeLines } from "../../format/lines.js";
import { alignText, REFERENCE_LAYOUT } from "../../format/tabwriter.js";

const LAYOUT = { ...REFERENCE_LAYOUT, minWidth: 20 };

interface Processes {
  Titles: readonly string[] | null;
  Processes: readonly (readonly string[])[] | null;
}

/** The lines that `top` prints. Pure. */
export function topTable({ Titles, Processes }: Processes): string[] {
  return alignText([Titles ?? [], ...(Processes ?? [])].map((cells) => cells.join("\t")).join("\n"), LAYOUT);
}

export default defineCommand({
  path: "container top",
  aliases: ["top"],
  summary: "Show the running processes of a container",
  usage: "CONTAINER [ps OPTIONS]",
  args: { min: 1 },
  names: { kind: "container", which: "first" },
  flags: {},
  interspersed: false,
  examples: [{ say: "Choose the columns with options of ps", run: "top web -o pid,user,args" }],
  async run({ engine, stdout }, [container = "", ...psArgs]) {
    const path = `${containerPath(container)}/top`;
    const processes = await jsonObject<Processes>(await engine(), "GET", path, { query: { ps_args: psArgs.join(" ") } });
    writeLines(stdout, topTable(processes));
  },
});
