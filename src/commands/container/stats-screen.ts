/** A frame that is drawn over the previous one. */

const HOME = "\x1b[H";
const ERASE_LINE = "\x1b[K";
const ERASE_BELOW = "\x1b[J";

/**
 * The bytes of one picture, the same on terminals and in pipes. Docker writes each picture twice, plain and with the rests
 * of longer lines erased; scripts that take a frame apart see the same from us.
 */
export function screenFrame(text: string): string {
  const picture = HOME + text;
  const lines = picture.split("\n").map((line) => `${line} ${ERASE_LINE}\n`);
  return picture + lines.join("") + ERASE_BELOW;
}
