/** The parse tree, and its nodes as error texts print them. */

import { quote } from "../../values/quote.js";
import type { Constant } from "./number.js";
import type { Val } from "./value.js";

interface At {
  /** Offset in the template's text, in UTF-16 units. */
  readonly pos: number;
}

export interface TextNode extends At {
  readonly kind: "text";
  readonly text: string;
}
export interface ActionNode extends At {
  readonly kind: "action";
  readonly pipe: PipeNode;
}
export interface ControlNode extends At {
  readonly kind: "if" | "with" | "range";
  readonly pipe: PipeNode;
  readonly list: ListNode;
  readonly otherwise: ListNode | undefined;
}
export interface TemplateNode extends At {
  readonly kind: "template";
  readonly name: string;
  readonly pipe: PipeNode | undefined;
}
export interface JumpNode extends At {
  readonly kind: "break" | "continue";
}
export type EndNode = (At & { readonly kind: "end" }) | (At & { readonly kind: "else" });
export interface ListNode extends At {
  readonly kind: "list";
  readonly nodes: Statement[];
}
export type Statement = TextNode | ActionNode | ControlNode | TemplateNode | JumpNode | ListNode;

export interface PipeNode extends At {
  readonly kind: "pipe";
  /** `=` instead of `:=`. */
  assign: boolean;
  readonly decl: VariableNode[];
  readonly cmds: CommandNode[];
}
export interface CommandNode extends At {
  readonly kind: "command";
  readonly args: Operand[];
}
export interface IdentifierNode extends At {
  readonly kind: "identifier";
  readonly name: string;
}
export interface VariableNode extends At {
  readonly kind: "variable";
  /** The name with its `$`, then fields. */
  readonly ident: readonly string[];
}
export interface FieldNode extends At {
  readonly kind: "field";
  readonly ident: readonly string[];
}
export interface ChainNode extends At {
  readonly kind: "chain";
  readonly node: Operand;
  readonly ident: readonly string[];
}
export interface ConstantNode extends At {
  readonly kind: "bool" | "string";
  readonly text: string;
  readonly value: string | boolean;
}
export interface NumberNode extends At {
  readonly kind: "number";
  readonly text: string;
  readonly constant: Constant;
  /** What it is where no type is asked for; undefined when it overflows int. */
  readonly value: Val;
}
export interface DotNode extends At {
  readonly kind: "dot";
}
export interface NilNode extends At {
  readonly kind: "nil";
}
export type Operand = PipeNode | IdentifierNode | VariableNode | FieldNode | ChainNode | ConstantNode | NumberNode | DotNode | NilNode;
export type Node = Statement | EndNode | CommandNode | Operand;

function inParens(node: Operand): string {
  return node.kind === "pipe" ? `(${show(node)})` : show(node);
}

/** A node as Go prints it back. */
export function show(node: Node): string {
  switch (node.kind) {
    case "text":
      return node.text;
    case "action":
      return `{{${show(node.pipe)}}}`;
    case "if":
    case "with":
    case "range": {
      const otherwise = node.otherwise === undefined ? "" : `{{else}}${show(node.otherwise)}`;
      return `{{${node.kind} ${show(node.pipe)}}}${show(node.list)}${otherwise}{{end}}`;
    }
    case "template":
      return `{{template ${quote(node.name)}${node.pipe === undefined ? "" : ` ${show(node.pipe)}`}}}`;
    case "break":
    case "continue":
    case "end":
    case "else":
      return `{{${node.kind}}}`;
    case "list":
      return node.nodes.map(show).join("");
    case "pipe": {
      const decl = node.decl.map(show).join(", ");
      const cmds = node.cmds.map(show).join(" | ");
      return decl === "" ? cmds : `${decl} ${node.assign ? "=" : ":="} ${cmds}`;
    }
    case "command":
      return node.args.map(inParens).join(" ");
    case "identifier":
      return node.name;
    case "variable":
      return node.ident.join(".");
    case "field":
      return `.${node.ident.join(".")}`;
    case "chain":
      return `${inParens(node.node)}.${node.ident.join(".")}`;
    case "dot":
      return ".";
    case "nil":
      return "nil";
    default:
      return node.text;
  }
}
