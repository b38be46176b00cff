import { describe, expect, it } from "vitest";
import type { ListOptions } from "../../../src/format/printer.js";
import type { View } from "../../../src/format/view.js";
import { cannedContext } from "../../support/canned-context.js";

interface Pet {
  name: string;
  kind?: string;
}

const view: View<Pet> = {
  type: "*pets.petContext",
  columns: {
    Name: { header: "NAME", value: ({ name }, { trunc }) => (trunc ? name.slice(0, 8) : name), shrink: { least: 4 } },
    Kind: {
      header: "KIND",
      value: ({ kind }) => kind ?? "",
      cell: ({ kind }) => kind ?? "?",
      tone: ({ kind }) => (kind === "cat" ? "good" : undefined),
    },
    Legs: { header: "LEGS", value: () => 4 },
  },
  table: ({ legs }) => ["Name", "Kind", ...(legs ? ["Legs"] : [])],
  quiet: "Name",
  raw: { format: ({ legs }) => `name: {{.Name}}\n${legs ? "legs: {{.Legs}}\n" : ""}`, quiet: "name: {{.Name}}" },
  methods: { Says: ({ name }, what) => `${name} says ${what}` },
  blank: { name: "" },
};
const PETS: Pet[] = [{ name: "Thomasina", kind: "cat" }, { name: "<Rex>" }];

async function print(
  options: Partial<ListOptions>,
  rows = PETS,
  terminal?: { width: number; colour?: boolean },
  dialect: "docker" | "dockline" = "docker",
) {
  const { ctx, written } = cannedContext({ dialect, now: 0, answers: {}, terminal });
  await ctx.print.list(view, rows, { format: "", ...options });
  return written;
}

describe("list formats", () => {
  it.each<[Partial<ListOptions>, string]>([
    [{}, "NAME       KIND\nThomasin   cat\n<Rex>      ?\n"],
    [{ format: "table" }, "NAME       KIND\nThomasin   cat\n<Rex>      ?\n"],
    [{ trunc: false }, "NAME        KIND\nThomasina   cat\n<Rex>       ?\n"],
    [{ legs: true }, "NAME       KIND      LEGS\nThomasin   cat       4\n<Rex>      ?         4\n"],
    [{ quiet: true }, "Thomasin\n<Rex>\n"],
    [{ quiet: true, format: "table" }, "Thomasin\n<Rex>\n"],
    [{ format: "json" }, '{"Kind":"cat","Legs":4,"Name":"Thomasin"}\n{"Kind":"","Legs":4,"Name":"\\u003cRex\\u003e"}\n'],
    [{ format: "raw" }, "name: Thomasin\n\nname: <Rex>\n\n"],
    [{ format: "raw", legs: true }, "name: Thomasin\nlegs: 4\n\nname: <Rex>\nlegs: 4\n\n"],
    [{ format: "raw", quiet: true }, "name: Thomasin\nname: <Rex>\n"],
    [{ format: "{{.Name}}", quiet: true }, "Thomasin\n<Rex>\n"],
    [{ format: "  {{.Name}}\\t{{.Kind}}\\n " }, "Thomasin\tcat\n\n<Rex>\t\n\n"],
    [{ format: "plain" }, "plain\nplain\n"],
    [{ format: "table {{.Name}}\\t{{.Legs}}" }, "NAME       LEGS\nThomasin   4\n<Rex>      4\n"],
    [{ format: "table{{upper .Name}}" }, "NAME\nTHOMASIN\n<REX>\n"],
    [{ format: "table {{.Kind}}\\t{{.Name}}" }, "KIND      NAME\ncat       Thomasin\n          <Rex>\n"],
    [{ format: '{{.Says "hi"}}' }, "Thomasina says hi\n<Rex> says hi\n"],
    [{ format: "{{json .}}" }, '{"Kind":"cat","Legs":4,"Name":"Thomasin"}\n{"Kind":"","Legs":4,"Name":"\\u003cRex\\u003e"}\n'],
    [{ format: "{{json .Name}}" }, '"Thomasin"\n"<Rex>"\n'],
  ])("print %j", async (options, text) => {
    expect((await print(options)).stdout).toBe(text);
  });

  it("print the headers of tables without rows, else nothing", async () => {
    const formats = ["", "table", "table {{.Name}}", "json", "{{.Name}}", "raw"];
    const texts = await Promise.all(formats.map(async (format) => (await print({ format }, [])).stdout));
    expect(texts).toEqual(["NAME      KIND\n", "NAME      KIND\n", "NAME\n", "", "", ""]);
  });

  it.each([
    ["{{.Nope}}", 'template parsing error: template: :1:2: executing "" at <.Nope>: can\'t evaluate field Nope in type *pets.petContext'],
    [
      "table {{.Name}} {{.Nope}}",
      'template parsing error: template: :1:12: executing "" at <.Nope>: can\'t evaluate field Nope in type *pets.petContext',
    ],
    ["{{.Name", "template parsing error: template: :1: unclosed action"],
  ])("refuse %s and print nothing", async (format, message) => {
    const { ctx, written } = cannedContext({ dialect: "docker", now: 0, answers: {} });
    await expect(ctx.print.list(view, PETS, { format })).rejects.toThrow(expect.objectContaining({ message, exitCode: 1 }));
    expect(written.stdout).toBe("");
  });
});

