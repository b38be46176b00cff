import { expect, it } from "vitest";
import { globalsOfLine } from "../../../../src/cli/complete/globals.js";

it.each([
  [[], ["ps", ""], [], undefined],
  [[], ["-H", "tcp://x", "ps", ""], ["tcp://x"], undefined],
  [[], ["-Htcp://x", "ps", "-H", "y", ""], ["tcp://x"], undefined],
  [[], ["--context", "there", "stop", ""], [], "there"],
  [["-c", "there"], ["stop", ""], [], "there"],
  // The last word is being typed.
  [[], ["--context", "th"], [], undefined],
  [["-c", "there"], ["-H", ""], [], "there"],
  [["-c", "there"], [], [], "there"],
  [[], ["-H", "tcp://x", "--nonsense", "ps", ""], ["tcp://x"], undefined],
])("finds the options before %j in %j", (ours, words, hosts, context) => {
  expect(globalsOfLine(ours, words)).toMatchObject({ hosts, context });
});
