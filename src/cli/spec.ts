/** What commands, lists and actions are: data. The parser, help, completion, man pages, the surface check and the docs read the same spec. */
import type { ConfigValues } from "../config/values.js";
import type { Engine } from "../engine/engine.js";
import type { ObjectKindName } from "../engine/objects.js";
import type { StatusError } from "../errors.js";
import type { Root } from "../format/template/layout.js";
import type { View } from "../format/view.js";
import type { Ctx } from "./context.js";
import type { Flags, Values } from "./flags.js";

/** Numbers of positional arguments: both ends included; `max` absent means any number. */
export interface Arity {
  min: number;
  max?: number;
}

/** What a command says of itself: routing, help, completion, man pages and docs come out of it. */
export interface CommandBase<F extends Flags = Flags> {
  /** Canonical path below the program's name, e.g. "container ls". */
  path: string;
  /** Other full paths, e.g. "ps", "container ps". The first one-word alias is what help calls the command at top level. */
  aliases?: readonly string[];
  summary: string;
  /** Longer text of help, after the summary. */
  long?: string;
  /** What follows the path in the usage line, e.g. "[OPTIONS] CONTAINER [CONTAINER...]". */
  usage: string;
  args: Arity;
  flags: F;
  /** false: options end at the first positional (run, exec, top, ...). */
  interspersed?: boolean;
  /** Lowest API version that has the command. */
  api?: string;
  experimental?: boolean;
  hidden?: boolean;
  examples?: readonly { say: string; run: string }[];
  /** Which arguments name objects of the daemon, and of what kind; absent: none, or not only names. */
  names?: NamedObjects;
  /** What a template of `--format` sees, where the command prints whole objects: the root of its layout. */
  root?: Root;
}

/** All arguments, or the first alone. */
export interface NamedObjects {
  kind: ObjectKindName | "any";
  which: "all" | "first";
}

export interface Command<F extends Flags = Flags> extends CommandBase<F> {
  /** Set by `defineList`: the command is a list. */
  list?: AnyList;
  /** The view of what it prints, where it is no list but prints rows (`stats`). */
  view?: AnyView;
  /** Set by `defineAction`: it does one thing to each named object. */
  action?: AnyAction;
  /** `changed` holds the keys of the flags that were written. Resolves to the exit code (nothing = 0). */
  // biome-ignore lint/suspicious/noConfusingVoidType: a handler that says nothing ends with 0
  run(ctx: Ctx, args: readonly string[], flags: Values<F>, changed: ReadonlySet<keyof F & string>): Promise<number | void>;
}

/** A command of whatever flags: what routing and help handle. */
// biome-ignore lint/suspicious/noExplicitAny: the flags' types matter to the handler alone
export type AnyCommand = Command<any>;

/** Identity; lets TypeScript infer the flag types. */
export function defineCommand<const F extends Flags>(command: Command<F>): Command<F> {
  return command;
}

// biome-ignore lint/suspicious/noExplicitAny: rows of whatever type
export type AnyView = View<any>;

/** The flags that lists share; those that a list does not have keep their defaults. */
export interface ListValues {
  format: string;
  quiet: boolean;
  noTrunc: boolean;
}

/** Options of the view that flags and format ask for, beside those that all lists have: `size`, `digests`. */
export type ListOptions = Readonly<Record<string, unknown>>;

/** What was asked of a list. */
export interface ListRequest<F extends Flags> {
  args: readonly string[];
  flags: Values<F> & ListValues;
  changed: ReadonlySet<string>;
  /** As it will be printed: "" is the default table. */
  format: string;
  /** Made by `options`. */
  options: ListOptions;
}

/** A list: its columns, and how its rows are got. */
export interface List<F extends Flags, Row> {
  /** The columns; a function where flags choose among several views. */
  view: View<Row> | ((flags: Values<F>) => View<Row>);
  /** Key of config.json that holds the format to take where none is written. */
  configFormat?: keyof ConfigValues & string;
  /** Which of the common flags there are; all when absent. */
  has?: readonly (keyof ListValues)[];
  /** Summary of `--quiet` where IDs are not what it prints. */
  quietSummary?: string;
  /** `-q` prints IDs whatever the format, but for `raw`. Docker has this in `ps` alone. */
  quietWins?: boolean;
  /** Chooses the format where the rule is not "written, else configured unless quiet". */
  format?(ctx: Ctx, flags: Values<F> & ListValues, configured: string): string;
  /** Options for `rows` and the view. `uses`: does what will be printed need the field? */
  options?(request: Omit<ListRequest<F>, "options">, uses: (field: string) => Promise<boolean>): ListOptions | Promise<ListOptions>;
  /** The rows, in the order in which they are printed. Throws StatusError. */
  rows(ctx: Ctx, request: ListRequest<F>): Promise<readonly Row[]>;
  /** Prints something else than the list where a flag asks for it. True: it did. */
  instead?(ctx: Ctx, request: Pick<ListRequest<F>, "args" | "flags">): Promise<boolean>;
  /** What stderr is told once the rows are printed. */
  after?(ctx: Ctx, rows: readonly Row[], request: ListRequest<F>): void;
}

/** A list of whatever flags and rows: what completion and the fleet handle. */
// biome-ignore lint/suspicious/noExplicitAny: the types matter to the list alone
export type AnyList = List<any, any>;

/** What was asked of an action. */
export interface ActionRequest<F extends Flags> {
  ctx: Ctx;
  engine: Engine;
  names: readonly string[];
  flags: Values<F>;
  changed: ReadonlySet<string>;
}

/** One thing done to each named object, at once where the objects do not depend on each other; reported in the order of the names. */
export interface Action<F extends Flags, R> {
  objects: ObjectKindName;
  /** What is going on, shown while it lasts: "Stopping". */
  waiting?: string;
  /** How many at a time at most: the endpoint's limit when absent; 1 does one after the other. */
  limit?: number;
  /** Refuses flags before the daemon is asked. Throws UserError. */
  check?(ctx: Ctx, flags: Values<F>, request: Pick<ActionRequest<F>, "names" | "changed">): void;
  /** Does something else where flags ask for it (`start --attach`), and gives the exit code; undefined: it did not. */
  instead?(request: ActionRequest<F>): Promise<number | undefined>;
  /** Makes what is done to one object, called with its name and its place among the names. Throws StatusError. */
  each(request: ActionRequest<F>): ((name: string, at: number) => Promise<R>) | Promise<(name: string, at: number) => Promise<R>>;
  /** Goes on with one object in its turn, after those before it are done (a question, an order). False: nothing is printed. */
  inTurn?(request: ActionRequest<F>, name: string, value: R): Promise<boolean>;
  /** What is printed for a success; the name when absent. */
  lines?(value: R, name: string): readonly string[];
  /** Which failures are no failure of the command: those are told on stderr and forgotten. */
  excused?(errors: readonly StatusError[], flags: Values<F>): readonly StatusError[];
  /** Each failure is told when its turn comes, and this error ends the command; absent: all failures together end it. */
  failure?(failed: readonly string[]): StatusError;
  /** After the last object, before failures end the command. */
  after?(request: ActionRequest<F>, values: readonly R[]): void;
}

/** An action of whatever flags and results: what the fleet handles. */
// biome-ignore lint/suspicious/noExplicitAny: the types matter to the action alone
export type AnyAction = Action<any, any>;
