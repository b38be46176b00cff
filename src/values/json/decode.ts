/** JSON as plain JavaScript values: JSON.parse wherever that comes to the same as Go's decoder, and Go's texts for errors. */
import { decodeUtf8 } from "../utf8.js";
import { isTooDeep, JsonScanner, type ScanOptions } from "./scan.js";
import { parseTree, setOwn, type TreeShape } from "./tree.js";

type Extent = NonNullable<ScanOptions["extent"]>;

const nativeTree: TreeShape<unknown, Record<string, unknown>> = { object: () => ({}), set: setOwn, number: Number };

/**
 * The value that `bytes` hold, numbers as doubles. "first" reads one value and ignores what follows it (json.Decoder;
 * undefined where there is none), "whole" wants nothing else (json.Unmarshal). Throws JsonError.
 */
export function decodeJson(bytes: Uint8Array, extent: Extent): unknown {
  const text = decodeUtf8(bytes);
  const quick = parseQuick(text);
  if (quick !== undefined) return quick;
  // Errors name bytes, which the text no longer has where they are not UTF-8.
  const latin1 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  const end = endOfValue(latin1, { extent, bytes: true });
  return end === 0 ? undefined : parseTree(decodeUtf8(bytes.subarray(0, end)), nativeTree);
}

/** As decodeJson, of a text. */
export function decodeJsonText(text: string, extent: Extent): unknown {
  const quick = parseQuick(text);
  if (quick !== undefined) return quick;
  const end = endOfValue(text, { extent });
  return end === 0 ? undefined : parseTree(text.slice(0, end), nativeTree);
}

/** JSON.parse, where it reads what Go reads; undefined elsewhere. No JSON is undefined. */
function parseQuick(text: string): unknown {
  // JSON.parse keeps a lone surrogate, which only an escape can be; Go replaces it.
  if (text.includes("\\ud") || text.includes("\\uD")) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isTooDeep(text) ? undefined : value;
  } catch {
    return undefined;
  }
}

/** Where the value ends that the text begins with; 0 where "first" finds nothing but white space. Throws JsonError. */
function endOfValue(text: string, options: ScanOptions): number {
  if (options.extent === "first" && /^[ \t\r\n]*$/.test(text)) return 0;
  const scanner = new JsonScanner(text, options);
  let end = 0;
  while (scanner.next() !== "end") end = scanner.end;
  return end;
}
