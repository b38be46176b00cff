/** Processes of Linux that are not our children, named so that a number used again is never taken for the old process. */
import fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

export interface ProcessId {
  pid: number;
  /** Clock ticks since boot, as proc(5) has them. */
  started: string;
  /** Of the boot that the ticks count from. */
  boot: string;
}

interface Stat {
  state: string;
  parent: number;
  started: string;
}

const POLL_MS = 20;

/** proc(5): the name in the second field may hold anything, blanks and brackets too. */
function stat(pid: number): Stat | undefined {
  try {
    const text = fs.readFileSync(`/proc/${pid}/stat`, "latin1");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return { state: fields[0] ?? "", parent: Number(fields[1]), started: fields[19] ?? "" };
  } catch {
    return undefined;
  }
}

const bootId = () => fs.readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim();

/** The process that has the number now. */
export function identify(pid: number): ProcessId {
  return { pid, started: stat(pid)?.started ?? "", boot: bootId() };
}

/** This process. */
export const ownProcess = (): ProcessId => identify(process.pid);

/** Does that very process still run? (A zombie does not.) */
export function isAlive({ pid, started, boot }: ProcessId): boolean {
  const now = stat(pid);
  return now !== undefined && now.started === started && now.state !== "Z" && boot === bootId();
}

/** The numbers of its children. */
export function childrenOf({ pid }: ProcessId): number[] {
  const pids = fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((one) => stat(one)?.parent === pid);
}

/** All that it has started, directly or not, as far as their parents still live. */
export function descendantsOf(id: ProcessId): ProcessId[] {
  return childrenOf(id).flatMap((pid) => {
    const child = identify(pid);
    return [child, ...descendantsOf(child)];
  });
}

/** What a process was started as, words apart by zeros; "" when it has gone. */
export function commandLine(pid: number): string {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}

/** A process that has gone is no error; a negative number is a process group. */
export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** Waits for the end of a process; false when it still runs after so many milliseconds. */
export async function ended(id: ProcessId, timeoutMs: number): Promise<boolean> {
  const attempts = Math.ceil(timeoutMs / POLL_MS);
  for (let attempt = 0; isAlive(id); attempt++) {
    if (attempt >= attempts) return false;
    await sleep(POLL_MS);
  }
  return true;
}
