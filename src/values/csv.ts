/** One record of comma-separated values as Go's encoding/csv reads it: quotes only around a whole field, `""` for a quote. */

const BARE = 'bare " in non-quoted-field';
const LOOSE = 'extraneous or missing " in quoted-field';

/** Position of the reader: `column` is an index into the current line. */
interface Reader {
  readonly lines: readonly string[];
  /** Number of the line the record begins on, from 1. */
  readonly record: number;
  /** Index of the current line. */
  line: number;
  column: number;
}

const current = (reader: Reader) => reader.lines[reader.line] as string;

/** Go counts columns in bytes, from 1. */
function refusal(reader: Reader, column: number, why: string): Error {
  const line = reader.line + 1;
  const place = `parse error on line ${line}, column ${Buffer.byteLength(current(reader).slice(0, column)) + 1}: ${why}`;
  return new Error(reader.record === line ? place : `record on line ${reader.record}; ${place}`);
}

/** Lines with their ends; a carriage return before an end (also the text's) is dropped. */
function linesOf(text: string): string[] {
  return (text.match(/[^\n]*\n|[^\n]+$/g) ?? []).map((line) => line.replace(/\r(\n?)$/, "$1"));
}

function bareField(reader: Reader): string {
  const line = current(reader);
  const comma = line.indexOf(",", reader.column);
  const field = line.slice(reader.column, comma < 0 ? undefined : comma).replace(/\n$/, "");
  const at = field.indexOf('"');
  if (at >= 0) throw refusal(reader, reader.column + at, BARE);
  reader.column = comma < 0 ? line.length : comma;
  return field;
}

/** A field between quotes; it may go on over several lines. */
function quotedField(reader: Reader): string {
  let field = "";
  reader.column++;
  for (;;) {
    const line = current(reader);
    const end = line.indexOf('"', reader.column);
    if (end < 0) {
      if (reader.line + 1 === reader.lines.length) throw refusal(reader, line.length, LOOSE);
      field += line.slice(reader.column);
      reader.line++;
      reader.column = 0;
      continue;
    }
    field += line.slice(reader.column, end);
    const after = line[end + 1];
    reader.column = end + (after === '"' ? 2 : 1);
    if (after === undefined || after === "," || after === "\n") return field;
    if (after !== '"') throw refusal(reader, end, LOOSE);
    field += '"';
  }
}

/** The fields of the first record. Throws Go's parse errors; for an empty value, where Go only says "EOF", the error says more. */
export function readCsvRecord(text: string): string[] {
  const lines = linesOf(text);
  const first = lines.findIndex((line) => line !== "\n" && line !== "");
  if (first < 0) throw new Error("the value is empty");
  const reader: Reader = { lines, record: first + 1, line: first, column: 0 };
  const fields: string[] = [];
  for (;;) {
    fields.push(current(reader)[reader.column] === '"' ? quotedField(reader) : bareField(reader));
    if (current(reader)[reader.column] !== ",") return fields;
    reader.column++;
  }
}
