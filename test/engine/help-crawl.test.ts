/** Every command of Docker outside Swarm is found by following our `--help` from page to page, with all of its flags. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { ours, run } from "../support/command.js";

interface Surface {
  commands: Record<string, { flags: { name: string; short?: string }[] }>;
}

const SWARM = new Set(["config", "node", "secret", "service", "stack", "swarm"]);
/** On no page, of Docker neither. */
const HIDDEN = ["system", "dial-stdio"];
const AT_ONCE = 4;

const fixture = path.join(import.meta.dirname, "../fixtures/docker-surface.json");
const { commands } = JSON.parse(readFileSync(fixture, "utf8")) as Surface;
const wanted = Object.keys(commands).filter((name) => name !== "docker" && !SWARM.has(name.split(" ")[0] as string));

/** Lines of a section "TITLE:", without their indentation; continued lines too. */
function sections(page: string): { title: string; lines: string[] }[] {
  return page.split("\n\n").flatMap((block) => {
    const [title = "", ...lines] = block.split("\n");
    return title.endsWith(":") ? [{ title, lines }] : [];
  });
}

/** A page's commands, and its flags as "-s, --long" or "--long". */
function read(page: string) {
  const found = sections(page);
  const named = found.filter(({ title }) => title.endsWith("Commands:")).flatMap(({ lines }) => lines);
  const options = found.filter(({ title }) => title === "Options:").flatMap(({ lines }) => lines);
  return {
    below: named.flatMap((line) => /^ {2}(\S+)/.exec(line)?.[1] ?? []),
    flags: new Set(options.flatMap((line) => /^ {2,6}((?:-\w, )?--[\w-]+)/.exec(line)?.[1] ?? [])),
  };
}

/** The flags of every page that can be reached. */
async function crawl(): Promise<Map<string, Set<string>>> {
  const pages = new Map<string, Set<string>>();
  const left: string[][] = [[], HIDDEN];
  const visit = async (words: string[]) => {
    const result = await run([...ours("docker"), ...words, "--help"], { env: { DOCKER_HOST: "unix:///nowhere/docker.sock" } });
    expect(result.code, words.join(" ")).toBe(0);
    const { below, flags } = read(result.stdout.toString());
    pages.set(words.join(" "), flags);
    left.push(...below.map((name) => [...words, name]));
  };
  while (left.length > 0) await Promise.all(left.splice(0, AT_ONCE).map(visit));
  return pages;
}

test("has a help page for every command of Docker's except Swarm's", { timeout: 120_000 }, async () => {
  const pages = await crawl();
  expect(wanted.filter((name) => !pages.has(name))).toEqual([]);
  const shown = ({ name, short }: { name: string; short?: string }) => (short ? `-${short}, --${name}` : `--${name}`);
  const missing = wanted.flatMap((name) =>
    (commands[name]?.flags ?? []).filter((flag) => !pages.get(name)?.has(shown(flag))).map((flag) => `${name} ${shown(flag)}`),
  );
  expect(missing).toEqual([]);
});
