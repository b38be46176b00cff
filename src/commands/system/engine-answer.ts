/** A JSON answer read as Docker reads it: one value, its error texts. */

import { checkShape, type Shape } from "../../config/layout.js";
import type { Engine } from "../../engine/engine.js";
import { StatusError } from "../../errors.js";
import { decodeJson } from "../../values/json/decode.js";

export interface EngineAnswer {
  text: string;
  value: object;
}

/** GET `path`: an object of the shape, as far as it says. `what` stands before what is wrong with the answer. Throws StatusError. */
export async function readAnswer(engine: Engine, path: string, shape: Shape, what = ""): Promise<EngineAnswer> {
  const bytes = await (await engine.request("GET", path)).bytes();
  let value: unknown;
  try {
    value = decodeJson(bytes, "first");
  } catch (error) {
    throw new StatusError(what + (error as Error).message, 1, { cause: error });
  }
  if (value === undefined) throw new StatusError(`${what}EOF`);
  const checked = checkShape(value, shape);
  if (checked.error !== undefined) throw new StatusError(what + checked.error);
  return { text: bytes.toString("utf8"), value: (checked.value ?? {}) as object };
}
