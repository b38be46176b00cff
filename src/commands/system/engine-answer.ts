/** A JSON answer read as the reference reads it: one value, its error texts. */
import { decodeJson } from "../../config/json-text.js";
import type { Engine } from "../../engine/engine.js";
import { StatusError } from "../../errors.js";

export interface EngineAnswer {
  text: string;
  value: unknown;
}

/** GET `path`. `what` stands before the text of an answer that is not JSON. Throws StatusError. */
export async function readAnswer(engine: Engine, path: string, what = ""): Promise<EngineAnswer> {
  const bytes = await (await engine.request("GET", path)).bytes();
  let value: unknown;
  try {
    value = decodeJson(bytes, "first");
  } catch (error) {
    throw new StatusError(what + (error as Error).message, 1, { cause: error });
  }
  if (value === undefined) throw new StatusError(`${what}EOF`);
  return { text: bytes.toString("utf8"), value };
}
