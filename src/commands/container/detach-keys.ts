/** Watches what is typed for the detach sequence. */

/**
 * Passes input on, holding back what may be the beginning of `keys`; returns true when the whole sequence was typed
 * (what came before it has been passed on). An empty sequence never matches.
 */
export async function* untilDetached(input: AsyncIterable<Buffer>, keys: Uint8Array): AsyncGenerator<Buffer, boolean> {
  let matched = 0;
  for await (const chunk of input) {
    if (matched === 0 && (keys.length === 0 || !chunk.includes(keys[0] as number))) {
      yield chunk;
      continue;
    }
    const out: number[] = [];
    for (const byte of chunk) {
      if (byte === keys[matched]) {
        matched++;
        if (matched < keys.length) continue;
        if (out.length > 0) yield Buffer.from(out);
        return true;
      }
      if (matched > 0) {
        out.push(...keys.subarray(0, matched));
        // The byte that breaks the sequence does not begin it anew: ctrl-p ctrl-p passes both on, as in Docker.
        matched = 0;
      }
      out.push(byte);
    }
    if (out.length > 0) yield Buffer.from(out);
  }
  if (matched > 0) yield Buffer.from(keys.subarray(0, matched));
  return false;
}
