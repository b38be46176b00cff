/** What BuildKit tells of a build, made for tests: steps, counters and output at given times. */
import type { SolveStatus, Vertex, VertexStatus } from "../../src/buildkit/trace.js";

const BEGIN = 1_700_000_000_000_000_000n;
/** Milliseconds after the beginning. */
export const at = (ms: number) => BEGIN + BigInt(ms) * 1_000_000n;
export const vertex = (digest: string, name: string, more: Partial<Vertex> = {}): Vertex => ({
  digest,
  inputs: [],
  name,
  cached: false,
  error: "",
  ...more,
});
export const counter = (vertex: string, id: string, more: Partial<VertexStatus>): VertexStatus => ({
  id,
  vertex,
  name: id,
  current: 0,
  total: 0,
  timestamp: at(0),
  ...more,
});
export const news = (more: Partial<SolveStatus>): SolveStatus => ({ vertexes: [], statuses: [], logs: [], warnings: [], ...more });
export const log = (vertex: string, ms: number, text: string) => ({ vertex, timestamp: at(ms), stream: 1, data: Buffer.from(text) });
