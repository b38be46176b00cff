import { describe, expect, test } from "vitest";
import { StatusError } from "../../../src/errors.js";
import { type Inspected, inspect } from "../../../src/format/inspect.js";

const NET = '{"Name":"n","Id":"abc","Scope":"local","Containers":{},"Options":{"k":"<v>"},"Extra":{"x":1.50}}\n';
const objects: Record<string, Inspected> = {
  net: { raw: NET, root: "network" },
  other: { raw: '{"Name":"o","Id":"def","Only":"here"}', root: "network" },
  vol: { raw: '{"Name":"v","Scope":"local","Labels":{"l":"<&>"}}', root: "volume", typedOnly: true },
  misfit: { raw: '{"Name":["a"],"Id":"x"}', root: "network" },
  bare: { raw: '{"Name":"b"}' },
  broken: { raw: '{"Name":', root: "network" },
};

async function run(references: string[], format: string) {
  let out = "";
  let message: string | undefined;
  let code = 0;
  const get = async (reference: string) => objects[reference] ?? Promise.reject(new StatusError(`Error: No such object: ${reference}`));
  try {
    await inspect(references, format, get, (text) => {
      out += text;
    });
  } catch (e) {
    if (!(e instanceof StatusError)) throw e;
    message = e.message;
    code = e.exitCode;
  }
  return { out, message, code };
}

describe("inspect without a template", () => {
  test("prints an indented array of what the daemon sent", async () => {
    expect(await run(["net"], "")).toEqual({
      out: `${JSON.stringify([JSON.parse(NET)], null, 4).replace("1.5", "1.50")}\n`,
      message: undefined,
      code: 0,
    });
  });

  test("prints one line for json", async () => {
    expect((await run(["net", "other"], "json")).out).toBe(`[${NET.trim()},${objects.other?.raw}]\n`);
  });

  test("prints volumes from their Go type", async () => {
    expect((await run(["vol"], "json")).out).toBe(
      '[{"Driver":"","Labels":{"l":"\\u003c\\u0026\\u003e"},"Mountpoint":"","Name":"v","Options":null,"Scope":"local"}]\n',
    );
  });

  test("reports what is missing after what was found", async () => {
    expect(await run(["gone", "bare", "lost"], "json")).toEqual({
      out: '[{"Name":"b"}]\n',
      message: "Error: No such object: gone\nError: No such object: lost",
      code: 1,
    });
    expect((await run(["gone"], "")).out).toBe("[]\n");
  });

  test("prints YAML", async () => {
    expect((await run(["bare", "vol"], "yaml")).out).toMatch(/^- Name: b\n- Driver: ""\n {2}Labels:\n {4}l: <&>\n/);
  });
});

describe("inspect with a template", () => {
  test.each([
    ["{{.Name}} {{.ID}}", ["net", "other"], "n abc\no def\n"],
    ["{{.Id}}", ["net"], "abc\n"],
    ["{{.Only}}", ["other"], "here\n"],
    ["{{.Extra.x}}", ["net"], "1.50\n"],
    ["{{json .Options}}", ["net"], '{"k":"<v>"}\n'],
    ["{{.Options.none}}", ["net"], "<no value>\n"],
    ["{{.Name}}", ["misfit"], "[a]\n"],
    ["{{.Name}}", ["bare"], "b\n"],
    ["", [], "[]\n"],
    ["{{.Name}}", [], "\n"],
  ])("prints %s of %j", async (format, references, out) => {
    expect(await run(references, format)).toEqual({ out, message: undefined, code: 0 });
  });

  test("reports the failure on the JSON if both the Go type and the JSON fail", async () => {
    expect(await run(["net", "other"], "{{.Only}}")).toEqual({
      out: "here\n",
      message: 'template parsing error: template: :1:2: executing "" at <.Only>: map has no entry for key "Only"',
      code: 1,
    });
    expect(await run(["net"], "{{.Nope.x}}")).toEqual({
      out: "\n",
      message: 'template parsing error: template: :1:2: executing "" at <.Nope.x>: map has no entry for key "Nope"'.replace(":1:2", ":1:7"),
      code: 1,
    });
  });

  test("does not fall back to the JSON for volumes", async () => {
    expect((await run(["vol"], "{{.Foo}}")).message).toBe(
      'template parsing error: template: :1:2: executing "" at <.Foo>: can\'t evaluate field Foo in type volume.Volume',
    );
  });

  test("takes a missing key for an error on later types once the JSON was used, as Docker does", async () => {
    const { out, message } = await run(["net", "other"], "{{if .Extra}}x{{end}}{{.Options.none}}");
    expect({ out, message }).toEqual({
      out: "\n",
      message: [
        'template parsing error: template: :1:31: executing "" at <.Options.none>: map has no entry for key "none"',
        'template parsing error: template: :1:5: executing "" at <.Extra>: map has no entry for key "Extra"',
      ].join("\n"),
    });
  });

  test("ends with code 64 before the daemon is asked if the template does not parse", async () => {
    expect(await run(["gone"], "{{nope}}")).toEqual({
      out: "",
      message: 'template parsing error: template: :1: function "nope" not defined',
      code: 64,
    });
  });

  test("reports an answer that is not JSON", async () => {
    expect((await run(["broken"], "{{.Name}}")).message).toBe("unable to read inspect data: unexpected end of JSON input");
  });
});

test("asks for several objects at a time and prints them in order", async () => {
  let running = 0;
  let most = 0;
  let out = "";
  const get = async (reference: string): Promise<Inspected> => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, reference === "0" ? 30 : 1));
    running--;
    return { raw: `{"n":"${reference}"}` };
  };
  const references = Array.from({ length: 30 }, (_, i) => String(i));
  await inspect(references, "{{.n}}", get, (text) => {
    out += text;
  });
  expect(out).toBe(`${references.join("\n")}\n`);
  expect(most).toBeGreaterThan(1);
  expect(most).toBeLessThanOrEqual(9);
});
