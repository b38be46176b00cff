import { expect, it } from "vitest";
import { type Filters, parseFilter } from "../../../src/values/filter.js";
import { withConfigured } from "../../../src/values/prune-filters.js";

const filters = (...raws: string[]) => raws.reduce<Filters>(parseFilter, {});

it.each<[given: string[], configured: string[] | undefined, sent: string[]]>([
  [[], undefined, []],
  [["until=1h"], [], ["until=1h"]],
  [["until=1h"], ["until=2h", "label=keep"], ["until=1h", "until=2h", "label=keep"]],
  // What the file protects stays protected without a word on the command line: Docker forgets it.
  [[], ["label!=keep"], ["label!=keep"]],
  [["label=x"], ["label!=keep"], ["label=x", "label!=keep"]],
  [["label=keep"], ["label!=keep"], ["label=keep"]],
  [["label!=keep"], ["label=keep", "label=also"], ["label!=keep", "label=also"]],
  [[], ["nonsense", "a=b=c"], ["a=b=c"]],
])("joins %j with %j of the configuration", (given, configured, sent) => {
  expect(withConfigured(filters(...given), configured)).toEqual(filters(...sent));
});

it("takes empty names and values as Docker does", () => {
  expect(withConfigured({}, ["x=", "=y"])).toEqual({ x: { "": true }, "": { y: true } });
});
