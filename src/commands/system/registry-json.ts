/** How the reference writes RegistryConfig as JSON: by way of a map, so keys come sorted, unlike those of every other struct. */
import { jsonText } from "../../format/json-text.js";
import { marshalValue, setJsonForm } from "../../format/template/marshal.js";
import { Struct, type Val } from "../../format/template/value.js";

const TYPE = "registry.ServiceConfig";

/** From now on `{{json .RegistryConfig}}` has that form. */
export function sortRegistryConfig(): void {
  setJsonForm(TYPE, (value: Val) => {
    if (!(value instanceof Struct)) return "null";
    // Under another name it is written as any struct.
    const plain = new Struct({ ...value.type, name: `${TYPE} in order`, fields: value.type.fields }, value.values);
    return jsonText(sorted(JSON.parse(marshalValue(plain, true))));
  });
}

function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}
