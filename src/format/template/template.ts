/**
 * Go templates as `--format` takes them.
 *
 *   const t = parseTemplate("{{.Names}}: {{upper .State}}");   // throws TemplateError
 *   t.execute(new RowValue(type, row), (text) => out.write(text));
 */

import { Execution } from "./exec.js";
import type { FuncMap } from "./function.js";
import { functions, headerFunctions } from "./functions.js";
import type { ListNode } from "./nodes.js";
import { parseTrees } from "./parse.js";
import type { Program } from "./program.js";
import { readsField } from "./usage.js";
import { fromAny } from "./value.js";

export { TemplateError } from "./errors.js";

export interface TemplateOptions {
  /** Name in error texts; "" as nearly everywhere in Docker. */
  name?: string;
}

export class Template {
  readonly #trees: ReadonlyMap<string, ListNode>;
  readonly #program: Program;
  /** Made once; data that executes the same template again while it runs gets one of its own. */
  #idle: Execution | undefined;

  constructor(trees: ReadonlyMap<string, ListNode>, program: Program) {
    this.#trees = trees;
    this.#program = program;
  }

  /**
   * Evaluates on plain JS data, decoded JSON (json.ts), a row (row.ts) or a typed value (typed.ts).
   * `write` gets the output in large pieces, also what came before an error. Throws TemplateError.
   */
  execute(data: unknown, write: (text: string) => void): void {
    const execution = this.#take();
    try {
      execution.run(fromAny(data), write);
    } finally {
      this.#idle = execution;
    }
  }

  /** The output as one string. Throws TemplateError. */
  render(data: unknown): string {
    const execution = this.#take();
    try {
      return execution.render(fromAny(data));
    } finally {
      this.#idle = execution;
    }
  }

  #take(): Execution {
    const execution = this.#idle ?? new Execution(this.#program, this.#trees);
    this.#idle = undefined;
    return execution;
  }

  /** From now on a map without the key is an error instead of `<no value>` (Go's missingkey=error). */
  failOnMissingKey(): void {
    this.#program.missingKeyIsError = true;
  }

  /** The same template for the header row of a table: functions leave headers as they are. */
  forHeader(): Template {
    return new Template(this.#trees, { ...this.#program, funcs: headerFunctions });
  }

  /** May the output depend on the field of the data (".Size" or "Size")? True also where the data is printed whole. */
  usesField(name: string): boolean {
    return readsField(this.#trees, name.replace(/^\./, ""));
  }
}

function parseWith(text: string, name: string, funcs: FuncMap): Template {
  const trees = parseTrees(name, text, (fn) => Object.hasOwn(funcs, fn));
  return new Template(trees, { name, text, funcs, missingKeyIsError: false });
}

/** Parses a template. Throws TemplateError with Go's text ("template: :1: unclosed action"). */
export function parseTemplate(text: string, options: TemplateOptions = {}): Template {
  return parseWith(text, options.name ?? "", functions);
}
