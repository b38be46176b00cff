import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { parseTemplate } from "../../../../src/format/template/template.js";
import { DecodeError, type Root, typed, typedJson } from "../../../../src/format/template/typed.js";

const render = (root: Root, json: string, text: string) => parseTemplate(text).render(typed(root, json));

const NETWORK = JSON.stringify({
  Name: "n",
  Id: "abc",
  Created: "2026-11-21T01:40:29.31109158Z",
  IPAM: { Driver: "default", Options: null, Config: [{ Subnet: "10.0.0.0/24", Gateway: "10.0.0.1" }] },
  Labels: { b: "2", a: "1" },
});

describe("time.Time", () => {
  test.each([
    ["{{.Created}}", "2026-11-21 01:40:29.31109158 +0000 UTC"],
    ["{{json .Created}}", '"2026-11-21T01:40:29.31109158Z"'],
    ["{{.Created.Unix}} {{.Created.UnixMilli}} {{.Created.UnixNano}}", "1795225229 1795225229311 1795225229311091580"],
    ["{{.Created.Year}} {{.Created.Month}} {{.Created.Day}} {{.Created.Weekday}} {{.Created.YearDay}}", "2026 November 21 Saturday 325"],
    ['{{printf "%d %T" .Created.Month .Created.Month}}', "11 time.Month"],
    ['{{.Created.Format "Mon Jan 2 15:04:05.000 MST 2006"}}', "Sat Nov 21 01:40:29.311 UTC 2026"],
    ['{{.Created.Format "Jan _2 06 03:04PM -0700 Z07:00 .999"}}', "Nov 21 26 01:40AM +0000 Z .311"],
    ['{{printf "%#v" .Created}}', "time.Date(2026, time.November, 21, 1, 40, 29, 311091580, time.UTC)"],
    ["{{.Created.IsZero}} {{.Created.UTC.Sub .Created}}", "false 0s"],
    ["{{(.Created.Add 3).Nanosecond}}", "311091583"],
  ])("prints %s as Go does", (text, out) => {
    expect(render("network", NETWORK, text)).toBe(out);
  });

  test("prints a zone of its own, and the zero time", () => {
    const at = (time: string) => render("network", `{"Created":"${time}"}`, "{{.Created}} {{json .Created}} {{.Created.IsZero}}");
    expect(at("2020-02-29T23:59:59-05:00")).toBe('2020-02-29 23:59:59 -0500 -0500 "2020-02-29T23:59:59-05:00" false');
    expect(at("0001-01-01T00:00:00Z")).toBe('0001-01-01 00:00:00 +0000 UTC "0001-01-01T00:00:00Z" true');
  });
});

