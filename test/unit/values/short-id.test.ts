import { expect, it } from "vitest";
import { shortId } from "../../../src/values/short-id.js";

it.each([
  ["sha256:7d9495d03763aaaabbbb", "7d9495d03763"],
  ["7d9495d03763aaaabbbb", "7d9495d03763"],
  ["sha256:ab", "ab"],
  ["short", "short"],
  ["", ""],
])("shortens %j", (id, short) => {
  expect(shortId(id)).toBe(short);
});
