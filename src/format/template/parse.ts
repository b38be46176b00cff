/** The parser of Go's text/template: text to trees, one for the template and one for each that it defines. */
import { TemplateError } from "./errors.js";
import { describe, type Item, type ItemType, Lexer } from "./lex.js";
import {
  type ChainNode,
  type CommandNode,
  type ControlNode,
  type EndNode,
  type ListNode,
  type Operand,
  type PipeNode,
  type Statement,
  show,
  type TemplateNode,
  type VariableNode,
} from "./nodes.js";
import { type Constant, parseConstant } from "./number.js";
import { quote, unquote } from "./quote.js";
import { COMPLEX, FLOAT64 } from "./types.js";
import { Scalar, type Val } from "./value.js";

/** What all trees of one text share. */
interface Source {
  readonly lexer: Lexer;
  /** Name in parse errors. */
  readonly name: string;
  readonly trees: Map<string, ListNode>;
  hasFunction(name: string): boolean;
}

/** Parses a text. The result holds the tree of the template itself under its name, and those it defines. */
export function parseTrees(name: string, text: string, hasFunction: (name: string) => boolean): Map<string, ListNode> {
  const source: Source = { lexer: new Lexer(text), name, trees: new Map(), hasFunction };
  try {
    new Parser(source, name).main();
  } catch (e) {
    if (e instanceof RangeError) throw new TemplateError(`template: ${name}: nested too deeply`);
    throw e;
  }
  return source.trees;
}

const OPERANDS: ReadonlySet<ItemType> = new Set([
  "bool",
  "rune",
  "complex",
  ".",
  "field",
  "identifier",
  "number",
  "nil",
  "raw",
  "string",
  "variable",
  "(",
]);

/** Nothing to evaluate, nothing to print: such a tree may be defined again. */
function isEmpty(node: Statement): boolean {
  if (node.kind === "list") return node.nodes.every(isEmpty);
  return node.kind === "text" && node.text.trim() === "";
}

/** The value of a number where no type is asked for: a complex, a float when written as one, else an int. */
function idealValue(text: string, c: Constant): Val {
  if (c.complex !== undefined) return new Scalar(COMPLEX, c.complex);
  const hexInt = /^0[xX]/.test(text) && text.length > 2 && !/[pP]/.test(text);
  if (c.float !== undefined && !hexInt && !text.startsWith("'") && /[.eEpP]/.test(text)) return new Scalar(FLOAT64, c.float);
  if (c.int === undefined) return undefined;
  const n = Number(c.int);
  return Number.isSafeInteger(n) ? n : c.int;
}

class Parser {
  #name: string;
  readonly #source: Source;
  /** Items put back, the next one last. The oldest slot gives the line of errors. */
  readonly #token: Item[] = [{ type: "eof", pos: 0, val: "", line: 1 }];
  #peeked = 0;
  /** Names in scope, and how often each is declared. */
  readonly #vars: string[] = ["$"];
  readonly #declared = new Map([["$", 1]]);
  #actionLine = 0;
  #rangeDepth = 0;

  constructor(source: Source, name: string) {
    this.#source = source;
    this.#name = name;
  }

  #next(): Item {
    if (this.#peeked > 0) this.#peeked--;
    else this.#token[0] = this.#source.lexer.next();
    return this.#token[this.#peeked] as Item;
  }

