import { describe, expect, it } from "vitest";
import { inOrder } from "../../../src/cli/parallel.js";
import { ApiError, Cancelled } from "../../../src/errors.js";

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of source) all.push(one);
  return all;
}

describe("inOrder", () => {
  it("gives results in the order of the items, whichever is done first", async () => {
    const work = async (ms: number) => {
      await sleep(ms);
      return ms * 2;
    };
    expect(await collect(inOrder([30, 1, 15], 3, work))).toEqual([
      { item: 30, value: 60 },
      { item: 1, value: 2 },
      { item: 15, value: 30 },
    ]);
  });

  it.each([1, 3, 50])("runs exactly %i at once while there are enough", async (limit) => {
    let running = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++running);
      await sleep(1);
      running--;
    };
    await collect(inOrder(Array.from({ length: 60 }), limit, work));
    expect(most).toBe(limit);
  });

  it("starts later items while the first still runs, and reports them in their turn", async () => {
    const log: string[] = [];
    const work = async (name: string) => {
      if (name === "slow") await sleep(20);
      log.push(`did ${name}`);
      return name;
    };
    for await (const { item } of inOrder(["slow", "a", "b"], 2, work)) log.push(`told ${item}`);
    expect(log).toEqual(["did a", "did b", "did slow", "told slow", "told a", "told b"]);
  });

  it("keeps going after a failure", async () => {
    const work = async (n: number) => {
      if (n === 1) throw new ApiError("no 1", 404);
      return n;
    };
    const [first, bad, last] = await collect(inOrder([0, 1, 2], 1, work));
    expect([first, last]).toEqual([
      { item: 0, value: 0 },
      { item: 2, value: 2 },
    ]);
    expect(bad).toMatchObject({ item: 1, error: { message: "no 1", status: 404 } });
  });

  it.each([new TypeError("a bug"), new Cancelled()])("throws what is not the failure of one object (%s)", async (error) => {
    const work = async (n: number) => {
      if (n === 1) throw error;
      return n;
    };
    await expect(collect(inOrder([0, 1, 2], 2, work))).rejects.toBe(error);
  });

  it("does nothing for no items", async () => {
    expect(await collect(inOrder([], 5, async () => 1))).toEqual([]);
  });
});
