/** Progress for programs: each status message as a JSON object on one line, with BuildKit's names. */
import { encodeJson } from "../../values/json/encode.js";
import type { Moment, SolveStatus } from "../trace.js";

const NANOS_PER_SECOND = 1_000_000_000n;

/** RFC 3339 with nanoseconds, without trailing zeros. */
function rfc3339(moment: Moment | undefined): string | undefined {
  if (moment === undefined) return undefined;
  const nanos = ((moment % NANOS_PER_SECOND) + NANOS_PER_SECOND) % NANOS_PER_SECOND;
  const whole = new Date(Number((moment - nanos) / 1_000_000n)).toISOString().slice(0, 19);
  const fraction = nanos === 0n ? "" : `.${String(nanos).padStart(9, "0").replace(/0+$/, "")}`;
  return `${whole}${fraction}Z`;
}

const base64 = (text: string | Buffer) => Buffer.from(text).toString("base64");
const orNothing = <T>(list: readonly T[]) => (list.length > 0 ? list : undefined);

/** The line, with a newline. Empty fields are left out. */
export function rawLine({ vertexes, statuses, logs, warnings }: SolveStatus): string {
  const value = {
    vertexes: orNothing(
      vertexes.map(({ digest, inputs, name, started, completed, cached, error, group }) => ({
        digest,
        inputs: orNothing(inputs),
        name: name || undefined,
        started: rfc3339(started),
        completed: rfc3339(completed),
        cached: cached || undefined,
        error: error || undefined,
        progressGroup: group && { id: group.id || undefined, name: group.name || undefined, weak: group.weak || undefined },
      })),
    ),
    statuses: orNothing(
      statuses.map(({ id, vertex, name, total, current, timestamp, started, completed }) => ({
        id,
        vertex: vertex || undefined,
        name: name || undefined,
        total: total || undefined,
        current,
        timestamp: rfc3339(timestamp),
        started: rfc3339(started),
        completed: rfc3339(completed),
      })),
    ),
    logs: orNothing(
      logs.map(({ vertex, stream, data, timestamp }) => ({
        vertex: vertex || undefined,
        stream: stream || undefined,
        data: base64(data),
        timestamp: rfc3339(timestamp),
      })),
    ),
    warnings: orNothing(
      warnings.map(({ vertex, level, short, detail, url, source, ranges }) => ({
        vertex: vertex || undefined,
        level: level || undefined,
        short: short ? base64(short) : undefined,
        detail: orNothing(detail.map(base64)),
        url: url || undefined,
        sourceInfo: source && { filename: source.filename, data: base64(source.text) },
        range: orNothing(ranges.map(({ start, end }) => ({ start: { line: start }, end: { line: end } }))),
      })),
    ),
  };
  return `${encodeJson(value)}\n`;
}
