/** The parser of Go's text/template: text to trees, one for the template and one for each that it defines. */

import { quote } from "../../values/quote.js";
import { TemplateError } from "./errors.js";
import type { Item, ItemType } from "./item.js";
import { Lexer } from "./lex.js";
import { type ControlNode, type EndNode, type ListNode, type Statement, show, type TemplateNode } from "./nodes.js";
import { PipelineParser, type Source } from "./parse-pipeline.js";
import { unquote } from "./quote.js";

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

/** Nothing to evaluate, nothing to print: such a tree may be defined again. */
function isEmpty(node: Statement): boolean {
  if (node.kind === "list") return node.nodes.every(isEmpty);
  return node.kind === "text" && node.text.trim() === "";
}

class Parser extends PipelineParser {
  #rangeDepth = 0;

  #expect(type: ItemType, context: string): Item {
    const item = this.items.nextNonSpace();
    return item.type === type ? item : this.unexpected(item, context);
  }

  /** The whole text. */
  main(): void {
    const root: ListNode = { kind: "list", pos: this.items.peek().pos, nodes: [] };
    while (this.items.peek().type !== "eof") {
      if (this.items.peek().type === "left") {
        const left = this.items.next();
        if (this.items.nextNonSpace().type === "define") {
          new Parser(this.source, "definition").#definition();
          continue;
        }
        this.items.back2(left);
      }
      const node = this.#textOrAction();
      if (node.kind === "end" || node.kind === "else") this.fail(`unexpected ${show(node)}`);
      else root.nodes.push(node);
    }
    this.#add(root);
  }

  #add(root: ListNode): void {
    const trees = this.source.trees;
    const old = trees.get(this.name);
    if (old === undefined || isEmpty(old)) trees.set(this.name, root);
    else if (!isEmpty(root)) this.fail(`template: multiple definition of template ${quote(this.name)}`);
  }

  #definition(): void {
    const context = "define clause";
    this.name = this.#templateName(this.items.nextNonSpace(), context);
    this.#expect("right", context);
    this.#body(this, context);
  }

  /** The body of a define or block, up to its end; `reporter` is the parser that complains of a wrong end. */
  #body(reporter: Parser, context: string): void {
    const [root, end] = this.#itemList();
    if (end.kind !== "end") reporter.fail(`unexpected ${show(end)} in ${context}`);
    this.#add(root);
  }

  #itemList(): [ListNode, EndNode] {
    const list: ListNode = { kind: "list", pos: this.items.peekNonSpace().pos, nodes: [] };
    while (this.items.peekNonSpace().type !== "eof") {
      const node = this.#textOrAction();
      if (node.kind === "end" || node.kind === "else") return [list, node];
      list.nodes.push(node);
    }
    return this.fail("unexpected EOF");
  }

  #textOrAction(): Statement | EndNode {
    const item = this.items.nextNonSpace();
    if (item.type === "text") return { kind: "text", pos: item.pos, text: item.val };
    if (item.type !== "left") this.unexpected(item, "input");
    this.actionLine = item.line;
    const node = this.#action();
    this.actionLine = 0;
    return node;
  }

  #action(): Statement | EndNode {
    const item = this.items.nextNonSpace();
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
    this.items.back();
    const pos = this.items.peek().pos;
    return { kind: "action", pos, pipe: this.pipeline("command", "right") };
  }

  #jump(kind: "break" | "continue", pos: number): Statement {
    const item = this.items.nextNonSpace();
    if (item.type !== "right") this.unexpected(item, `{{${kind}}}`);
    if (this.#rangeDepth === 0) this.fail(`{{${kind}}} outside {{range}}`);
    return { kind, pos };
  }

  #else(): EndNode {
    const next = this.items.peekNonSpace();
    // "else if" and "else with" are one action; the word itself is left for the one who asked.
    if (next.type === "if" || next.type === "with") return { kind: "else", pos: next.pos };
    return { kind: "else", pos: this.#expect("right", "else").pos };
  }

  #control(kind: ControlNode["kind"]): ControlNode {
    const scope = this.vars.length;
    const pipe = this.pipeline(kind, "right");
    if (kind === "range") this.#rangeDepth++;
    const [list, next] = this.#itemList();
    if (kind === "range") this.#rangeDepth--;
    let otherwise: ListNode | undefined;
    if (next.kind === "else") {
      if (kind !== "range" && this.items.peek().type === kind) {
        this.items.next();
        otherwise = { kind: "list", pos: next.pos, nodes: [this.#control(kind)] };
      } else {
        const [nodes, end] = this.#itemList();
        if (end.kind !== "end") this.fail(`expected end; found ${show(end)}`);
        otherwise = nodes;
      }
    }
    while (this.vars.length > scope) this.forgetVariable();
    return { kind, pos: pipe.pos, pipe, list, otherwise };
  }

  #templateName(item: Item, context: string): string {
    if (item.type !== "string" && item.type !== "raw") this.unexpected(item, context);
    return unquote(item.val) ?? this.fail("invalid syntax");
  }

  #block(): TemplateNode {
    const context = "block clause";
    const item = this.items.nextNonSpace();
    const name = this.#templateName(item, context);
    const pipe = this.pipeline(context, "right");
    new Parser(this.source, name).#body(this, context);
    return { kind: "template", pos: item.pos, name, pipe };
  }

  #template(): TemplateNode {
    const context = "template clause";
    const item = this.items.nextNonSpace();
    const name = this.#templateName(item, context);
    if (this.items.nextNonSpace().type === "right") return { kind: "template", pos: item.pos, name, pipe: undefined };
    this.items.back();
    return { kind: "template", pos: item.pos, name, pipe: this.pipeline(context, "right") };
  }
}
