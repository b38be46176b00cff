/** Evaluation of pipelines: commands, field chains, calls and the types of their arguments. */

import { quote } from "../../values/quote.js";
import { TemplateError } from "./errors.js";
import { CallError, type Fn } from "./function.js";
import { encode } from "./gostring.js";
import type { CommandNode, Node, NumberNode, Operand, PipeNode } from "./nodes.js";
import { show } from "./nodes.js";
import { goValueString, MISSING, type Program } from "./program.js";
import { RowValue } from "./row.js";
import { embeddedOwner, structField } from "./struct-field.js";
import { assignable, canBeNil, type GoType, INT, isFloat, isInt, isUint, STRING } from "./types.js";
import { Dict, fromAny, Iface, indirect, isTrue, Pointer, Scalar, Struct, typeOf, unwrap, type Val, zero } from "./value.js";

export class Evaluator {
  /** Variables in scope, the newest last. */
  protected names: string[] = ["$"];
  protected values: Val[] = [undefined];
  /** The node that errors name: the one looked at last. */
  protected node: Node | undefined;
  /** Name of the tree that is executed. */
  protected current: string;

  constructor(protected readonly program: Program) {
    this.current = program.name;
  }

  /** Back to the beginning, with `data` as the dot and `$`. */
  protected reset(data: Val): void {
    this.names.length = 1;
    this.names[0] = "$";
    this.values.length = 1;
    this.values[0] = data;
    this.node = undefined;
    this.current = this.program.name;
  }

  protected fail(message: string): never {
    throw new TemplateError(this.locate(message));
  }

  /** The message with the place and the text of the current node before it. */
  protected locate(message: string): string {
    if (this.node === undefined) return `template: ${this.current}: ${message}`;
    const before = this.program.text.slice(0, this.node.pos);
    const start = before.lastIndexOf("\n") + 1;
    const line = before.split("\n").length;
    const column = encode(before.slice(start)).length;
    return `template: ${this.program.name}:${line}:${column}: executing ${quote(this.current)} at <${show(this.node)}>: ${message}`;
  }

  protected setVariable(name: string, value: Val): void {
    const i = this.names.lastIndexOf(name);
    if (i < 0) this.fail(`undefined variable: ${name}`);
    this.values[i] = value;
  }

  protected pipeline(dot: Val, pipe: PipeNode): Val {
    this.node = pipe;
    let value: Val = MISSING;
    for (const cmd of pipe.cmds) value = unwrap(this.#command(dot, cmd, value));
    for (const v of pipe.decl) {
      const name = v.ident[0] as string;
      if (pipe.assign) this.setVariable(name, value);
      else {
        this.names.push(name);
        this.values.push(value);
      }
    }
    return value;
  }

  #command(dot: Val, cmd: CommandNode, final: Val): Val {
    const first = cmd.args[0] as Operand;
    switch (first.kind) {
      case "field":
        this.node = first;
        return this.#fields(dot, dot, first.ident, 0, first, cmd.args, final);
      case "chain":
        return this.#chain(dot, first, cmd.args, final);
      case "identifier":
        return this.#function(dot, first, cmd, cmd.args, final);
      case "pipe":
        this.#noArguments(cmd.args, final);
        return this.pipeline(dot, first);
      case "variable":
        return this.#variable(dot, first, cmd.args, final);
    }
    this.node = first;
    this.#noArguments(cmd.args, final);
    if (first.kind === "dot") return dot;
    if (first.kind === "nil") this.fail("nil is not a command");
    return first.kind === "number" ? this.#ideal(first) : first.value;
  }

