/**
 * The lines of a Dockerfile that an error is about. The daemon does not name them (its response to POST /build is text), but it
 * names the step that failed.
 */
import { fullString, parseReference } from "../values/reference.js";
import { type Instruction, imageOf, instructionsOf, stageName } from "./dockerfile.js";
import type { SourceRange } from "./trace.js";

export interface DockerfileText {
  filename: string;
  text: string;
}

const PARSE_ERROR = /parse error (?:on )?line (\d+):/;
/** `[linux/amd64 build 2/3] RUN make` */
const STEP_NAME = /^\[(?:(\S+\/\S+) )?(?:(\S+) )?(\d+)\/\d+\] ([\s\S]*)$/;
const METADATA = /^\[(?:\S+ )?internal\] load metadata for (\S+)$/;
/** Lines of context around a range, and around a single line. */
const AROUND = 2;
const AROUND_ONE = 4;

/**
 * The lines of the error; undefined if they cannot be found.
 * @param message of the daemon
 * @param failed name of the step that failed; "" for none
 */
export function locate(text: string, message: string, failed: string): SourceRange | undefined {
  const instructions = instructionsOf(text);
  const parsed = PARSE_ERROR.exec(message);
  if (parsed) {
    const line = Number(parsed[1]);
    return instructions.find(({ start, end }) => start <= line && line <= end) ?? { start: line, end: line };
  }
  const image = METADATA.exec(failed)?.[1];
  if (image !== undefined) return instructions.find((one) => one.word === "FROM" && isImage(imageOf(one), image));
  const [, , label = "", number = "0", step = ""] = STEP_NAME.exec(failed) ?? [];
  return step === "" ? undefined : instructionOf(instructions, label, Number(number), step);
}

function isImage(written: string, full: string): boolean {
  try {
    return written === full || fullString(parseReference(written)) === full || fullString(parseReference(`${written}:latest`)) === full;
  } catch {
    return false;
  }
}

/** Found by its text; by its number if the text was expanded (`$VERSION`) or occurs more than once. */
function instructionOf(instructions: readonly Instruction[], label: string, number: number, step: string): Instruction | undefined {
  const wanted = plain(step);
  const word = wanted.split(" ", 1)[0];
  const inStage = (one: Instruction) => label === "" || one.stage === stageNumber(instructions, label);
  const here = instructions.filter((one) => one.step === number && one.word === word && inStage(one));
  const same = instructions.filter((one) => plain(one.text) === wanted);
  const both = here.filter((one) => same.includes(one));
  for (const candidates of [both, same, here]) if (candidates.length === 1) return candidates[0];
  return undefined;
}

/** "stage-1" is the second one; every other label is a name. */
function stageNumber(instructions: readonly Instruction[], label: string): number {
  const froms = instructions.filter(({ word }) => word === "FROM");
  const named = froms.findIndex((one) => stageName(one) === label.toLowerCase());
  return named >= 0 ? named : Number(/^stage-(\d+)$/.exec(label)?.[1] ?? -1);
}

/** White space does not matter, nor does the case of the first word. */
function plain(text: string): string {
  return text
    .trim()
    .replace(/^\S+/, (word) => word.toUpperCase())
    .replace(/\s+/g, " ");
}

/** The lines in BuildKit's format; "" for a range outside the text. */
export function excerpt({ filename, text }: DockerfileText, ranges: readonly SourceRange[]): string {
  const lines = text.split("\n");
  const [from, to] = [Math.min(...ranges.map(({ start }) => start)), Math.max(...ranges.map(({ end }) => end))];
  if (!(from >= 1 && from <= lines.length)) return "";
  let [start, end] = [from, Math.min(to, lines.length)];
  const around = start === end ? AROUND_ONE : AROUND;
  for (let shown = 0; shown < around; shown++) {
    if (start > 1) {
      start--;
      shown++;
    }
    if (end !== lines.length) {
      end++;
      shown++;
    }
  }
  const isMeant = (line: number) => ranges.some((range) => range.start <= line && line <= range.end);
  const shown = lines
    .slice(start - 1, end)
    .map((line, i) => ` ${String(start + i).padStart(3)} | ${isMeant(start + i) ? ">>>" : "   "} ${line.replace(/\r$/, "")}\n`);
  return `${filename}:${from}\n--------------------\n${shown.join("")}--------------------\n`;
}
