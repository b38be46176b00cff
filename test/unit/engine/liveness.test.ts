/** When an engine is asked whether it is there, and what becomes of those who wait for it. The clock is the test's. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createLivenessCheck } from "../../../src/engine/liveness.js";

const PATIENCE = 30_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** `answers`: what each question comes to, in turn; "none" is silence until it is given up. Behind the last, the last again. */
function engine(answers: readonly ("yes" | "nobody" | "none")[]) {
  const asked: number[] = [];
  const connection = {
    waiting: true,
    received: 0,
    over: false,
    destroyed: undefined as Error | undefined,
    destroy(reason: Error) {
      connection.destroyed = reason;
      connection.over = true;
    },
  };
  const lost = new Error("lost");
  const begun = Date.now();
  const pulse = createLivenessCheck({
    patienceMs: PATIENCE,
    lost,
    ask(signal) {
      const answer = answers[Math.min(asked.length, answers.length - 1)];
      asked.push(Date.now() - begun);
      if (answer !== "none") return Promise.resolve(answer === "yes");
      return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    },
  });
  pulse.watch(connection);
  return { connection, pulse, asked, lost, pass: (ms: number) => vi.advanceTimersByTimeAsync(ms) };
}

test("takes an hour of silence for no failure if every question is answered", async () => {
  const { connection, asked, pass } = engine(["yes"]);
  await pass(3_600_000);
  expect(connection.destroyed).toBeUndefined();
  expect(asked[0]).toBe(PATIENCE / 2);
  expect(asked.length).toBeGreaterThan(200);
  expect(asked.length).toBeLessThanOrEqual(240);
});

test("fails all that waits if there is no answer, and refuses new connections", async () => {
  const { connection, pulse, asked, lost, pass } = engine(["none"]);
  await pass(PATIENCE * 1.5);
  expect(connection.destroyed).toBeUndefined();
  await pass(PATIENCE / 10);
  expect(connection.destroyed).toBe(lost);
  expect(asked).toEqual([PATIENCE / 2]);
  expect(() => pulse.watch(connection)).toThrow(lost);
});

test("goes on if the network comes back in time", async () => {
  const { connection, asked, pass } = engine(["nobody", "nobody", "nobody", "yes"]);
  await pass(PATIENCE);
  expect([connection.destroyed, asked.length]).toEqual([undefined, 4]);
});

test("fails if the network does not come back", async () => {
  const { connection, lost, pass } = engine(["nobody"]);
  await pass(PATIENCE * 1.6);
  expect(connection.destroyed).toBe(lost);
});

test("asks nothing while bytes arrive, or nobody waits for them", async () => {
  const { connection, pulse, asked, pass } = engine(["none"]);
  const other = { ...connection, waiting: false };
  pulse.watch(other);
  for (let i = 0; i < 100; i++) {
    await pass(PATIENCE / 3);
    other.received++;
  }
  connection.waiting = false;
  await pass(PATIENCE * 10);
  connection.waiting = true;
  connection.over = true;
  await pass(PATIENCE * 10);
  expect(asked).toEqual([]);
});

test("takes bytes that arrive meanwhile for an answer", async () => {
  const { connection, asked, pass } = engine(["none"]);
  for (let i = 0; i < 10; i++) {
    await pass(PATIENCE);
    connection.received++;
    await pass(PATIENCE / 10);
  }
  expect(connection.destroyed).toBeUndefined();
  expect(asked).toHaveLength(10);
});

test("does not measure the time during a pause", async () => {
  const { connection, pulse, asked, pass } = engine(["none"]);
  const resume = pulse.pause();
  await pass(PATIENCE * 10);
  expect(asked).toEqual([]);
  resume();
  await pass(PATIENCE * 2);
  expect(connection.destroyed).toBeDefined();
});

test("does not take its own stop of an hour for the daemon's silence", async () => {
  const { connection, asked, pass } = engine(["none"]);
  await pass(PATIENCE / 2 + 1);
  expect(asked).toHaveLength(1);
  // One late step, as after SIGCONT, and then the answer.
  vi.setSystemTime(Date.now() + 3_600_000);
  await pass(PATIENCE / 20);
  connection.received++;
  await pass(PATIENCE / 20);
  expect(connection.destroyed).toBeUndefined();
});
