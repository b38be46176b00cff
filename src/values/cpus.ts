/** `--cpus`: a number of processors, in billionths. */
import { exactInt, type Int } from "./integer.js";
import { parseRatio } from "./ratio.js";

const BILLION = 1_000_000_000n;

/** Nano CPUs of `raw` ("1.5" is 1500000000). Throws where it is not a number or has more than nine decimal places. Overflow wraps at 64 bits, as in Docker. */
export function parseCpus(raw: string): Int {
  const ratio = parseRatio(raw);
  if (!ratio) throw new Error(`failed to parse ${raw} as a rational number`);
  const nano = ratio.numerator * BILLION;
  if (nano % ratio.denominator !== 0n) throw new Error("value is too precise");
  return exactInt(BigInt.asIntN(64, nano / ratio.denominator));
}