  #peek(): Item {
    if (this.#peeked === 0) {
      this.#peeked = 1;
      this.#token[0] = this.#source.lexer.next();
    }
    return this.#token[this.#peeked - 1] as Item;
  }

  #nextNonSpace(): Item {
    for (;;) {
      const item = this.#next();
      if (item.type !== "space") return item;
    }
  }

  #peekNonSpace(): Item {
    const item = this.#nextNonSpace();
    this.#peeked++;
    return item;
  }

  #fail(message: string): never {
    throw new TemplateError(`template: ${this.#source.name}:${this.#token[0]?.line}: ${message}`);
  }

  #unexpected(item: Item, context: string): never {
    if (item.type !== "error") this.#fail(`unexpected ${describe(item)} in ${context}`);
    let extra = "";
    if (this.#actionLine !== 0 && this.#actionLine !== item.line) {
      extra = ` started at ${this.#source.name}:${this.#actionLine}`;
      if (!item.val.endsWith(" action")) extra = ` in action${extra}`;
    }
    return this.#fail(describe(item) + extra);
  }

  #expect(type: ItemType, context: string): Item {
    const item = this.#nextNonSpace();
    return item.type === type ? item : this.#unexpected(item, context);
  }

  /** The whole text. */
  main(): void {
    const root: ListNode = { kind: "list", pos: this.#peek().pos, nodes: [] };
    while (this.#peek().type !== "eof") {
      if (this.#peek().type === "left") {
        const left = this.#next();
        if (this.#nextNonSpace().type === "define") {
          new Parser(this.#source, "definition").#definition();
          continue;
        }
        this.#token[1] = left;
        this.#peeked = 2;
      }
      const node = this.#textOrAction();
      if (node.kind === "end" || node.kind === "else") return this.#fail(`unexpected ${show(node)}`);
      root.nodes.push(node);
    }
    this.#add(root);
  }

  #add(root: ListNode): void {
    const trees = this.#source.trees;
    const old = trees.get(this.#name);
    if (old === undefined || isEmpty(old)) trees.set(this.#name, root);
    else if (!isEmpty(root)) this.#fail(`template: multiple definition of template ${quote(this.#name)}`);
  }

  #definition(): void {
    const context = "define clause";
    this.#name = this.#templateName(this.#nextNonSpace(), context);
    this.#expect("right", context);
    this.#body(this, context);
  }

  /** The body of a define or block, up to its end; `reporter` is the parser that complains of a wrong end. */
  #body(reporter: Parser, context: string): void {
    const [root, end] = this.#itemList();
    if (end.kind !== "end") reporter.#fail(`unexpected ${show(end)} in ${context}`);
    this.#add(root);
  }

  #itemList(): [ListNode, EndNode] {
    const list: ListNode = { kind: "list", pos: this.#peekNonSpace().pos, nodes: [] };
    while (this.#peekNonSpace().type !== "eof") {
      const node = this.#textOrAction();
      if (node.kind === "end" || node.kind === "else") return [list, node];
      list.nodes.push(node);
    }
    return this.#fail("unexpected EOF");
  }

  #textOrAction(): Statement | EndNode {
    const item = this.#nextNonSpace();
    if (item.type === "text") return { kind: "text", pos: item.pos, text: item.val };
    if (item.type !== "left") this.#unexpected(item, "input");
    this.#actionLine = item.line;
    const node = this.#action();
    this.#actionLine = 0;
    return node;
  }

  #action(): Statement | EndNode {
    const item = this.#nextNonSpace();
    switch (item.type) {
      case "block":
        return this.#block();
      case "break":
      case "continue":
        return this.#jump(item.type, item.pos);
      case "else":
        return this.#else();
      case "end":
        return { kind: "end", pos: this.#expect("right", "end").pos };
      case "if":
      case "range":
      case "with":
        return this.#control(item.type);
      case "template":
        return this.#template();
    }
    this.#peeked++;
    const pos = this.#peek().pos;
    return { kind: "action", pos, pipe: this.#pipeline("command", "right") };
  }

  #jump(kind: "break" | "continue", pos: number): Statement {
    const item = this.#nextNonSpace();
    if (item.type !== "right") this.#unexpected(item, `{{${kind}}}`);
    if (this.#rangeDepth === 0) this.#fail(`{{${kind}}} outside {{range}}`);
    return { kind, pos };
  }

  #else(): EndNode {
    const next = this.#peekNonSpace();
    // "else if" and "else with" are one action; the word itself is left for the one who asked.
    if (next.type === "if" || next.type === "with") return { kind: "else", pos: next.pos };
    return { kind: "else", pos: this.#expect("right", "else").pos };
  }

  #control(kind: ControlNode["kind"]): ControlNode {
    const scope = this.#vars.length;
    const pipe = this.#pipeline(kind, "right");
    if (kind === "range") this.#rangeDepth++;
    const [list, next] = this.#itemList();
    if (kind === "range") this.#rangeDepth--;
    let otherwise: ListNode | undefined;
    if (next.kind === "else") {
      if (kind !== "range" && this.#peek().type === kind) {
        this.#next();
        otherwise = { kind: "list", pos: next.pos, nodes: [this.#control(kind)] };
      } else {
        const [nodes, end] = this.#itemList();
        if (end.kind !== "end") this.#fail(`expected end; found ${show(end)}`);
        otherwise = nodes;
      }
    }
    while (this.#vars.length > scope) this.#forget();
    return { kind, pos: pipe.pos, pipe, list, otherwise };
  }

  #declare(name: string): void {
    this.#vars.push(name);
    this.#declared.set(name, (this.#declared.get(name) ?? 0) + 1);
  }

  #forget(): void {
    const name = this.#vars.pop() as string;
    this.#declared.set(name, (this.#declared.get(name) as number) - 1);
  }

  #templateName(item: Item, context: string): string {
    if (item.type !== "string" && item.type !== "raw") this.#unexpected(item, context);
    return unquote(item.val) ?? this.#fail("invalid syntax");
  }

  #block(): TemplateNode {
    const context = "block clause";
    const item = this.#nextNonSpace();
    const name = this.#templateName(item, context);
    const pipe = this.#pipeline(context, "right");
    new Parser(this.#source, name).#body(this, context);
    return { kind: "template", pos: item.pos, name, pipe };
  }

  #template(): TemplateNode {
    const context = "template clause";
    const item = this.#nextNonSpace();
    const name = this.#templateName(item, context);
    if (this.#nextNonSpace().type === "right") return { kind: "template", pos: item.pos, name, pipe: undefined };
    this.#peeked++;
    return { kind: "template", pos: item.pos, name, pipe: this.#pipeline(context, "right") };
  }

  #pipeline(context: string, end: "right" | ")"): PipeNode {
    const pipe: PipeNode = { kind: "pipe", pos: this.#peekNonSpace().pos, assign: false, decl: [], cmds: [] };
    this.#declarations(pipe, context);
    for (;;) {
      const item = this.#nextNonSpace();
      if (item.type === end) break;
      if (!OPERANDS.has(item.type)) this.#unexpected(item, context);
      this.#peeked++;
      pipe.cmds.push(this.#command());
    }
    if (pipe.cmds.length === 0) this.#fail(`missing value for ${context}`);
    for (let i = 1; i < pipe.cmds.length; i++) {
      const kind = pipe.cmds[i]?.args[0]?.kind;
      if (kind === "bool" || kind === "dot" || kind === "nil" || kind === "number" || kind === "string") {
        this.#fail(`non executable command in pipeline stage ${i + 1}`);
      }
    }
    return pipe;
  }

  /** `$x :=`, `$x =`, `$i, $x :=`; puts back a variable that begins an ordinary command. */
  #declarations(pipe: PipeNode, context: string): void {
    for (;;) {
      const v = this.#peekNonSpace();
      if (v.type !== "variable") return;
      this.#next();
      const after = this.#peek();
      const next = this.#peekNonSpace();
      const comma = next.type === "char" && next.val === ",";
      if (!comma && next.type !== "assign" && next.type !== "declare") {
        if (after.type === "space") {
          this.#token[1] = after;
          this.#token[2] = v;
          this.#peeked = 3;
        } else {
          this.#token[1] = v;
          this.#peeked = 2;
        }
        return;
      }
      this.#nextNonSpace();
      if (!comma) pipe.assign = next.type === "assign";
      pipe.decl.push({ kind: "variable", pos: v.pos, ident: v.val.split(".") });
      this.#declare(v.val);
      if (!comma) return;
      if (context !== "range" || pipe.decl.length >= 2) this.#fail(`too many declarations in ${context}`);
      const following = this.#peekNonSpace().type;
      if (following !== "variable" && following !== "right" && following !== ")") this.#fail("range can only initialize variables");
    }
  }

  #command(): CommandNode {
    const cmd: CommandNode = { kind: "command", pos: this.#peekNonSpace().pos, args: [] };
    for (;;) {
      this.#peekNonSpace();
      const operand = this.#operand();
      if (operand !== undefined) cmd.args.push(operand);
      const item = this.#next();
      if (item.type === "space") continue;
      if (item.type === "right" || item.type === ")") this.#peeked++;
      else if (item.type !== "pipe") this.#unexpected(item, "operand");
      break;
    }
    if (cmd.args.length === 0) this.#fail("empty command");
    return cmd;
  }

  /** A term and the fields that follow it. */
  #operand(): Operand | undefined {
    const node = this.#term();
    if (node === undefined || this.#peek().type !== "field") return node;
    const pos = this.#peek().pos;
    const ident: string[] = [];
    while (this.#peek().type === "field") ident.push(this.#next().val.slice(1));
    switch (node.kind) {
      case "field":
      case "variable":
        return { kind: node.kind, pos, ident: [...node.ident, ...ident] };
      case "bool":
      case "string":
      case "number":
      case "nil":
      case "dot":
        return this.#fail(`unexpected . after term ${quote(show(node))}`);
      default:
        return { kind: "chain", pos, node, ident } satisfies ChainNode;
    }
  }

  #term(): Operand | undefined {
    const item = this.#nextNonSpace();
    const pos = item.pos;
    switch (item.type) {
      case "identifier":
        if (!this.#source.hasFunction(item.val)) this.#fail(`function ${quote(item.val)} not defined`);
        return { kind: "identifier", pos, name: item.val };
      case ".":
        return { kind: "dot", pos };
      case "nil":
        return { kind: "nil", pos };
      case "variable":
        return this.#variable(item);
      case "field":
        return { kind: "field", pos, ident: item.val.slice(1).split(".") };
      case "bool":
        return { kind: "bool", pos, text: item.val, value: item.val === "true" };
      case "rune":
      case "complex":
      case "number": {
        const constant = parseConstant(item.val, item.type);
        if (typeof constant === "string") this.#fail(constant);
        return { kind: "number", pos, text: item.val, constant, value: idealValue(item.val, constant) };
      }
      case "(":
        return this.#pipeline("parenthesized pipeline", ")");
      case "string":
      case "raw":
        return { kind: "string", pos, text: item.val, value: unquote(item.val) ?? this.#fail("invalid syntax") };
    }
    this.#peeked++;
    return undefined;
  }

  #variable(item: Item): VariableNode {
    const ident = item.val.split(".");
    if (!this.#declared.get(ident[0] as string)) this.#fail(`undefined variable ${quote(ident[0] as string)}`);
    return { kind: "variable", pos: item.pos, ident };
  }
}
