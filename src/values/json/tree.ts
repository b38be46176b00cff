/** JSON as a tree that keeps what JavaScript's values lose: the digits of numbers, and the order of all keys. */
import { JsonScanner } from "./scan.js";

/** A number with the digits it was written with (Go's json.Number). */
export class JsonNumber {
  constructor(readonly text: string) {}
}

/** Objects are maps in the order of their text; of equal keys the last one wins. */
export type Json = null | boolean | string | JsonNumber | Json[] | Map<string, Json>;

/** How objects and numbers are made; `Node` is the type of the whole tree. */
export interface TreeShape<Node, Members extends Node> {
  object(): Members;
  set(members: Members, key: string, value: Node): void;
  number(text: string): Node;
}

/** Sets a property of the object's own, whatever its name: `__proto__` is a setter otherwise. */
export function setOwn<T>(object: Record<string, T>, key: string, value: T): void {
  if (key === "__proto__") Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  else object[key] = value;
}

const exactTree: TreeShape<Json, Map<string, Json>> = {
  object: () => new Map(),
  set: (members, key, value) => members.set(key, value),
  number: (text) => new JsonNumber(text),
};

/** Reads one JSON text, white space around it allowed. Throws JsonError. */
export function parseJson(text: string): Json {
  return parseTree(text, exactTree);
}

type Scalar = null | boolean | string;

/** As parseJson, with objects and numbers of another shape. Throws JsonError. */
export function parseTree<Node, Members extends Node>(text: string, shape: TreeShape<Node | Scalar | Node[], Members>): Node {
  type Value = Node | Scalar | Value[];
  const make = shape as unknown as TreeShape<Value, Members & Value>;
  const scanner = new JsonScanner(text);
  const outer: (Value[] | Members)[] = [];
  let root: Value = null;
  let current: Value[] | Members | undefined;
  let key = "";
  for (;;) {
    const token = scanner.next();
    let value: Value;
    switch (token) {
      case "key":
        key = stringOf(scanner);
        continue;
      case "}":
      case "]":
        current = outer.pop();
        continue;
      case "end":
        return root as Node;
      case "string":
        value = stringOf(scanner);
        break;
      case "number":
        value = make.number(text.slice(scanner.start, scanner.end));
        break;
      case "{":
        value = make.object();
        break;
      case "[":
        value = [];
        break;
      default:
        value = token === "null" ? null : token === "true";
    }
    if (current === undefined) root = value;
    else if (Array.isArray(current)) current.push(value);
    else make.set(current, key, value);
    if (token === "{" || token === "[") {
      if (current !== undefined) outer.push(current);
      current = value as Value[] | Members;
    }
  }
}

/** The text of the string that the scanner stands on. A lone surrogate becomes U+FFFD, as in Go. */
function stringOf({ text, start, end, escaped }: JsonScanner): string {
  if (!escaped) return text.slice(start + 1, end - 1);
  return (JSON.parse(text.slice(start, end)) as string).toWellFormed();
}