describe("other typed values", () => {
  test.each<[Root, string, string, string]>([
    ["network", NETWORK, "{{.IPAM}} {{.Labels}} {{.Options}}", "{default map[] [{10.0.0.0/24  10.0.0.1 map[]}]} map[a:1 b:2] map[]"],
    ["network", NETWORK, '{{printf "%+v" (index .IPAM.Config 0)}}', "{Subnet:10.0.0.0/24 IPRange: Gateway:10.0.0.1 AuxAddress:map[]}"],
    [
      "container",
      '{"HostConfig":{"Ulimits":[{"Name":"nofile","Hard":2,"Soft":1}]}}',
      "{{.HostConfig.Ulimits}}{{range .HostConfig.Ulimits}} {{.}} {{.Hard}}{{end}}",
      "[nofile=1:2] nofile=1:2 2",
    ],
    [
      "container",
      '{"HostConfig":{"NetworkMode":"container:x"}}',
      "{{.HostConfig.NetworkMode.IsContainer}} {{.HostConfig.NetworkMode.ConnectedContainer}} {{.HostConfig.NetworkMode.NetworkName}}",
      "true x container",
    ],
    [
      "container",
      '{"HostConfig":{"RestartPolicy":{"Name":"always"}}}',
      "{{.HostConfig.RestartPolicy.IsAlways}} {{.HostConfig.RestartPolicy.IsNone}}",
      "true false",
    ],
    [
      "container",
      '{"Config":{"ExposedPorts":{"53/udp":{}}}}',
      "{{range $p, $_ := .Config.ExposedPorts}}{{$p}} {{$p.Port}} {{$p.Proto}} {{$p.Int}}{{end}}",
      "53/udp 53 udp 53",
    ],
    [
      "container",
      '{"Config":{"Healthcheck":{"Test":["CMD"],"Interval":90000000000}}}',
      "{{.Config.Healthcheck}} {{.Config.Healthcheck.Interval.Seconds}}",
      "{[CMD] 1m30s 0s 0s 0s 0} 90",
    ],
    ["container", '{"Config":{"Cmd":"one"}}', "{{.Config.Cmd}}", "[one]"],
    [
      "info",
      '{"RegistryConfig":{"InsecureRegistryCIDRs":["::1/128","10.0.0.0/8"]}}',
      "{{.RegistryConfig.InsecureRegistryCIDRs}} {{json .RegistryConfig.InsecureRegistryCIDRs}}",
      '[::1/128 10.0.0.0/8] ["::1/128","10.0.0.0/8"]',
    ],
    ["node", '{"Version":{"Index":12}}', "{{.Version}} {{.Version.Index}}", "12 12"],
    ["secret", '{"Spec":{"Name":"s","Data":"aGk="}}', '{{.Spec.Name}} {{printf "%s" .Spec.Data}} {{json .Spec.Data}}', 's hi "aGk="'],
    ["volume", '{"Status":{"n":1.50}}', "{{.Status.n}} {{json .Status}}", '1.50 {"n":1.50}'],
    [
      "versionInfo",
      '{"Client":{"ApiVersion":"1.50"},"Server":null}',
      "{{.Client.APIVersion}} {{.Server}} {{json .}}",
      '1.50 <nil> {"Client":{"ApiVersion":"1.50","Context":""},"Server":null}',
    ],
    [
      "dockerInfo",
      '{"Name":"h","UserName":"me","ClientInfo":{"Debug":true,"Version":"9"}}',
      "{{.Name}} {{.UserName}} {{.ClientInfo.Version}} {{json .ClientInfo}}",
      'h me 9 {"Debug":true,"Version":"9","Context":"","Plugins":null,"Warnings":null}',
    ],
  ])("print %s %s %s", (root, json, text, out) => {
    expect(render(root, json, text)).toBe(out);
  });

  test.each<[Root, string, string, string]>([
    ["container", "{}", "{{.Name}}", "reflect: indirection through nil pointer to embedded struct field ContainerJSONBase"],
    ["container", "{}", "{{.Config.Image}}", "nil pointer evaluating *container.Config.Image"],
    ["container", "{}", "{{.Config.Foo}}", "can't evaluate field Foo in type *container.Config"],
    [
      "container",
      '{"HostConfig":{}}',
      "{{upper .HostConfig.NetworkMode}}",
      "wrong type for value; expected string; got container.NetworkMode",
    ],
    ["container", '{"HostConfig":{"Memory":1}}', "{{eq .HostConfig.Memory 1.0}}", "error calling eq: incompatible types for comparison"],
    ["container", '{"Config":{}}', '{{.Config.Image "x"}}', "Image has arguments but cannot be invoked as function"],
    ["container", '{"Config":{}}', '{{.Config.Labels.a "x"}}', "a is not a method but has arguments"],
  ])("fail for %s %s %s", (root, json, text, message) => {
    expect(() => render(root, json, text)).toThrow(message);
  });
});

