/**
 * What every action on named objects has, once: work on several at the same time, lines and failures in the order of the names, and a
 * sign of life while it lasts.
 */
import { StatusError } from "../errors.js";
import { NO_SPINNER } from "../io/spinner.js";
import type { Flags } from "./flags.js";
import { atOnce, inOrder, settled, throwJoined } from "./parallel.js";
import { type Action, type ActionRequest, type AnyAction, type Command, type CommandBase, defineCommand } from "./spec.js";

// biome-ignore lint/suspicious/noExplicitAny: a request of whatever flags
type AnyRequest = ActionRequest<any>;

interface Results {
  values: unknown[];
  errors: StatusError[];
  /** Names of what failed. */
  failed: string[];
}

/** What ends in one object's turn: false where nothing is to be printed of it. Throws StatusError. */
async function inTurn(action: AnyAction, request: AnyRequest, name: string, outcome: { value: unknown } | { error: StatusError }) {
  if ("error" in outcome) throw outcome.error;
  return (await action.inTurn?.(request, name, outcome.value)) ?? true;
}

/** Does the work, prints what succeeded, and collects what failed. Cancelled and bugs are thrown. */
async function work(action: AnyAction, request: AnyRequest): Promise<Results> {
  const { ctx, engine, names, flags } = request;
  const results: Results = { values: [], errors: [], failed: [] };
  const each = await action.each(request);
  const limit = Math.min(action.limit ?? Number.POSITIVE_INFINITY, atOnce(engine));
  const spinner = action.waiting ? ctx.spinner(`${action.waiting} ${names.join(" ")}`) : NO_SPINNER;
  for await (const outcome of settled(
    spinner,
    inOrder([...names.keys()], limit, (at) => each(names[at] as string, at)),
  )) {
    const name = names[outcome.item] as string;
    try {
      if (!(await inTurn(action, request, name, outcome))) continue;
    } catch (error) {
      if (!(error instanceof StatusError) || error.message === "") throw error;
      if (action.failure && action.excused?.([error], flags).length) continue;
      if (action.failure) ctx.stderr.write(`${error.message}\n`);
      results.errors.push(error);
      results.failed.push(name);
      continue;
    }
    const { value } = outcome as { value: unknown };
    for (const line of action.lines?.(value, name) ?? [name]) ctx.stdout.write(`${line}\n`);
    results.values.push(value);
  }
  return results;
}

/** Throws what ends the command: one error for all failures that are not excused. */
function endWith(action: AnyAction, { ctx, flags }: AnyRequest, { errors, failed }: Results): void {
  if (action.failure) {
    if (failed.length > 0) throw action.failure(failed);
    return;
  }
  const excused = action.excused?.(errors, flags) ?? [];
  for (const { message } of excused) ctx.stderr.write(`${message}\n`);
  throwJoined(errors.filter((error) => !excused.includes(error)));
}

/** The command of an action. */
export function defineAction<const F extends Flags, R>(spec: CommandBase<F> & Action<F, R>): Command<F> {
  const { objects, waiting, limit, check, instead, each, inTurn, lines, excused, failure, after, ...base } = spec;
  const action = { objects, waiting, limit, check, instead, each, inTurn, lines, excused, failure, after } as AnyAction;
  return defineCommand({
    ...base,
    names: { kind: objects, which: "all" },
    action,
    async run(ctx, names, flags, changed) {
      action.check?.(ctx, flags, { names, changed });
      const request = { ctx, engine: await ctx.engine(), names, flags, changed };
      const code = await action.instead?.(request);
      if (code !== undefined) return code;
      const results = await work(action, request);
      action.after?.(request, results.values);
      endWith(action, request, results);
    },
  });
}
