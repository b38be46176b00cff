import type { Output } from "../io/streams.js";

/** Characters buffered before they are written. */
const CHUNK = 65_536;

/** Writes lines (each gets its end) in large pieces. */
export function writeLines(stdout: Output, lines: Iterable<string>): void {
  let chunk = "";
  for (const line of lines) {
    chunk += `${line}\n`;
    if (chunk.length < CHUNK) continue;
    stdout.write(chunk);
    chunk = "";
  }
  if (chunk !== "") stdout.write(chunk);
}