  #noArguments(args: readonly Operand[], final: Val): void {
    if (args.length > 1 || final !== MISSING) this.fail(`can't give argument to non-function ${show(args[0] as Operand)}`);
  }

  #ideal(n: NumberNode): Val {
    this.node = n;
    return n.value ?? this.fail(`${n.text} overflows int`);
  }

  #chain(dot: Val, chain: Operand & { kind: "chain" }, args: readonly Operand[], final: Val): Val {
    this.node = chain;
    if (chain.node.kind === "nil") this.fail(`indirection through explicit nil in ${show(chain)}`);
    const receiver = this.#operandValue(dot, chain.node);
    return this.#fields(dot, receiver, chain.ident, 0, chain, args, final);
  }

  #variable(dot: Val, node: Operand & { kind: "variable" }, args: readonly Operand[], final: Val): Val {
    this.node = node;
    const i = this.names.lastIndexOf(node.ident[0] as string);
    if (i < 0) this.fail(`undefined variable: ${node.ident[0]}`);
    if (node.ident.length > 1) return this.#fields(dot, this.values[i], node.ident, 1, node, args, final);
    this.#noArguments(args, final);
    return this.values[i];
  }

  /** Follows a field chain from `ident[from]`; only its last part may have arguments. */
  #fields(dot: Val, receiver: Val, ident: readonly string[], from: number, node: Node, args: readonly Operand[], final: Val): Val {
    let at = receiver;
    const last = ident.length - 1;
    for (let i = from; i < last; i++) at = this.#field(dot, ident[i] as string, node, NO_ARGUMENTS, MISSING, at);
    return this.#field(dot, ident[last] as string, node, args, final, at);
  }

  #field(dot: Val, name: string, node: Node, args: readonly Operand[], final: Val, receiver: Val): Val {
    if (receiver instanceof RowValue) return this.#rowField(dot, name, node, args, final, receiver);
    if (receiver === undefined) {
      if (this.program.missingKeyIsError) this.fail(`nil data; no entry for key ${quote(name)}`);
      return undefined;
    }
    const type = typeOf(receiver);
    const { v, isNil } = indirect(receiver);
    if (isNil && v instanceof Iface) this.fail(`nil pointer evaluating ${type.name}.${name}`);
    if (v instanceof RowValue) return this.#rowField(dot, name, node, args, final, v);
    const methods = v === undefined || isNil ? undefined : typeOf(v).methods;
    if (methods !== undefined && Object.hasOwn(methods, name)) {
      const method = methods[name] as NonNullable<typeof methods>[string];
      const fn: Fn = { params: method.params, call: (given) => method.call(v, ...given) as Val };
      return this.#call(dot, fn, node, name, args, final);
    }
    const hasArguments = args.length > 1 || final !== MISSING;
    if (v instanceof Struct) {
      const field = structField(v, name);
      if (field === "nil") this.fail(`reflect: indirection through nil pointer to embedded struct field ${embeddedOwner(v, name)}`);
      if (field !== undefined) {
        if (hasArguments) this.fail(`${name} has arguments but cannot be invoked as function`);
        return field.v;
      }
    } else if (v instanceof Dict && assignable(STRING, v.type.key as GoType)) {
      if (hasArguments) this.fail(`${name} is not a method but has arguments`);
      if (v.has(name)) return v.get(name);
      if (this.program.missingKeyIsError) this.fail(`map has no entry for key ${quote(name)}`);
      return undefined;
    } else if (v instanceof Pointer) {
      const elem = v.type.elem as GoType;
      if (elem.kind !== "struct" || structField(zero(elem) as Struct, name) !== undefined) {
        this.fail(`nil pointer evaluating ${type.name}.${name}`);
      }
    }
    return this.fail(`can't evaluate field ${name} in type ${type.name}`);
  }

  #rowField(dot: Val, name: string, node: Node, args: readonly Operand[], final: Val, row: RowValue): Val {
    const field = row.rowType.fields.get(name);
    if (field !== undefined && args.length <= 1 && final === MISSING) {
      const value = field(row.row);
      return typeof value === "string" ? value : fromAny(value);
    }
    if (field !== undefined) return this.#call(dot, { params: [], call: () => undefined }, node, name, args, final);
    const method = row.rowType.methods.get(name);
    if (method === undefined) return this.fail(`can't evaluate field ${name} in type ${row.type.name}`);
    const params = method.params === 1 ? ONE_STRING : Array.from({ length: method.params }, () => STRING);
    const call = (given: Val[]) => fromAny(method.call(row.row, ...(given as string[])));
    return this.#call(dot, { params, call }, node, name, args, final);
  }

  #function(dot: Val, node: Operand & { kind: "identifier" }, cmd: Node, args: readonly Operand[], final: Val): Val {
    this.node = node;
    // The parser has refused names that are not there.
    return this.#call(dot, this.program.funcs[node.name] as Fn, cmd, node.name, args, final);
  }

  /** `args[0]` is the function itself. */
  #call(dot: Val, fn: Fn, node: Node, name: string, args: readonly Operand[], final: Val): Val {
    const given = Math.max(0, args.length - 1);
    const piped = final !== MISSING;
    const count = given + (piped ? 1 : 0);
    const fixed = fn.variadic ? fn.params.length - 1 : fn.params.length;
    if (fn.variadic ? count < fixed : count !== fixed) {
      this.fail(`wrong number of args for ${name}: want ${fn.variadic ? `at least ${fixed} got ${given}` : `${fixed} got ${count}`}`);
    }
    if (fn.special === "and" || fn.special === "or") return this.#shortCircuit(dot, fn, args, final);
    const values: Val[] = new Array(count);
    for (let i = 0; i < given; i++) values[i] = this.#argument(dot, paramType(fn, i), args[i + 1] as Operand);
    if (piped) values[given] = this.#validate(final, paramType(fn, given));
    try {
      if (fn.special !== "call") return fn.call(values);
      return fn.call(values, given === 0 ? goValueString(final) : show(args[1] as Operand));
    } catch (e) {
      if (!(e instanceof CallError)) throw e;
      this.node = node;
      return this.fail(`error calling ${name}: ${e.message}`);
    }
  }

  #shortCircuit(dot: Val, fn: Fn, args: readonly Operand[], final: Val): Val {
    const stopAt = fn.special === "or";
    const type = fn.params[0] as GoType;
    let v: Val;
    for (let i = 1; i < args.length; i++) {
      v = this.#argument(dot, type, args[i] as Operand);
      if (isTrue(unwrap(v)) === stopAt) return v;
    }
    return final === MISSING ? v : this.#validate(final, type);
  }

  /** The value of an argument that is not a literal. */
  #operandValue(dot: Val, n: Operand): Val {
    this.node = n;
    switch (n.kind) {
      case "dot":
        return dot;
      case "field":
        return this.#fields(dot, dot, n.ident, 0, n, NO_ARGUMENTS, MISSING);
      case "variable":
        return this.#variable(dot, n, NO_ARGUMENTS, MISSING);
      case "pipe":
        return this.pipeline(dot, n);
      case "identifier":
        return this.#function(dot, n, n, NO_ARGUMENTS, MISSING);
      case "chain":
        return this.#chain(dot, n, NO_ARGUMENTS, MISSING);
      case "number":
        return this.#ideal(n);
      default:
        return n.kind === "nil" ? undefined : n.value;
    }
  }

  #argument(dot: Val, type: GoType, n: Operand): Val {
    switch (n.kind) {
      case "nil":
        this.node = n;
        return canBeNil(type) ? unwrap(zero(type)) : this.fail(`cannot assign nil to ${type.name}`);
      case "bool":
      case "string":
      case "number":
        this.node = n;
        return this.#literal(type, n);
      default:
        return this.#validate(this.#operandValue(dot, n), type);
    }
  }

  /** A literal as an argument of the type. */
  #literal(type: GoType, n: Operand & { kind: "bool" | "string" | "number" }): Val {
    const { kind } = type;
    if (kind === "interface" || kind === "value") return n.kind === "number" ? this.#ideal(n) : n.value;
    if (kind === "string" || kind === "bool") {
      if (n.kind !== kind) return this.fail(`expected ${kind}; found ${show(n)}`);
      return type.name === kind ? n.value : new Scalar(type, n.value);
    }
    const c = n.kind === "number" ? n.constant : {};
    if (isInt(kind)) {
      if (c.int === undefined) return this.fail(`expected integer; found ${show(n)}`);
      if (type !== INT) return new Scalar(type, c.int);
      return Number.isSafeInteger(Number(c.int)) ? Number(c.int) : c.int;
    }
    if (isUint(kind)) return c.uint === undefined ? this.fail(`expected unsigned integer; found ${show(n)}`) : new Scalar(type, c.uint);
    if (isFloat(kind)) return c.float === undefined ? this.fail(`expected float; found ${show(n)}`) : new Scalar(type, c.float);
    return this.fail(`can't handle ${show(n)} for arg of type ${type.name}`);
  }

  /** The value as an argument of the type: as it is, out of its interface, or behind its pointer. */
  #validate(value: Val, type: GoType): Val {
    if (type.kind === "value" || (type === STRING && typeof value === "string")) return value;
    if (value === undefined) return canBeNil(type) ? unwrap(zero(type)) : this.fail(`invalid value; expected ${type.name}`);
    if (type.kind === "interface") return unwrap(value);
    if (assignable(typeOf(value), type)) return value;
    const inner = value instanceof Iface && value.inner !== undefined ? value.inner : value;
    if (assignable(typeOf(inner), type)) return inner;
    if (inner instanceof Pointer && assignable(inner.type.elem as GoType, type)) {
      return inner.target ?? this.fail(`dereference of nil pointer of type ${type.name}`);
    }
    return this.fail(`wrong type for value; expected ${type.name}; got ${typeOf(inner).name}`);
  }
}

const ONE_STRING = [STRING];
const NO_ARGUMENTS: readonly Operand[] = [];

function paramType(fn: Fn, i: number): GoType {
  return (fn.params[i] ?? fn.params[fn.params.length - 1]) as GoType;
}
