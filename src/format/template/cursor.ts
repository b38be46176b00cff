/** The parser's view of the items: up to three can be put back. Each tree of a text has its own over the same lexer. */
import type { Item } from "./item.js";
import type { Lexer } from "./lex.js";

export class Cursor {
  /** Slot 0 holds what the lexer gave last, the others what was put back; the next item is the last of `#waiting`. */
  readonly #slots: [Item, Item, Item];
  #waiting = 0;

  constructor(private readonly lexer: Lexer) {
    const none: Item = { type: "eof", pos: 0, val: "", line: 0 };
    this.#slots = [none, none, none];
  }

  /** The line that errors name: of the item that the lexer gave last. */
  get line(): number {
    return this.#slots[0].line;
  }

  next(): Item {
    if (this.#waiting > 0) this.#waiting--;
    else this.#slots[0] = this.lexer.next();
    return this.#slots[this.#waiting] as Item;
  }

  peek(): Item {
    if (this.#waiting === 0) {
      this.#waiting = 1;
      this.#slots[0] = this.lexer.next();
    }
    return this.#slots[this.#waiting - 1] as Item;
  }

  nextNonSpace(): Item {
    for (;;) {
      const item = this.next();
      if (item.type !== "space") return item;
    }
  }

  peekNonSpace(): Item {
    const item = this.nextNonSpace();
    this.back();
    return item;
  }

  /** Puts back the item that was taken last. */
  back(): void {
    this.#waiting++;
  }

  /** Puts back `first` before the item taken last. */
  back2(first: Item): void {
    this.#slots[1] = first;
    this.#waiting = 2;
  }

  /** Puts back `first`, then `second`, before the item taken last. */
  back3(first: Item, second: Item): void {
    this.#slots[1] = second;
    this.#slots[2] = first;
    this.#waiting = 3;
  }
}
