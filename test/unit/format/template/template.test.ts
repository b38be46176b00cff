/** Very large or deep templates: a result or a TemplateError, within bounds. */
import { describe, expect, test } from "vitest";
import { parseTemplate, TemplateError } from "../../../../src/format/template/template.js";

const MB = 1 << 20;

function run(text: string): { length: number; error?: string } {
  let length = 0;
  try {
    parseTemplate(text).execute({ a: 1 }, (piece) => {
      length += piece.length;
    });
  } catch (e) {
    expect(e).toBeInstanceOf(TemplateError);
    return { length, error: (e as Error).message };
  }
  return { length };
}

describe("large templates", () => {
  test.each([
    ["text", "x".repeat(MB), MB],
    ["a comment", `{{/*${"x".repeat(MB)}*/}}`, 0],
    ["a string", `{{"${"a".repeat(MB)}"}}`, MB],
    ["a raw string of lines", `{{\`${"a\n".repeat(MB / 2)}\`}}`, MB],
    ["spaces to trim", `${" ".repeat(MB)}{{- .a -}}${" ".repeat(MB)}`, 1],
    ["actions", "{{.a}}".repeat(MB / 8), MB / 8],
    ["a pipeline", `{{.a${"|print".repeat(MB / 8)}}}`, 1],
  ])("run with 1 MB of %s", { timeout: 60_000 }, (_what, text, length) => {
    expect(run(text)).toEqual({ length });
  });

  test("fail with an error for 1 MB of field chain", () => {
    expect(run(`{{.a${".b".repeat(MB / 2)}}}`).error).toMatch(/^template: :1:4: executing "" at <\.a\.b/);
  });

  test("name the right line after many lines", () => {
    expect(run(`${"\n".repeat(MB / 2)}{{.a.b}}`).error).toBe(
      `template: :${MB / 2 + 1}:4: executing "" at <.a.b>: can't evaluate field b in type interface {}`,
    );
  });
});

describe("deep templates", () => {
  test("run with 1,000 levels of if", () => {
    expect(run(`${"{{if .a}}".repeat(1000)}x${"{{end}}".repeat(1000)}`)).toEqual({ length: 1 });
  });

  test.each([
    ["if", `${"{{if .a}}".repeat(10_000)}x${"{{end}}".repeat(10_000)}`],
    ["else if", `{{if .b}}${"{{else if .b}}x".repeat(10_000)}{{end}}`],
    ["parentheses", `{{${"(".repeat(10_000)}.a${")".repeat(10_000)}}}`],
  ])("end for 10,000 levels of %s", (_what, text) => {
    const { length, error } = run(text);
    if (error === undefined) expect(length).toBeLessThanOrEqual(1);
    else expect(error).toMatch(/nested too deeply|exceeded/);
  });

  test("end with an error if they call themselves for ever", () => {
    expect(run('{{define "a"}}{{template "a"}}{{end}}{{template "a"}}').error).toBe(
      'template: :1:25: executing "a" at <{{template "a"}}>: exceeded maximum template depth (100000)',
    );
  });

  test("can be used again after such an error", () => {
    const template = parseTemplate('{{define "a"}}{{template "a" .}}{{end}}{{if .}}{{template "a" .}}{{end}}ok{{$}}');
    expect(() => template.render(true)).toThrow("exceeded maximum template depth");
    expect(template.render(false)).toBe("okfalse");
  });
});

describe("large results", () => {
  test("come out for a range over a million", { timeout: 60_000 }, () => {
    expect(run("{{range 1000000}}x{{end}}")).toEqual({ length: 1_000_000 });
  });

  test("come out for a range over a million items of the data", { timeout: 60_000 }, () => {
    expect(parseTemplate("{{range .}}{{.}}{{end}}").render(new Array(1_000_000).fill("y")).length).toBe(1_000_000);
  });

  test("come in pieces, not as one string", () => {
    let largest = 0;
    parseTemplate("{{range 100}}{{printf `%10000d` 1}}{{end}}").execute(null, (piece) => {
      largest = Math.max(largest, piece.length);
    });
    expect(largest).toBeLessThan(100_000);
  });

  test("end with an error for a string that doubles without end", () => {
    expect(run('{{$x := "ab"}}{{range 60}}{{$x = print $x $x}}{{end}}').error).toMatch(/invalid string length/);
  });

  test("end with an error for more padding than memory", () => {
    expect(run('{{pad "x" 999999999 999999999}}').error).toMatch(/invalid string length/);
    expect(run('{{printf "%99999999999d" 1}}')).toEqual({ length: "%!(BADWIDTH)%!(NOVERB)%!(EXTRA int=1)".length - "%!(BADWIDTH)".length });
  });
});
