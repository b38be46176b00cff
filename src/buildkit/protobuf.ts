/** Protocol buffers, written by hand: the few messages of a build session need no library. */

/** Wire types of fields. */
const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

const MASK_64 = 0xffff_ffff_ffff_ffffn;

/** One field of a message: `value` for a varint, `bytes` for everything that has a length. */
export interface Field {
  readonly id: number;
  /** The value of a varint, unsigned. */
  readonly value: bigint;
  /** The contents of a string, bytes or a message: a view of the bytes of the outer message. */
  readonly bytes: Buffer;
}

const EMPTY = Buffer.alloc(0);

/** The fields in order, without those of fixed width, which these messages do not have. Throws an Error for invalid bytes. */
export function* fieldsOf(message: Buffer): Generator<Field> {
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = message[at++];
      if (byte === undefined || shift > 63n) throw new Error("proto: unexpected EOF");
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value & MASK_64;
    }
  };
  while (at < message.length) {
    const key = Number(varint());
    const [id, type] = [key >>> 3, key & 7];
    if (type === VARINT) yield { id, value: varint(), bytes: EMPTY };
    else if (type === BYTES) {
      const length = Number(varint());
      if (at + length > message.length) throw new Error("proto: unexpected EOF");
      at += length;
      yield { id, value: 0n, bytes: message.subarray(at - length, at) };
    } else if (type === FIXED64 || type === FIXED32) at += type === FIXED64 ? 8 : 4;
    else throw new Error(`proto: illegal wireType ${type}`);
  }
}

/** A varint as a signed number (int64). Exact up to 2^53. */
export function signed(value: bigint): number {
  return Number(BigInt.asIntN(64, value));
}

function varintBytes(value: number | bigint): number[] {
  const bytes: number[] = [];
  if (typeof value === "number" && value >= 0) {
    let left = value;
    for (; left > 0x7f; left = Math.floor(left / 128)) bytes.push((left % 128) | 0x80);
    bytes.push(left);
    return bytes;
  }
  let left = BigInt.asUintN(64, BigInt(value));
  while (left > 0x7fn) {
    bytes.push(Number(left & 0x7fn) | 0x80);
    left >>= 7n;
  }
  bytes.push(Number(left));
  return bytes;
}

/** Writes a message field by field. Zero and empty values are left out, as in proto3. */
export class MessageWriter {
  readonly #parts: Uint8Array[] = [];

  /** int32, int64, uint32, enums, bools. */
  number(id: number, value: number | bigint): this {
    if (value !== 0 && value !== 0n) this.#parts.push(Buffer.from([...varintBytes(id << 3), ...varintBytes(value)]));
    return this;
  }

  /** strings and bytes. */
  bytes(id: number, value: Uint8Array | string): this {
    return value.length === 0 ? this : this.message(id, typeof value === "string" ? Buffer.from(value) : value);
  }

  /** A nested message, written even if it is empty. */
  message(id: number, value: Uint8Array): this {
    this.#parts.push(Buffer.from([...varintBytes((id << 3) | BYTES), ...varintBytes(value.length)]), value);
    return this;
  }

  finish(): Buffer {
    return Buffer.concat(this.#parts);
  }
}

/** The text of the field `id`; "" if it is absent. The last one counts. */
export function textField(message: Buffer, id: number): string {
  let text = "";
  for (const field of fieldsOf(message)) if (field.id === id) text = field.bytes.toString("utf8");
  return text;
}

/** The bytes of `{ bytes data = 1 }`, the message in streams of plain bytes. */
export function dataOf(message: Buffer): Buffer {
  let data: Buffer = EMPTY;
  for (const field of fieldsOf(message)) if (field.id === 1) data = field.bytes;
  return data;
}

/** The message `{ bytes data = 1 }`. */
export function dataMessage(data: Uint8Array): Buffer {
  return new MessageWriter().bytes(1, data).finish();
}
