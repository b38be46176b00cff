import { listContexts } from "../../config/context-store.js";
import { DEFAULT_CONTEXT } from "../../config/current-context.js";
import { StatusError } from "../../errors.js";
import type { Ctx } from "../context.js";
import type { Candidate } from "./answer.js";

/** The contexts on this machine and the default one; none where the store is damaged. */
export function contextNames(ctx: Ctx): Candidate[] {
  const own = { value: DEFAULT_CONTEXT, about: "What -H, DOCKER_HOST or this machine's socket lead to" };
  try {
    const stored = listContexts(ctx.config().dir).map(({ name, description, docker }) => ({
      value: name,
      about: description || (docker?.host ?? ""),
    }));
    return [...stored, own];
  } catch (error) {
    if (error instanceof StatusError) return [own];
    throw error;
  }
}
