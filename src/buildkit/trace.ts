/** The status messages of a build: `StatusResponse`, as base64 in the stream of POST /build with the ID `moby.buildkit.trace`. */
import { type Field, fieldsOf, signed } from "./protobuf.js";

/** Nanoseconds since the epoch. */
export type Moment = bigint;

/** A step. Sent again whenever it changes. */
export interface Vertex {
  digest: string;
  inputs: string[];
  name: string;
  cached: boolean;
  started?: Moment;
  completed?: Moment;
  /** "" if there is none. */
  error: string;
  /** The group of steps that are shown as one. */
  group?: { id: string; name: string; weak: boolean };
}

/** Progress within a step: a transfer, or a layer that is written. */
export interface VertexStatus {
  id: string;
  vertex: string;
  name: string;
  current: number;
  total: number;
  timestamp: Moment;
  started?: Moment;
  completed?: Moment;
}

export interface VertexLog {
  vertex: string;
  timestamp: Moment;
  /** 1 is stdout, 2 stderr. */
  stream: number;
  data: Buffer;
}

export interface SourceRange {
  /** Line numbers, from 1. */
  start: number;
  end: number;
}

export interface VertexWarning {
  vertex: string;
  level: number;
  short: string;
  detail: string[];
  url: string;
  /** The file with the cause. */
  source?: { filename: string; text: string };
  ranges: SourceRange[];
}

export interface SolveStatus {
  vertexes: Vertex[];
  statuses: VertexStatus[];
  logs: VertexLog[];
  warnings: VertexWarning[];
}

/** Throws an Error for invalid bytes. */
export function decodeStatus(bytes: Buffer): SolveStatus {
  const status: SolveStatus = { vertexes: [], statuses: [], logs: [], warnings: [] };
  for (const { id, bytes: part } of fieldsOf(bytes)) {
    if (id === 1) status.vertexes.push(vertexOf(part));
    else if (id === 2) status.statuses.push(statusOf(part));
    else if (id === 3) status.logs.push(logOf(part));
    else if (id === 4) status.warnings.push(warningOf(part));
  }
  return status;
}

const text = ({ bytes }: Field) => bytes.toString("utf8");

function momentOf({ bytes }: Field): Moment {
  let nanos = 0n;
  for (const { id, value } of fieldsOf(bytes)) nanos += BigInt.asIntN(64, value) * (id === 1 ? 1_000_000_000n : 1n);
  return nanos;
}

function vertexOf(bytes: Buffer): Vertex {
  const vertex: Vertex = { digest: "", inputs: [], name: "", cached: false, error: "" };
  for (const field of fieldsOf(bytes)) {
    if (field.id === 1) vertex.digest = text(field);
    else if (field.id === 2) vertex.inputs.push(text(field));
    else if (field.id === 3) vertex.name = text(field);
    else if (field.id === 4) vertex.cached = field.value !== 0n;
    else if (field.id === 5) vertex.started = momentOf(field);
    else if (field.id === 6) vertex.completed = momentOf(field);
    else if (field.id === 7) vertex.error = text(field);
    else if (field.id === 8) vertex.group = groupOf(field.bytes);
  }
  return vertex;
}

function groupOf(bytes: Buffer): NonNullable<Vertex["group"]> {
  const group = { id: "", name: "", weak: false };
  for (const field of fieldsOf(bytes)) {
    if (field.id === 1) group.id = text(field);
    else if (field.id === 2) group.name = text(field);
    else if (field.id === 3) group.weak = field.value !== 0n;
  }
  return group;
}

function statusOf(bytes: Buffer): VertexStatus {
  const status: VertexStatus = { id: "", vertex: "", name: "", current: 0, total: 0, timestamp: 0n };
  for (const field of fieldsOf(bytes)) {
    if (field.id === 1) status.id = text(field);
    else if (field.id === 2) status.vertex = text(field);
    else if (field.id === 3) status.name = text(field);
    else if (field.id === 4) status.current = signed(field.value);
    else if (field.id === 5) status.total = signed(field.value);
    else if (field.id === 6) status.timestamp = momentOf(field);
    else if (field.id === 7) status.started = momentOf(field);
    else if (field.id === 8) status.completed = momentOf(field);
  }
  return status;
}

function logOf(bytes: Buffer): VertexLog {
  const log: VertexLog = { vertex: "", timestamp: 0n, stream: 0, data: Buffer.alloc(0) };
  for (const field of fieldsOf(bytes)) {
    if (field.id === 1) log.vertex = text(field);
    else if (field.id === 2) log.timestamp = momentOf(field);
    else if (field.id === 3) log.stream = signed(field.value);
    else if (field.id === 4) log.data = field.bytes;
  }
  return log;
}

function warningOf(bytes: Buffer): VertexWarning {
  const warning: VertexWarning = { vertex: "", level: 0, short: "", detail: [], url: "", ranges: [] };
  for (const field of fieldsOf(bytes)) {
    if (field.id === 1) warning.vertex = text(field);
    else if (field.id === 2) warning.level = signed(field.value);
    else if (field.id === 3) warning.short = text(field);
    else if (field.id === 4) warning.detail.push(text(field));
    else if (field.id === 5) warning.url = text(field);
    else if (field.id === 6) warning.source = sourceOf(field.bytes);
    else if (field.id === 7) warning.ranges.push(rangeOf(field.bytes));
  }
  return warning;
}

function sourceOf(bytes: Buffer): { filename: string; text: string } {
  const source = { filename: "", text: "" };
  for (const field of fieldsOf(bytes)) {
    if (field.id === 1) source.filename = text(field);
    else if (field.id === 2) source.text = text(field);
  }
  return source;
}

/** `{ Position start = 1; Position end = 2 }`, a position being `{ line = 1; character = 2 }`. */
function rangeOf(bytes: Buffer): SourceRange {
  const range = { start: 0, end: 0 };
  for (const { id, bytes: position } of fieldsOf(bytes)) {
    for (const field of fieldsOf(position)) {
      if (field.id === 1 && id === 1) range.start = signed(field.value);
      if (field.id === 1 && id === 2) range.end = signed(field.value);
    }
  }
  return range;
}
