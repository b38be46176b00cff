/** JSON as YAML, for `--format yaml`: our own format, under either name. Loads the `yaml` package: import this lazily. */
import { type ScalarTag, stringify } from "yaml";
import { stringifyString } from "yaml/util";
import { StatusError } from "../errors.js";
import { JsonError } from "../values/json/scan.js";
import { JsonNumber, parseJson } from "../values/json/tree.js";

/** A number is written as it came: `1e3`, and integers that no double holds. */
const number: ScalarTag = {
  tag: "tag:yaml.org,2002:float",
  default: true,
  identify: (value) => value instanceof JsonNumber,
  // Only for writing: nothing is read with it.
  resolve: (text) => text,
  stringify: ({ value }) => (value as JsonNumber).text,
};

/**
 * Characters that some readers take for line breaks or refuse, YAML 1.1's "default value", which only some know, and
 * blanks at the start or alone on a line, which the package's block style loses.
 */
const RISKY = /^=$|^\s|\n[ \t]+(?:\n|$)|[\x7f-\x9f\u2028\u2029\ufeff]/;

const escaped = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;

const string: ScalarTag = {
  tag: "tag:yaml.org,2002:str",
  default: true,
  identify: (value) => typeof value === "string",
  resolve: (text) => text,
  stringify(item, ctx, onComment, onChompKeep) {
    const text = item.value as string;
    if (!RISKY.test(text)) return stringifyString({ ...item, value: text }, { ...ctx, actualString: true }, onComment, onChompKeep);
    return JSON.stringify(text).replace(/[\x7f-\x9f\u2028\u2029\ufeff]/g, escaped);
  },
};

/**
 * One document: block style, keys in the order of the text, strings on one line unless they hold line breaks. Strings
 * that YAML 1.2 or 1.1 would take for something else (`12`, `on`, `2026-01-02`) are quoted.
 * @param text JSON
 * @throws StatusError where it is none or nested too deep
 */
export function yamlOfJson(text: string): string {
  try {
    return stringify(parseJson(text), {
      customTags: (tags) => [number, string, ...tags],
      compat: "yaml-1.1",
      lineWidth: 0,
      aliasDuplicateObjects: false,
    });
  } catch (error) {
    if (error instanceof JsonError) throw new StatusError(error.message);
    if (error instanceof RangeError) throw new StatusError("nested too deep to be printed as YAML");
    throw error;
  }
}
