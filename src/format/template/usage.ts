/** Which fields of its data a template reads, from its tree alone. */
import type { ListNode, Operand, PipeNode, Statement } from "./nodes.js";

/** True when a tree names the field of any data, or hands the data on whole (`{{json .}}`, `{{.}}`, `{{template "x" .}}`). */
export function readsField(trees: ReadonlyMap<string, ListNode>, name: string): boolean {
  let main = true;
  for (const tree of trees.values()) {
    if (inStatement(tree, name, main)) return true;
    main = false;
  }
  return false;
}

/** `isData`: the dot is the data itself here, not a part of it. */
function inStatement(node: Statement, name: string, isData: boolean): boolean {
  switch (node.kind) {
    case "list":
      return node.nodes.some((n) => inStatement(n, name, isData));
    case "action":
      return inPipe(node.pipe, name, isData);
    case "template":
      return node.pipe !== undefined && inPipe(node.pipe, name, isData);
    case "if":
    case "with":
    case "range": {
      if (inPipe(node.pipe, name, isData)) return true;
      if (node.otherwise !== undefined && inStatement(node.otherwise, name, isData)) return true;
      return inStatement(node.list, name, isData && node.kind === "if");
    }
    default:
      return false;
  }
}

function inPipe(pipe: PipeNode, name: string, isData: boolean): boolean {
  return pipe.cmds.some((cmd) => cmd.args.some((arg) => inOperand(arg, name, isData)));
}

function inOperand(node: Operand, name: string, isData: boolean): boolean {
  switch (node.kind) {
    case "pipe":
      return inPipe(node, name, isData);
    case "chain":
      return node.ident.includes(name) || inOperand(node.node, name, isData);
    case "field":
      return node.ident[0] === name;
    case "variable":
      return node.ident.length === 1 ? node.ident[0] === "$" : node.ident[1] === name;
    default:
      return isData && node.kind === "dot";
  }
}
