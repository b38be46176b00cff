import { describe, expect, test } from "vitest";
import { headerRow, RowValue, rowType } from "../../../../src/format/template/row.js";
import { parseTemplate } from "../../../../src/format/template/template.js";

interface Row {
  names: string;
  labels: Record<string, string>;
}

const asked: string[] = [];
const type = rowType<Row>(
  "*formatter.ContainerContext",
  [
    [
      "Names",
      (r) => {
        asked.push("Names");
        return r.names;
      },
    ],
    [
      "Labels",
      (r) =>
        Object.entries(r.labels)
          .map((e) => e.join("="))
          .join(","),
    ],
    ["Ports", () => "0.0.0.0:80->80/tcp"],
    ["Count", () => 3],
    ["Platform", () => null],
  ],
  { Label: (r, key: string) => r.labels[key] ?? "", Both: (_r, a: string, b: string) => `${a}+${b}` },
);
const row = new RowValue(type, { names: "web", labels: { app: "x" } });
const render = (text: string) => parseTemplate(text).render(row);
const headers = headerRow([
  ["Names", "NAMES"],
  ["Labels", "LABELS"],
]);
const header = (text: string) => parseTemplate(text).forHeader().render(headers);

describe("rows of a list", () => {
  test.each([
    ["{{.Names}}", "web"],
    ["{{upper .Names}} {{.Count}}", "WEB 3"],
    ['{{.Label "app"}}|{{.Label "none"}}|', "x||"],
    ['{{"app" | .Label}}', "x"],
    ['{{.Both "1" "2"}}', "1+2"],
    ["{{.Platform}}", "<no value>"],
    ["{{$.Names}}{{with .Names}}{{.}}{{end}}", "webweb"],
    ["{{json .}}", '{"Count":3,"Labels":"app=x","Names":"web","Platform":null,"Ports":"0.0.0.0:80-\\u003e80/tcp"}'],
    ["{{json .Ports}}", '"0.0.0.0:80->80/tcp"'],
    ['{{printf "%T" .}}', "*formatter.ContainerContext"],
    ["{{if .}}yes{{end}}", "yes"],
  ])("print %s", (text, out) => {
    expect(render(text)).toBe(out);
  });

  test.each([
    ["{{.Foo}}", ':1:2: executing "" at <.Foo>: can\'t evaluate field Foo in type *formatter.ContainerContext'],
    ["{{.Names.Foo}}", ':1:8: executing "" at <.Names.Foo>: can\'t evaluate field Foo in type string'],
    ["{{.Label}}", ':1:2: executing "" at <.Label>: wrong number of args for Label: want 1 got 0'],
    ["{{.Label 3}}", ':1:9: executing "" at <3>: expected string; found 3'],
    ['{{.Names "x"}}', ':1:2: executing "" at <.Names>: wrong number of args for Names: want 0 got 1'],
    ["{{join .Names `,`}}", ':1:7: executing "" at <.Names>: wrong type for value; expected []string; got string'],
  ])("fail for %s as in Docker", (text, message) => {
    expect(() => render(text)).toThrow(`template: ${message}`);
  });

  test("compute only what is asked for", () => {
    asked.length = 0;
    render("{{.Labels}}");
    expect(asked).toEqual([]);
  });
});

describe("the header row", () => {
  test.each([
    ["{{.Names}}\t{{.Labels}}", "NAMES\tLABELS"],
    ["{{upper .Names}}|{{pad .Names 1 1}}|{{truncate .Names 2}}|{{json .Names}}", "NAMES| NAMES |NAMES|NAMES"],
    ['{{split .Names "-"}}', "NAMES"],
    ['{{.Label "com.docker.some-label_x"}}', "some label x"],
    ["{{len .Names}}", "5"],
    ['{{printf "%s:%d" .Names 3}}', "NAMES:3"],
    ["{{.Foo}}", "<no value>"],
  ])("is made for %s", (text, out) => {
    expect(header(text)).toBe(out);
  });

  test("passes headers through the functions that take lists", () => {
    expect(header('{{join .Names ","}}')).toBe("NAMES");
  });
});

describe("usesField", () => {
  test.each([
    ["{{.Size}}", true],
    ["{{upper .Size}}", true],
    ["{{if .A}}{{.B | printf `%s` .Size}}{{end}}", true],
    ["{{$.Size}}", true],
    ["{{json .}}", true],
    ["{{.}}", true],
    ['{{define "x"}}{{.Size}}{{end}}{{template "x" .}}', true],
    ["{{with .A}}x{{else}}{{.Size}}{{end}}", true],
    ["{{.Names}} Size", false],
    ["{{.Names.Size}}", false],
    ['{{range split .Labels ","}}{{.}}{{end}}', false],
    ["{{/* .Size */}}", false],
    ['{{".Size"}}', false],
  ])("finds in %s: %s", (text, uses) => {
    expect(parseTemplate(text).usesField(".Size")).toBe(uses);
    expect(parseTemplate(text).usesField("Size")).toBe(uses);
  });
});
