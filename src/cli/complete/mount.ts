/** `--mount`: one field after another, with commas between them. */
import { type Answer, Directive, FILES, NOTHING, only } from "./answer.js";
import type { Objects } from "./objects.js";

const KINDS = ["bind", "cluster", "image", "npipe", "tmpfs", "volume"];
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  bind: ["source=", "target=", "readonly", "bind-propagation=", "bind-recursive=", "consistency="],
  cluster: ["source=", "target=", "readonly"],
  image: ["source=", "target=", "image-subpath="],
  npipe: ["source=", "target="],
  tmpfs: ["target=", "tmpfs-mode=", "tmpfs-size="],
  volume: ["source=", "target=", "readonly", "volume-driver=", "volume-label=", "volume-nocopy", "volume-opt=", "volume-subpath="],
};
const VALUES: Readonly<Record<string, readonly string[]>> = {
  "bind-propagation": ["private", "rprivate", "rshared", "rslave", "shared", "slave"],
  "bind-recursive": ["disabled", "enabled", "readonly", "writable"],
  consistency: ["cached", "consistent", "default", "delegated"],
};

const GOES_ON = Directive.noFiles | Directive.noSpace;

export async function mountValues(typed: string, objects: Objects): Promise<Answer> {
  const before = typed.slice(0, typed.lastIndexOf(",") + 1);
  const [name = "", value] = typed.slice(before.length).split("=", 2);
  const written = before.split(",").map((field) => field.split("=")[0] as string);
  const type = /(?:^|,)type=(\w+),/.exec(before)?.[1] ?? "volume";
  if (value !== undefined) return fieldValues(name, type, `${before}${name}=`, objects);
  const kinds = written.includes("type") ? [] : KINDS.map((kind) => `type=${kind}`);
  const fields = (before === "" ? [] : (FIELDS[type] ?? [])).filter((field) => !written.includes(field.replace("=", "")));
  return only(
    [...kinds, ...fields].map((field) => before + field),
    GOES_ON,
  );
}

async function fieldValues(name: string, type: string, before: string, objects: Objects): Promise<Answer> {
  const of = (values: readonly string[]) =>
    only(
      values.map((value) => before + value),
      GOES_ON,
    );
  if (name === "type") return of(KINDS);
  if (VALUES[name]) return of(VALUES[name]);
  if (name !== "source" && name !== "src") return NOTHING;
  if (type === "bind") return FILES;
  const found = type === "image" ? await objects.images() : type === "volume" ? await objects.volumes() : [];
  return of(found.map(({ value }) => value));
}
