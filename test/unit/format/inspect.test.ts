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

describe("without a template", () => {
  test("an indented array of what the engine sent", async () => {
    expect(await run(["net"], "")).toEqual({
      out: `${JSON.stringify([JSON.parse(NET)], null, 4).replace("1.5", "1.50")}\n`,
      message: undefined,
      code: 0,
    });
  });

  test("json is one line", async () => {
    expect((await run(["net", "other"], "json")).out).toBe(`[${NET.trim()},${objects.other?.raw}]\n`);
  });

  test("volumes are printed from their type", async () => {
    expect((await run(["vol"], "json")).out).toBe(
      '[{"Driver":"","Labels":{"l":"\\u003c\\u0026\\u003e"},"Mountpoint":"","Name":"v","Options":null,"Scope":"local"}]\n',
    );
  });

  test("what is missing is said after what was found", async () => {
    expect(await run(["gone", "bare", "lost"], "json")).toEqual({
      out: '[{"Name":"b"}]\n',
      message: "Error: No such object: gone\nError: No such object: lost",
      code: 1,
    });
    expect((await run(["gone"], "")).out).toBe("[]\n");
  });

  test("yaml", async () => {
    expect((await run(["bare", "vol"], "yaml")).out).toMatch(/^- Name: b\n- Driver: ""\n {2}Labels:\n {4}l: <&>\n/);
  });
});

describe("with a template", () => {
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
  ])("%s of %j", async (format, references, out) => {
    expect(await run(references, format)).toEqual({ out, message: undefined, code: 0 });
  });

  test("a failure on the type and on the JSON", async () => {
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

  test("no way back to the JSON for volumes", async () => {
    expect((await run(["vol"], "{{.Foo}}")).message).toBe(
      'template parsing error: template: :1:2: executing "" at <.Foo>: can\'t evaluate field Foo in type volume.Volume',
    );
  });

  test("after one object's JSON was used a missing key is an error on the types that follow, as in the reference", async () => {
    const { out, message } = await run(["net", "other"], "{{if .Extra}}x{{end}}{{.Options.none}}");
    expect({ out, message }).toEqual({
      out: "\n",
      message: [
        'template parsing error: template: :1:31: executing "" at <.Options.none>: map has no entry for key "none"',
        'template parsing error: template: :1:5: executing "" at <.Extra>: map has no entry for key "Extra"',
      ].join("\n"),
    });
  });

  test("a template that does not parse ends with 64 before anything is asked", async () => {
    expect(await run(["gone"], "{{nope}}")).toEqual({
      out: "",
      message: 'template parsing error: template: :1: function "nope" not defined',
      code: 64,
    });
  });

  test("an answer that is not JSON", async () => {
    expect((await run(["broken"], "{{.Name}}")).message).toBe("unable to read inspect data: unexpected end of JSON input");
  });
});

test("objects are asked for several at a time, printed in order", async () => {
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
