/** Messages of the SSH agent protocol: four bytes of length, a type, and the contents. */

const LENGTH = 4;
/** OpenSSH's own limit. */
const LARGEST = 256 * 1024;

export const FAILURE = Buffer.from([0, 0, 0, 1, 5]);
const REQUEST_IDENTITIES = 11;
const SIGN_REQUEST = 13;

/** Complete messages, with their lengths. Throws an Error for one that is too large or truncated. */
export async function* framesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    while (held.length >= LENGTH) {
      const length = LENGTH + held.readUInt32BE(0);
      if (length > LARGEST) throw new Error(`agent: message of ${length} bytes is too large`);
      if (held.length < length) break;
      yield held.subarray(0, length);
      held = held.subarray(length);
    }
  }
  if (held.length > 0) throw new Error("agent: unexpected EOF");
}

/** Whether a build step may send the request: it may list keys and sign, but not add, remove or lock keys. */
export function isAllowed(frame: Buffer): boolean {
  const type = frame[LENGTH];
  return type === REQUEST_IDENTITIES || type === SIGN_REQUEST;
}
