/** What a template may call: how many arguments of which types, and how it is called. */
import type { GoType } from "./types.js";
import type { Val } from "./value.js";

export interface Fn {
  /** Types of the arguments; of a variadic function the last one holds for all that follow too. */
  readonly params: readonly GoType[];
  readonly variadic?: boolean;
  /** Evaluated by the caller: arguments after the deciding one are not looked at; `call` is told the callee's name. */
  readonly special?: "and" | "or" | "call";
  /** Arguments of interface {} type come unwrapped, nil as undefined. Throws CallError. */
  call(args: Val[], callee?: string): Val;
}

/** Why a function refused; becomes "error calling NAME: message". */
export class CallError extends Error {}

export type FuncMap = Readonly<Record<string, Fn>>;
