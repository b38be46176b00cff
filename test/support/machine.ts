/** Ours on a machine of its own (scripts/engine/machine.mjs). */
import { afterAll, beforeAll } from "vitest";
import { type Machine, startMachine } from "../../scripts/engine/machine.mjs";
import { program } from "../setup/program.js";
import { type CommandOptions, type Result, run } from "./command.js";

interface Inside extends CommandOptions {
  user?: boolean;
  env?: Record<string, string>;
  name?: "docker" | "dockline";
}

export interface Outcome {
  stdout: string;
  stderr: string;
  code: number | null;
}

export interface Own {
  machine(): Machine;
  dockline(args: readonly string[], options?: Inside): Promise<Outcome>;
  sh(script: string, options?: Inside): Promise<Outcome>;
}

const shown = ({ stdout, stderr, code }: Result): Outcome => ({ stdout: stdout.toString(), stderr: stderr.toString(), code });

/** One for the tests of a file. */
export function ownMachine(layers: () => Promise<string[]>): Own {
  let machine: Machine;
  beforeAll(async () => {
    machine = await startMachine(await layers());
  });
  afterAll(() => machine?.stop());
  const within = async (command: string[], { user, env, name, ...options }: Inside = {}) =>
    shown(
      await run(machine.inside(command, { user, env: { ...env, ...(name === "docker" && { DOCKLINE_STYLE: name }) } }), {
        timeout: 60_000,
        ...options,
      }),
    );
  return {
    machine: () => machine,
    dockline: (args, options) => within([`/home/project/${program}`, ...args], options),
    sh: (script, options) => within(["sh", "-c", script], options),
  };
}