describe("the fields that a format needs", () => {
  const { ctx } = cannedContext({ dialect: "docker", now: 0, answers: {} });

  it.each<[string, boolean]>([
    ["", false],
    ["table", false],
    ["Legs", false],
    ["{{.Legs}}", true],
    ["table {{.Name}}\\t{{.Legs}}", true],
    ["{{.Name}}", false],
    ["{{if .Name}}{{.Legs}}{{end}}", false],
    ["{{json .}}", true],
  ])("are found in %s", async (format, uses) => {
    expect(await ctx.print.uses(view, format, "Legs")).toBe(uses);
  });

  it.each([
    ["{{.Name", "failed to parse template: template: :1: unclosed action"],
    [
      "{{slice .Name 3}}",
      'failed to execute template: template: :1:2: executing "" at <slice .Name 3>: error calling slice: index out of range: 3',
    ],
  ])("are an error for %s", async (format, message) => {
    await expect(ctx.print.uses(view, format, "Legs")).rejects.toThrow(expect.objectContaining({ message, exitCode: 1 }));
  });
});

describe("tables on a terminal", () => {
  it("are coloured and as wide as the terminal under the name dockline", async () => {
    const { stdout } = await print({}, PETS, { width: 12, colour: true }, "dockline");
    expect(stdout).toBe("\x1b[1mNAME\x1b[22m    \x1b[1mKIND\x1b[22m\nThoma…  \x1b[32mcat\x1b[39m\n<Rex>   ?\n");
  });

  it("are not cut with --no-trunc", async () => {
    expect((await print({ trunc: false }, PETS, { width: 5 }, "dockline")).stdout).toBe("NAME       KIND\nThomasina  cat\n<Rex>      ?\n");
  });

  it("count wide characters as the terminal shows them", async () => {
    expect((await print({}, [{ name: "🇫🇷日", kind: "cat" }], { width: 80 }, "dockline")).stdout).toBe("NAME  KIND\n🇫🇷日  cat\n");
  });

  it("are Docker's under the name docker", async () => {
    expect((await print({}, PETS, { width: 5, colour: true })).stdout).toBe((await print({})).stdout);
  });

  it("stay as they are with --format", async () => {
    expect((await print({ format: "table" }, PETS, { width: 5, colour: true }, "dockline")).stdout).toBe((await print({})).stdout);
  });
});

it("prints narrow columns and no colour into a pipe", async () => {
  expect((await print({}, PETS, undefined, "dockline")).stdout).toBe("NAME      KIND\nThomasin  cat\n<Rex>     ?\n");
});

it("writes in large pieces", async () => {
  const rows = Array.from({ length: 20_000 }, (_, i) => ({ name: `pet${i}`, kind: "ant" }));
  for (const format of ["", "json", "{{.Name}} {{.Kind}}", "table {{.Name}}\\t{{.Kind}}"]) {
    const { stdout, writes } = await print({ format }, rows);
    expect(writes).toBeLessThan(stdout.length / 65_536 + 1);
    expect(stdout.split("\n").length).toBeGreaterThanOrEqual(20_001);
  }
});

it("prints local times", async () => {
  const { ctx, written } = cannedContext({ dialect: "docker", now: 0, answers: {}, env: { TZ: "Not/There" } });
  const times: View<number> = { columns: { At: { header: "AT", value: (at, { zone }) => zone(at).name } }, table: ["At"], quiet: "At" };
  await ctx.print.list(times, [0], { format: "" });
  expect(written.stdout).toBe("AT\nUTC\n");
});
