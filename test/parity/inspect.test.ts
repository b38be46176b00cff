/** inspect of every kind, beside Docker. */
import { describe } from "vitest";
import { type Case, cases } from "../support/parity.js";

const CREATE = [
  "create",
  "--name",
  "{obj}",
  "-l",
  "a=b",
  "-e",
  "X=y",
  "-p",
  "127.0.0.1::80",
  "-v",
  "/data",
  "busybox",
  "sh",
  "-c",
  "exit 3",
];
const words = (line: string) => line.split(" ");
/** Both sides look at the same objects: nothing but what they print can differ. */
const shared = (setup: readonly (readonly string[])[], ...lines: (string | string[])[]): Case[] =>
  lines.map((line) => ({ args: typeof line === "string" ? words(line) : line, setup }));

describe("inspect of any kind", () => {
  const kinds = [CREATE, ["volume", "create", "{obj2}"], ["network", "create", "{obj3}"]];
  const gone: Case["mask"] = [
    [/"Mountpoint": "[^"]*"/g, '"Mountpoint": "…"'],
    [/\b10\.\d+\.\d+\.\d+\b|\b172\.\d+\.\d+\.\d+\b|\b192\.168\.\d+\.\d+\b/g, "<net>"],
  ];
  cases([
    ...shared(
      [],
      "inspect busybox",
      "inspect host",
      "inspect busybox none nosuch host",
      "inspect nosuch1 nosuch2",
      "inspect -s busybox",
      "inspect",
      "inspect --type image busybox nosuch",
    ),
    ...shared(
      [],
      "inspect --type network busybox",
      "inspect --type foo busybox",
      "inspect --type= busybox",
      "inspect --type container nosuch",
      "inspect --type service nosuch",
      "inspect --type node self",
      "inspect --type plugin nosuch",
      "inspect --type secret nosuch",
      "inspect --type config nosuch",
      "inspect --type task nosuch",
      "inspect --type volume nosuch",
      "inspect Bad a/b/c x:y:z",
    ),
    ...shared(
      [],
      ["inspect", ""],
      ["inspect", "--type", "image", ""],
      ["inspect", "--type", "config", ""],
      ["inspect", "a b", "ä", "a%b"],
      ["inspect", "--type", "volume", ""],
    ),
    ...shared(
      [],
      ["inspect", "-f", "{{.Id}}", "busybox", "bridge", "nosuch"],
      ["inspect", "-f", "{{.Name}} {{json .Labels}}", "bridge", "host"],
      ["inspect", "-f", "{{", "busybox"],
      ["inspect", "-f", "json", "busybox", "nosuch", "none"],
      ["inspect", "-f", "{{.Nope}}", "busybox", "bridge"],
      ["inspect", "-f", "{{json .RootFS}} {{.Architecture}} {{.Os}} {{len .RepoTags}}", "busybox"],
      ["inspect", "-f", "{{(index .IPAM.Config 0).Gateway}}", "bridge"],
    ),
    {
      name: "container, volume and network in one",
      args: ["inspect", "-f", "{{.Name}}", "{obj}", "{obj2}", "{obj3}", "nosuch"],
      setup: kinds,
    },
    { name: "a volume whole", args: ["inspect", "{obj2}"], setup: kinds, mask: gone },
    { name: "a network whole", args: ["inspect", "{obj3}"], setup: kinds, mask: gone },
    { name: "the size of what has none", args: ["inspect", "-s", "-f", "{{.Name}}", "{obj2}", "{obj3}"], setup: kinds },
  ]);
});

describe("inspect of containers", () => {
  const paths: Case["mask"] = [
    [/[0-9a-f]{64}/g, "<id64>"],
    [/overlay2\/[^"/:]+/g, "overlay2/…"],
    [/snapshots\/\d+/g, "snapshots/…"],
  ];
  const templates = [
    "{{.State.Status}} {{.State.Running}} {{.State.ExitCode}}",
    "{{json .State}}",
    "{{json .HostConfig}}",
    "{{json .Config}}",
    "{{.Config.Labels.a}} {{index .Config.Env 0}}",
    "{{range $p, $c := .HostConfig.PortBindings}}{{$p}}={{(index $c 0).HostIp}};{{end}}",
    "{{range .Mounts}}{{.Type}} {{.Destination}}{{end}}",
    '{{.Path}} {{join .Args "|"}}',
    "{{.HostConfig.RestartPolicy.Name}} {{.HostConfig.Memory}}",
    "{{.NetworkSettings.Ports}}",
    "{{.SizeRw}}",
    "{{.Nope.Deeper}}",
    "{{.State.Nope}}",
    "{{println .Name}}{{upper .Platform}}",
    "{{index .Nope 0}}",
  ];
  cases([
    ...templates.map((template): Case => ({ name: template, args: ["inspect", "-f", template, "{obj}"], setup: [CREATE], mask: paths })),
    { name: "whole", args: ["container", "inspect", "{obj}"], setup: [CREATE], mask: paths },
    { name: "whole, with sizes", args: ["inspect", "-s", "{obj}"], setup: [CREATE], mask: paths },
    { name: "json", args: ["inspect", "--format", "json", "{obj}"], setup: [CREATE], mask: paths },
    { name: "sizes", args: ["container", "inspect", "-s", "-f", "{{.SizeRw}} {{.SizeRootFs}}", "{obj}", "nosuch"], setup: [CREATE] },
    {
      name: "a running one",
      args: ["inspect", "-f", "{{.State.Status}} {{.State.Paused}} {{.RestartCount}}", "{obj}"],
      setup: [["run", "-d", "--name", "{obj}", "busybox", "sleep", "600"]],
    },
    ...shared(
      [],
      "container inspect nosuch",
      "container inspect busybox",
      "container inspect nosuch1 nosuch2",
      "container inspect",
      ["container", "inspect", ""],
      ["container", "inspect", "-f", "{{.Id}}", "nosuch"],
    ),
    { name: "by the name with a slash", args: ["container", "inspect", "-f", "{{.Name}}", "/{obj}", "{obj}"], setup: [CREATE] },
  ]);
});

describe("inspect of images", () => {
  cases(
    shared(
      [],
      "image inspect busybox",
      "image inspect busybox nosuch busybox:latest",
      "image inspect --platform linux/amd64 busybox",
      "image inspect --platform linux/arm64 busybox",
      "image inspect --platform / busybox",
      "image inspect nosuch:tag Bad x:y:z",
      "image inspect",
      ["image", "inspect", ""],
      ["image", "inspect", "-f", "{{range .RepoTags}}{{.}}\n{{end}}", "busybox"],
      ["image", "inspect", "--format", "{{json .RepoDigests}}", "busybox"],
      ["image", "inspect", "-f", "{{.Config.Cmd}} {{.Size}} {{.Os}}/{{.Architecture}}", "busybox"],
      ["image", "inspect", "-f", "{{.ContainerConfig}}", "busybox"],
    ),
  );
});
