/** The kinds of objects that can be inspected, and how to ask for one. */
import { StatusError } from "../errors.js";
import { decodeJsonText } from "../values/json/decode.js";
import { JsonError } from "../values/json/scan.js";
import type { Engine, Query } from "./engine.js";
import { checkedName, objectPath } from "./object-path.js";

export type ObjectKindName = "config" | "container" | "image" | "network" | "node" | "plugin" | "secret" | "service" | "task" | "volume";

export interface ObjectKind {
  /** The name for `--type`, and for the layout that templates see. */
  name: ObjectKindName;
  /** The name in paths. */
  plural: string;
  /** The path ends with /json. */
  json?: boolean;
  /** Belongs to a swarm: only managers know it. */
  swarm?: boolean;
  query?: Query;
}

/** The description of one object by the daemon. */
export interface InspectedObject {
  /** The JSON text exactly as the daemon sent it. */
  raw: string;
  parsed: unknown;
  /** It comes from Docker's own daemon: the types are those of the API. */
  fits: boolean;
  root: ObjectKindName;
}

/** In the order in which `inspect` tries them. */
export const kinds: readonly ObjectKind[] = [
  { name: "container", plural: "containers", json: true },
  { name: "image", plural: "images", json: true },
  { name: "network", plural: "networks" },
  { name: "volume", plural: "volumes" },
  { name: "service", plural: "services", swarm: true, query: { insertDefaults: "true" } },
  { name: "task", plural: "tasks", swarm: true },
  { name: "node", plural: "nodes", swarm: true },
  { name: "plugin", plural: "plugins", json: true },
  { name: "secret", plural: "secrets", swarm: true },
  { name: "config", plural: "configs", swarm: true },
];

/** There is no object of that name; the daemon was not asked. */
export class NoSuchObject extends StatusError {
  constructor(message: string) {
    super(message, 1, { kind: "not-found" });
    this.name = "NoSuchObject";
  }
}

/** The name for the path. Throws for an empty one, in Docker's words ("contig" included). */
function nameFor(kind: ObjectKindName, name: string): string {
  if (kind !== "image") return checkedName(kind === "config" ? "contig" : kind, name);
  if (name === "") throw new NoSuchObject(`Error: No such image: ${name}`);
  return name;
}

/** Throws StatusError if the response is no JSON. */
function parsedJson(text: string): unknown {
  try {
    return decodeJsonText(text, "whole");
  } catch (error) {
    throw error instanceof JsonError ? new StatusError(error.message, 1, { kind: "broken-stream" }) : error;
  }
}

/** Asks the daemon for one object. Throws ApiError with 404, or NoSuchObject, if there is none. */
export async function inspectObject(engine: Engine, kind: ObjectKind, name: string, query: Query = {}): Promise<InspectedObject> {
  const path = objectPath(kind.plural, nameFor(kind.name, name)) + (kind.json ? "/json" : "");
  const answer = await engine.request("GET", path, { query: { ...kind.query, ...query } });
  const raw = await answer.text();
  return { raw, parsed: parsedJson(raw), fits: /^Docker\//.test(answer.headers.server ?? ""), root: kind.name };
}

export function kindNamed(name: ObjectKindName): ObjectKind {
  return kinds.find((kind) => kind.name === name) as ObjectKind;
}
