// Each command line of test/fixtures/create-cases.mjs makes the body, or the refusal, that Docker made of it.
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { longName } from "../../../../../src/cli/flags.js";
import { createFlags } from "../../../../../src/commands/container/create/flags.js";
import { expected, type Recorded, recordings, replay } from "../../../../support/recorded-creates.js";

const title = ({ verb, args, api, os }: Recorded) =>
  [verb, ...args.map((word) => (/^[\w./:=,-]+$/.test(word) ? word : JSON.stringify(word))), api && `(API ${api})`, os && `(${os})`]
    .filter(Boolean)
    .join(" ");

describe("the body of POST /containers/create", () => {
  it.each(recordings.map((recorded) => [title(recorded), recorded] as const))("is Docker's for %s", async (_, recorded) => {
    expect(await replay(recorded)).toEqual(expected(recorded));
  });

  it("is recorded at least twice for every flag", () => {
    const uses = recordings.flatMap(({ args }) => args);
    const few = Object.entries(createFlags).filter(([key, flag]) => {
      const long = `--${longName(key, flag)}`;
      const short = `-${flag.short}`;
      const written = uses.filter(
        (word) => word === long || word.startsWith(`${long}=`) || (flag.short && word.startsWith(short) && word[1] !== "-"),
      );
      return written.length < 2;
    });
    expect(few.map(([key]) => key)).toEqual([]);
  });

  // What says how the client goes on once there is a container is in no body.
  it.each(["create", "run"])("is recorded for every flag of Docker's %s in a case that makes a body", (verb) => {
    const fixture = path.join(import.meta.dirname, "../../../../fixtures/docker-surface.json");
    const known: { name: string; short?: string }[] = JSON.parse(readFileSync(fixture, "utf8")).commands[verb].flags;
    const uses = recordings.filter(({ code }) => code === undefined).flatMap(({ args }) => args);
    const named = ({ name, short }: { name: string; short?: string }) =>
      uses.some((word) => word.split("=")[0] === `--${name}` || (short && /^-[^-]/.test(word) && word.includes(short)));
    expect(known.length).toBeGreaterThanOrEqual(100);
    expect(known.filter((flag) => !named(flag)).map(({ name }) => name)).toEqual([]);
  });
});
