/** Parsing inside an action: pipelines, commands, operands and the variables they declare. */

import { quote } from "../../values/quote.js";
import { Cursor } from "./cursor.js";
import { TemplateError } from "./errors.js";
import { describe, type Item, type ItemType } from "./item.js";
import type { Lexer } from "./lex.js";
import { type ChainNode, type CommandNode, type ListNode, type Operand, type PipeNode, show, type VariableNode } from "./nodes.js";
import { type Constant, parseConstant } from "./number.js";
import { unquote } from "./quote.js";
import { COMPLEX, FLOAT64 } from "./types.js";
import { Scalar, type Val } from "./value.js";

/** What all trees of one text share. */
export interface Source {
  readonly lexer: Lexer;
  /** Name in parse errors. */
  readonly name: string;
  readonly trees: Map<string, ListNode>;
  hasFunction(name: string): boolean;
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

/** The value of a number where no type is asked for: a complex, a float when written as one, else an int. */
function idealValue(text: string, c: Constant): Val {
  if (c.complex !== undefined) return new Scalar(COMPLEX, c.complex);
  const hexInt = /^0[xX]/.test(text) && text.length > 2 && !/[pP]/.test(text);
  if (c.float !== undefined && !hexInt && !text.startsWith("'") && /[.eEpP]/.test(text)) return new Scalar(FLOAT64, c.float);
  if (c.int === undefined) return undefined;
  const n = Number(c.int);
  return Number.isSafeInteger(n) ? n : c.int;
}

export class PipelineParser {
  protected readonly items: Cursor;
  /** Names in scope, and how often each is declared. */
  protected readonly vars: string[] = ["$"];
  private readonly declared = new Map([["$", 1]]);
  /** Where the action under way began; 0 outside of actions. */
  protected actionLine = 0;

  constructor(
    protected readonly source: Source,
    /** Of the tree. */
    protected name: string,
  ) {
    this.items = new Cursor(source.lexer);
  }

  fail(message: string): never {
    throw new TemplateError(`template: ${this.source.name}:${this.items.line}: ${message}`);
  }

  protected unexpected(item: Item, context: string): never {
    if (item.type !== "error") this.fail(`unexpected ${describe(item)} in ${context}`);
    let extra = "";
    if (this.actionLine !== 0 && this.actionLine !== item.line) {
      extra = ` started at ${this.source.name}:${this.actionLine}`;
      if (!item.val.endsWith(" action")) extra = ` in action${extra}`;
    }
    return this.fail(describe(item) + extra);
  }

  private declareVariable(name: string): void {
    this.vars.push(name);
    this.declared.set(name, (this.declared.get(name) ?? 0) + 1);
  }

  protected forgetVariable(): void {
    const name = this.vars.pop() as string;
    this.declared.set(name, (this.declared.get(name) as number) - 1);
  }

  protected pipeline(context: string, end: "right" | ")"): PipeNode {
    const pipe: PipeNode = { kind: "pipe", pos: this.items.peekNonSpace().pos, assign: false, decl: [], cmds: [] };
    this.declarations(pipe, context);
    for (;;) {
      const item = this.items.nextNonSpace();
      if (item.type === end) break;
      if (!OPERANDS.has(item.type)) this.unexpected(item, context);
      this.items.back();
      pipe.cmds.push(this.command());
    }
    if (pipe.cmds.length === 0) this.fail(`missing value for ${context}`);
    for (let i = 1; i < pipe.cmds.length; i++) {
      const kind = pipe.cmds[i]?.args[0]?.kind;
      if (kind === "bool" || kind === "dot" || kind === "nil" || kind === "number" || kind === "string") {
        this.fail(`non executable command in pipeline stage ${i + 1}`);
      }
    }
    return pipe;
  }

  /** `$x :=`, `$x =`, `$i, $x :=`; puts back a variable that begins an ordinary command. */
  private declarations(pipe: PipeNode, context: string): void {
    for (;;) {
      const v = this.items.peekNonSpace();
      if (v.type !== "variable") return;
      this.items.next();
      const after = this.items.peek();
      const next = this.items.peekNonSpace();
      const comma = next.type === "char" && next.val === ",";
      if (!comma && next.type !== "assign" && next.type !== "declare") {
        if (after.type === "space") this.items.back3(v, after);
        else this.items.back2(v);
        return;
      }
      this.items.nextNonSpace();
      if (!comma) pipe.assign = next.type === "assign";
      pipe.decl.push({ kind: "variable", pos: v.pos, ident: v.val.split(".") });
      this.declareVariable(v.val);
      if (!comma) return;
      if (context !== "range" || pipe.decl.length >= 2) this.fail(`too many declarations in ${context}`);
      const following = this.items.peekNonSpace().type;
      if (following !== "variable" && following !== "right" && following !== ")") this.fail("range can only initialize variables");
    }
  }

  private command(): CommandNode {
    const cmd: CommandNode = { kind: "command", pos: this.items.peekNonSpace().pos, args: [] };
    for (;;) {
      this.items.peekNonSpace();
      const operand = this.operand();
      if (operand !== undefined) cmd.args.push(operand);
      const item = this.items.next();
      if (item.type === "space") continue;
      if (item.type === "right" || item.type === ")") this.items.back();
      else if (item.type !== "pipe") this.unexpected(item, "operand");
      break;
    }
    if (cmd.args.length === 0) this.fail("empty command");
    return cmd;
  }

  /** A term and the fields that follow it. */
  private operand(): Operand | undefined {
    const node = this.term();
    if (node === undefined || this.items.peek().type !== "field") return node;
    const pos = this.items.peek().pos;
    const ident: string[] = [];
    while (this.items.peek().type === "field") ident.push(this.items.next().val.slice(1));
    switch (node.kind) {
      case "field":
      case "variable":
        return { kind: node.kind, pos, ident: [...node.ident, ...ident] };
      case "bool":
      case "string":
      case "number":
      case "nil":
      case "dot":
        return this.fail(`unexpected . after term ${quote(show(node))}`);
      default:
        return { kind: "chain", pos, node, ident } satisfies ChainNode;
    }
  }

  private term(): Operand | undefined {
    const item = this.items.nextNonSpace();
    const pos = item.pos;
    switch (item.type) {
      case "identifier":
        if (!this.source.hasFunction(item.val)) this.fail(`function ${quote(item.val)} not defined`);
        return { kind: "identifier", pos, name: item.val };
      case ".":
        return { kind: "dot", pos };
      case "nil":
        return { kind: "nil", pos };
      case "variable":
        return this.variable(item);
      case "field":
        return { kind: "field", pos, ident: item.val.slice(1).split(".") };
      case "bool":
        return { kind: "bool", pos, text: item.val, value: item.val === "true" };
      case "rune":
      case "complex":
      case "number": {
        const constant = parseConstant(item.val, item.type);
        if (typeof constant === "string") this.fail(constant);
        return { kind: "number", pos, text: item.val, constant, value: idealValue(item.val, constant) };
      }
      case "(":
        return this.pipeline("parenthesized pipeline", ")");
      case "string":
      case "raw":
        return { kind: "string", pos, text: item.val, value: unquote(item.val) ?? this.fail("invalid syntax") };
    }
    this.items.back();
    return undefined;
  }

  private variable(item: Item): VariableNode {
    const ident = item.val.split(".");
    if (!this.declared.get(ident[0] as string)) this.fail(`undefined variable ${quote(ident[0] as string)}`);
    return { kind: "variable", pos: item.pos, ident };
  }
}
