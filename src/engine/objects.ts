/** The kinds of objects that can be inspected, and how one is asked for. Shared by `inspect` and each noun's own. */

import { StatusError } from "../errors.js";
import { decodeJsonText } from "../values/json/decode.js";
import { JsonError } from "../values/json/scan.js";
import type { Engine, Query } from "./engine.js";
import { checkedName, objectPath } from "./object-path.js";

export type ObjectKindName = "config" | "container" | "image" | "network" | "node" | "plugin" | "secret" | "service" | "task" | "volume";

export interface ObjectKind {
  /** As `--type` names it; also the layout that templates see. */
  name: ObjectKindName;
  /** In paths. */
  plural: string;
  /** The path goes on with /json. */
  json?: boolean;
  /** Lives in a swarm: only its managers know of it. */
  swarm?: boolean;
  query?: Query;
}

/** What the engine says of one object. */
export interface InspectedObject {
  /** The JSON text, byte for byte as the engine sent it. */
  raw: string;
  parsed: unknown;
  /** Docker's own engine made it: its types are those of the API. */
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

/** There is no object of that name, found without asking the engine. */
export class NoSuchObject extends StatusError {}

/** The name as it goes into the path. Throws where it is empty, in the reference's words ("contig" among them). */
function nameFor(kind: ObjectKindName, name: string): string {
  if (kind !== "image") return checkedName(kind === "config" ? "contig" : kind, name);
  if (name === "") throw new NoSuchObject(`Error: No such image: ${name}`);
  return name;
}

/** Throws StatusError where the daemon's answer is not JSON. */
function parsedJson(text: string): unknown {
  try {
    return decodeJsonText(text, "whole");
  } catch (error) {
    throw error instanceof JsonError ? new StatusError(error.message) : error;
  }
}

/** The object as the engine describes it. Throws ApiError 404 (or NoSuchObject) where there is none. */
export async function inspectObject(engine: Engine, kind: ObjectKind, name: string, query: Query = {}): Promise<InspectedObject> {
  const path = objectPath(kind.plural, nameFor(kind.name, name)) + (kind.json ? "/json" : "");
  const answer = await engine.request("GET", path, { query: { ...kind.query, ...query } });
  const raw = await answer.text();
  return { raw, parsed: parsedJson(raw), fits: /^Docker\//.test(answer.headers.server ?? ""), root: kind.name };
}

export function kindNamed(name: ObjectKindName): ObjectKind {
  return kinds.find((kind) => kind.name === name) as ObjectKind;
}
