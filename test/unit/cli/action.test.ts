import { describe, expect, it } from "vitest";
import { defineAction } from "../../../src/cli/action.js";
import type { Ctx } from "../../../src/cli/context.js";
import { ApiError, StatusError } from "../../../src/errors.js";

/** A context that keeps what is written; its engine is never asked. */
function recorder() {
  const written = { out: "", err: "" };
  const stream = (key: "out" | "err") => ({
    write(text: string) {
      written[key] += text;
    },
  });
  const engine = { endpoint: { kind: "unix" } };
  const ctx = { stdout: stream("out"), stderr: stream("err"), engine: async () => engine } as unknown as Ctx;
  return { written, ctx };
}

const failing = async (name: string) => {
  if (name.startsWith("bad")) throw new ApiError(`no ${name}`, name === "bad404" ? 404 : 409);
  return 7;
};
const base = { path: "x", summary: "", usage: "", args: { min: 1 }, flags: {}, objects: "container" as const, each: () => failing };
const is404 = (error: Error) => error instanceof ApiError && error.status === 404;

describe("defineAction", () => {
  it("prints the names in their order and ends with every failure, a line each", async () => {
    const { ctx, written } = recorder();
    const done = defineAction(base).run(ctx, ["a", "bad1", "b", "bad2"], {}, new Set());
    await expect(done).rejects.toMatchObject({ message: "no bad1\nno bad2", exitCode: 1 });
    expect(written).toEqual({ out: "a\nb\n", err: "" });
  });

  it("tells excused failures on stderr and ends well", async () => {
    const { ctx, written } = recorder();
    const action = defineAction({ ...base, excused: (errors) => errors.filter(is404) });
    expect(await action.run(ctx, ["a", "bad404"], {}, new Set())).toBeUndefined();
    expect(written).toEqual({ out: "a\n", err: "no bad404\n" });
  });

  it("prints the lines of each value", async () => {
    const { ctx, written } = recorder();
    await defineAction({ ...base, lines: (value: number) => [`code ${value}`, "-"] }).run(ctx, ["a", "b"], {}, new Set());
    expect(written.out).toBe("code 7\n-\ncode 7\n-\n");
  });

  it("tells each failure in its turn where the action names its own error, and drops excused ones", async () => {
    const { ctx, written } = recorder();
    const failure = (names: readonly string[]) => new StatusError(`failed: ${names.join(", ")}`);
    const done = defineAction({ ...base, failure, excused: (errors) => errors.filter(is404) }).run(
      ctx,
      ["bad404", "bad1", "a"],
      {},
      new Set(),
    );
    await expect(done).rejects.toMatchObject({ message: "failed: bad1" });
    expect(written).toEqual({ out: "a\n", err: "no bad1\n" });
  });

  it("prints nothing of an object that its turn leaves out", async () => {
    const { ctx, written } = recorder();
    const inTurn = async (_request: unknown, name: string) => name !== "kept";
    await defineAction({ ...base, inTurn }).run(ctx, ["kept", "a"], {}, new Set());
    expect(written.out).toBe("a\n");
  });

  it("refuses flags before the daemon is asked", async () => {
    const { ctx } = recorder();
    const check = () => {
      throw new StatusError("no such flag");
    };
    const unreachable = { ...ctx, engine: () => Promise.reject(new Error("asked")) } as Ctx;
    await expect(defineAction({ ...base, check }).run(unreachable, ["a"], {}, new Set())).rejects.toThrow("no such flag");
  });

  it("says which arguments are names, and of what", () => {
    expect(defineAction(base).names).toEqual({ kind: "container", which: "all" });
  });
});
