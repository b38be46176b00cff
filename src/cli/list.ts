/**
 * What every list has, once: `--format`, `-q`, `--no-trunc`, and the format that the configuration chooses.
 */
import type { Ctx } from "./context.js";
import { bool, type Flag, type Flags, str } from "./flags.js";
import { type AnyList, type AnyView, type Command, type CommandBase, defineCommand, type List, type ListValues } from "./spec.js";

/** `--format` of a list. */
export function listFormat(): Flag<string> {
  return str("Output format: table, table TEMPLATE, json, yaml, or a Go template");
}

/** The flags of lists. A list leaves out those that Docker's command of the same name does not have. */
const listFlags: { readonly [K in keyof ListValues]: Flag<ListValues[K]> } = {
  format: listFormat(),
  quiet: bool("Only show IDs", { short: "q" }),
  noTrunc: bool("Do not truncate output"),
};

/** Values of a list's flags: the shared ones, and its own. */
type AnyValues = ListValues & { readonly [flag: string]: unknown };

/** The format that was written, else the configured one; with -q that does not count. */
function chosenFormat(ctx: Ctx, { format, configFormat }: AnyList, flags: AnyValues): string {
  const configured = configFormat ? String(ctx.config().values[configFormat] ?? "") : "";
  if (format) return format(ctx, flags, configured);
  return flags.format || (flags.quiet ? "" : configured);
}

export function viewOf({ view }: AnyList, flags: { readonly [flag: string]: unknown }): AnyView {
  return typeof view === "function" ? view(flags) : view;
}

/** What the command line asks of the list. */
async function toRequest(ctx: Ctx, list: AnyList, args: readonly string[], flags: AnyValues, changed: ReadonlySet<string>) {
  const format = chosenFormat(ctx, list, flags);
  const uses = (field: string) => ctx.print.uses(viewOf(list, flags), format, field);
  const request = { args, flags, changed, format };
  return { ...request, options: (await list.options?.(request, uses)) ?? {} };
}

async function runList(ctx: Ctx, list: AnyList, args: readonly string[], flags: AnyValues, changed: ReadonlySet<string>): Promise<void> {
  if (await list.instead?.(ctx, { args, flags })) return;
  const request = await toRequest(ctx, list, args, flags, changed);
  const rows = await list.rows(ctx, request);
  const { options } = request;
  const format = list.quietWins && flags.quiet && request.format !== "raw" ? "" : request.format;
  await ctx.print.list(viewOf(list, flags), rows, { format, quiet: flags.quiet, trunc: !flags.noTrunc, ...options });
  list.after?.(ctx, rows, request);
}

/** The command of a list, with the flags that all lists share. */
export function defineList<const F extends Flags, Row>(spec: CommandBase<F> & List<F, Row>): Command<F> {
  const {
    view,
    configFormat,
    has = ["format", "quiet", "noTrunc"],
    quietSummary,
    quietWins,
    format,
    options,
    rows,
    instead,
    after,
    ...base
  } = spec;
  const shared: Flags = Object.fromEntries(has.map((name) => [name, listFlags[name]]));
  if (quietSummary) shared.quiet = { ...listFlags.quiet, summary: quietSummary };
  const list = { view, configFormat, quietWins, format, options, rows, instead, after } as AnyList;
  const defaults: ListValues = { format: "", quiet: false, noTrunc: false };
  return defineCommand({
    ...base,
    flags: { ...shared, ...base.flags } as F,
    list,
    run: (ctx, args, flags, changed) => runList(ctx, list, args, { ...defaults, ...(flags as object) }, changed),
  });
}
