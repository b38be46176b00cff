import { expect, it } from "vitest";
import { checkedName, containerPath, objectPath } from "../../../src/engine/object-path.js";

// Paths as docker 28.2.2 asks for them.
it.each([
  ["web", "/containers/web"],
  [" web\t", "/containers/web"],
  ["/web", "/containers/web"],
  ["a b", "/containers/a%20b"],
  ["a/b", "/containers/a/b"],
  ["a%b", "/containers/a%25b"],
  ["a?b", "/containers/a%3Fb"],
  ["ä", "/containers/%C3%A4"],
  ["../x", "/x"],
])("gives %j the path %s", (name, path) => expect(containerPath(name)).toBe(path));

it.each([
  ["a/b:c@d", "/images/a/b:c@d"],
  ["", "/images"],
  ["localhost:5000/x/", "/images/localhost:5000/x"],
])("gives the image %j the path %s", (name, path) => expect(objectPath("images", name)).toBe(path));

it.each(["", " ", "\n"])("refuses %j", (name) => {
  expect(() => containerPath(name)).toThrow("invalid container name or ID: value is empty");
  expect(() => checkedName("volume", name)).toThrow("invalid volume name or ID: value is empty");
});
