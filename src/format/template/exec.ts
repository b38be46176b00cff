/** Execution: walks a tree over the data and writes what it prints. */
import { TemplateError } from "./errors.js";
import { Evaluator } from "./eval.js";
import { sprint, valueText } from "./fmt.js";
import type { ActionNode, ControlNode, ListNode, PipeNode, Statement, TemplateNode } from "./nodes.js";
import { show } from "./nodes.js";
import { printable } from "./print-value.js";
import type { Program } from "./program.js";
import { INT, isInt, isUint } from "./types.js";
import { Dict, indirect, isTrue, kindOf, List, Scalar, typeOf, unwrap, type Val } from "./value.js";

/** Go's limit on templates that call templates; a deeper stack than this runtime's is reported the same way. */
const MAX_DEPTH = 100_000;
/** Characters buffered before they are written. */
const CHUNK = 1 << 16;

type Jump = "break" | "continue" | undefined;

/** Executes the trees of one template, once for each piece of data. */
export class Execution extends Evaluator {
  #out = "";
  #write: ((text: string) => void) | undefined;
  #depth = 0;
  /** The template action that was begun last. */
  #calling: TemplateNode | undefined;
  readonly #root: ListNode | undefined;

  constructor(
    program: Program,
    readonly trees: ReadonlyMap<string, ListNode>,
  ) {
    super(program);
    this.#root = trees.get(program.name);
  }

  /** Writes in chunks; what came before an error is written too, as Go does. Throws TemplateError. */
  run(data: Val, write: (text: string) => void): void {
    this.#write = write;
    try {
      this.#execute(data);
    } finally {
      this.#flush();
      this.#write = undefined;
    }
  }

  /** The whole output. Throws TemplateError. */
  render(data: Val): string {
    this.#execute(data);
    return this.#out;
  }

  #execute(data: Val): void {
    this.reset(data);
    this.#out = "";
    this.#depth = 0;
    try {
      if (this.#root === undefined) this.fail(`"${this.program.name}" is an incomplete or empty template`);
      this.#list(data, this.#root);
    } catch (e) {
      if (!(e instanceof RangeError)) throw e;
      // The runtime's own limits: its stack, or the length of a string.
      if (this.#depth <= 10) throw new TemplateError(this.locate(e.message.toLowerCase()));
      this.node = this.#calling;
      throw new TemplateError(this.locate(`exceeded maximum template depth (${MAX_DEPTH})`));
    }
  }

  #flush(): void {
    if (this.#out !== "") this.#write?.(this.#out);
    this.#out = "";
  }

  #print(text: string): void {
    this.#out += text;
    if (this.#out.length > CHUNK && this.#write !== undefined) this.#flush();
  }

  #list(dot: Val, list: ListNode): Jump {
    for (const node of list.nodes) {
      const jump = this.#walk(dot, node);
      if (jump !== undefined) return jump;
    }
    return undefined;
  }

  #walk(dot: Val, node: Statement): Jump {
    this.node = node;
    switch (node.kind) {
      case "text":
        this.#print(node.text);
        return undefined;
      case "action":
        return this.#action(dot, node);
      case "if":
      case "with":
        return this.#choice(dot, node);
      case "range":
        return this.#range(dot, node);
      case "template":
        return this.#template(dot, node);
      case "list":
        return this.#list(dot, node);
      default:
        return node.kind;
    }
  }

  #action(dot: Val, node: ActionNode): undefined {
    const value = this.pipeline(dot, node.pipe);
    if (node.pipe.decl.length > 0) return;
    if (typeof value === "string") {
      this.#print(value);
      return;
    }
    this.node = node;
    const shown = printable(value);
    if (shown === undefined) this.#print("<no value>");
    else if (kindOf(shown) === "func") this.fail(`can't print ${show(node)} of type ${typeOf(shown).name}`);
    else this.#print(sprint([shown]));
  }

  #forget(scope: number): void {
    this.names.length = scope;
    this.values.length = scope;
  }

  #choice(dot: Val, node: ControlNode): Jump {
    const scope = this.names.length;
    const value = this.pipeline(dot, node.pipe);
    let jump: Jump;
    if (isTrue(value)) jump = this.#list(node.kind === "with" ? value : dot, node.list);
    else if (node.otherwise !== undefined) jump = this.#list(dot, node.otherwise);
    this.#forget(scope);
    return jump;
  }

  /** Always ends without a jump: break and continue are for the list of the range, but not for its else. */
  #range(dot: Val, node: ControlNode): Jump {
    const scope = this.names.length;
    const { v } = indirect(this.pipeline(dot, node.pipe));
    const inner = this.names.length;
    let ran = false;
    for (const [index, elem] of this.#iterate(v, node.pipe)) {
      ran = true;
      this.#bind(node.pipe, index, elem, inner);
      const jump = this.#list(elem, node.list);
      this.#forget(inner);
      if (jump === "break") break;
    }
    const jump = !ran && node.otherwise !== undefined ? this.#list(dot, node.otherwise) : undefined;
    this.#forget(scope);
    return jump;
  }

  /** Gives the loop's variables their values: the newest ones when declared here, those of the name when assigned. */
  #bind(pipe: PipeNode, index: Val, elem: Val, top: number): void {
    const [first, second] = pipe.decl;
    if (first === undefined) return;
    if (pipe.assign) {
      this.setVariable(first.ident[0] as string, second === undefined ? elem : index);
      if (second !== undefined) this.setVariable(second.ident[0] as string, elem);
      return;
    }
    this.values[top - 1] = elem;
    if (second !== undefined) this.values[top - 2] = index;
  }

  *#iterate(v: Val, pipe: PipeNode): Generator<readonly [Val, Val]> {
    const kind = kindOf(v);
    if (kind !== "invalid" && (isInt(kind as never) || isUint(kind as never))) {
      if (pipe.decl.length > 1) this.fail(`can't use ${valueText(v)} to iterate over more than one variable`);
      const n = v instanceof Scalar ? (v.v as bigint) : BigInt(v as number);
      const type = typeOf(v as number);
      for (let i = 0; i < n; i++) yield [undefined, type === INT ? i : new Scalar(type, BigInt(i))];
    } else if (v instanceof List) {
      for (let i = 0; i < v.length; i++) yield [i, v.at(i)];
    } else if (v instanceof Dict) {
      for (const key of v.keys()) yield [v.key(key), v.get(key)];
    } else if (v !== undefined && unwrap(v) !== undefined) {
      this.fail(`range can't iterate over ${valueText(v)}`);
    }
  }

  #template(dot: Val, node: TemplateNode): undefined {
    this.#calling = node;
    const tree = this.trees.get(node.name);
    if (tree === undefined) this.fail(`template "${node.name}" not defined`);
    if (this.#depth === MAX_DEPTH) this.fail(`exceeded maximum template depth (${MAX_DEPTH})`);
    const value = node.pipe === undefined ? undefined : this.pipeline(dot, node.pipe);
    const { names, values, current } = this;
    this.#depth++;
    this.names = ["$"];
    this.values = [value];
    this.current = node.name;
    this.#list(value, tree);
    this.names = names;
    this.values = values;
    this.current = current;
    this.#depth--;
  }
}