describe("decoding into Go's types", () => {
  test("matches keys in any case, the exact one first, and leaves out unknown ones", () => {
    expect(render("volume", '{"NAME":"a","Name":"b","More":1}', "{{.Name}}")).toBe("b");
    expect(render("volume", '{"nAmE":"a"}', "{{.Name}}")).toBe("a");
  });

  test("keeps 64-bit numbers exact", () => {
    expect(render("container", '{"HostConfig":{"Memory":9223372036854775807}}', "{{.HostConfig.Memory}} {{json .HostConfig.Memory}}")).toBe(
      "9223372036854775807 9223372036854775807",
    );
  });

  test("never takes the key of another field for one that differs in case", () => {
    const json = '{"Path":"/bin/sh","path":"stray","Id":"abc","Image":"i"}';
    expect(render("container", json, "{{.Path}} {{.ID}} {{.Image}}")).toBe("/bin/sh abc i");
  });

  test("leaves an embedded pointer nil if none of its fields is there, in any case", () => {
    expect(() => render("container", '{"Config":{}}', "{{.Name}}")).toThrow("nil pointer to embedded struct field");
    expect(render("container", '{"nAME":"/a","Config":{}}', "{{.Name}}")).toBe("/a");
  });

  test.each([
    ["numbers with a point or an exponent", '{"UsageData":{"Size":1.0,"RefCount":1}}'],
    ["an exponent", '{"UsageData":{"Size":1e3,"RefCount":1}}'],
  ])("takes whole numbers only if they are written as such: %s", (_, json) => {
    expect(() => typed("volume", json)).toThrow(DecodeError);
  });

  test("takes minus zero for zero", () => {
    expect(render("volume", '{"UsageData":{"Size":-0,"RefCount":-1}}', "{{.UsageData.Size}} {{.UsageData.RefCount}}")).toBe("0 -1");
  });

  test("decodes values of JSON.parse to the same", () => {
    const json = '{"Name":"v","Status":{"80":1.0,"9":[1,{"b":2,"a":null}]},"Labels":{"__proto__":"p"}}';
    const text = "{{json .}} {{.Labels}} {{range $k, $v := .Status}}{{$k}}={{$v}} {{end}}";
    const template = parseTemplate(text);
    expect(template.render(typed("volume", json, { parsed: JSON.parse(json) }))).toBe(template.render(typed("volume", json)));
    expect(template.render(typed("volume", json))).toContain("map[__proto__:p] 80=1.0 9=[1 map[a:<nil> b:2]]");
  });

  test.each<[Root, string]>([
    ["volume", '{"Name":1}'],
    ["volume", '{"Labels":[]}'],
    ["container", '{"HostConfig":{"Memory":"x"}}'],
    ["container", '{"HostConfig":{"Memory":1.5}}'],
    ["network", '{"Created":"yesterday"}'],
    ["container", '{"HostConfig":[]}'],
  ])("%s refuses %s", (root, json) => {
    expect(() => typed(root, json)).toThrow(DecodeError);
  });

  test("reads known types field by field, and reports a misfit only when that is asked for", () => {
    const json = '{"Name":"/a","Config":{"Image":1,"Cmd":["x"]}}';
    const fits = { fits: true };
    expect(parseTemplate("{{.Name}} {{.Config.Cmd}}").render(typed("container", json, fits))).toBe("/a [x]");
    expect(() => parseTemplate("{{.Config.Image}}").render(typed("container", json, fits))).toThrow(DecodeError);
    expect(() => parseTemplate("{{.Config}}").render(typed("container", json, fits))).toThrow(DecodeError);
    expect(() => typed("container", json)).toThrow(DecodeError);
  });

  test("marshals in the order of the struct and leaves out what is empty", () => {
    const json = '{"Name":"v","Scope":"local","Labels":{"x":"<&>"},"Driver":"local","Mountpoint":"/m","Options":null,"CreatedAt":""}';
    expect(typedJson(typed("volume", json))).toBe(
      '{"Driver":"local","Labels":{"x":"\\u003c\\u0026\\u003e"},"Mountpoint":"/m","Name":"v","Options":null,"Scope":"local"}',
    );
  });
});

test("the structs are those of scripts/data/go-structs.json", () => {
  const script = fileURLToPath(new URL("../../../../scripts/gen-layouts.mjs", import.meta.url));
  expect(() => execFileSync(process.execPath, [script, "--check"])).not.toThrow();
});
