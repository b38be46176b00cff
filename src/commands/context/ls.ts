import type { Ctx } from "../../cli/context.js";
import { defineList } from "../../cli/list.js";
import { listContexts } from "../../config/context-store.js";
import { readContext, type StoredContext } from "../../config/contexts.js";
import { DEFAULT_CONTEXT } from "../../config/current-context.js";
import { naturalOrder } from "../../values/natural-order.js";
import { contextNamed, currentName, describe } from "./known.js";
import { type ContextRow, contextView } from "./view.js";

function rowOf(context: StoredContext, current: string): ContextRow {
  const { name, docker } = context;
  const error = docker === null ? 'endpoint "docker" is not of type EndpointMeta' : docker ? "" : "cannot find docker endpoint in context";
  return { name, current: name === current, description: describe(context), host: docker?.host ?? "", error };
}

/** The current context where there is none of that name. */
function missing(configDir: string, name: string): ContextRow {
  const row = { name, current: true, description: "", host: "", error: "" };
  try {
    readContext(configDir, name);
    return row;
  } catch (error) {
    return { ...row, error: (error as Error).message };
  }
}

function rowsOf(ctx: Ctx, current: string): ContextRow[] {
  const { dir } = ctx.config();
  const rows = [...listContexts(dir), contextNamed(ctx, DEFAULT_CONTEXT)].map((context) => rowOf(context, current));
  if (!rows.some((row) => row.current)) rows.push(missing(dir, current));
  return rows.sort((a, b) => naturalOrder(a.name, b.name));
}

export default defineList({
  path: "context ls",
  aliases: ["context list"],
  summary: "List contexts",
  usage: "[OPTIONS]",
  args: { min: 0, max: 0 },
  flags: {},
  examples: [{ say: "Show names and endpoints", run: "context ls --format '{{.Name}} {{.DockerEndpoint}}'" }],
  view: contextView,
  has: ["format", "quiet"],
  quietSummary: "Only show names",
  format: (_ctx, { format, quiet }) => (quiet ? "" : format),
  rows: async (ctx) => rowsOf(ctx, currentName(ctx)),
  after({ env, stderr }) {
    if (env.DOCKER_HOST) {
      stderr.write(
        "Warning: DOCKER_HOST environment variable overrides the active context. To use a context, either set the global --context flag, or unset DOCKER_HOST environment variable.\n",
      );
    }
  },
});
