import { expect, it } from "vitest";
import { Directive, ending, only, printed } from "../../../../src/cli/complete/answer.js";

it("prints a line for each candidate and the directive", () => {
  const answer = only([{ value: "a", about: "one" }, "b"], Directive.noFiles | Directive.noSpace);
  expect(printed(answer, true)).toBe("a\tone\nb\n:6\n");
  expect(printed(answer, false)).toBe("a\nb\n:6\n");
});

it("keeps descriptions and names from being read as anything else", () => {
  const about = "first\u001b[31m\nsecond";
  expect(
    printed(
      only([{ value: "a", about }, { value: "b\nc" }, { value: "d\u001b]0;x\u0007" }, { value: "" }, { value: "e", about: " \n" }]),
      true,
    ),
  ).toBe("a\tfirst [31m\ne\n:4\n");
});

it.each([
  [0, "ShellCompDirectiveDefault"],
  [1, "ShellCompDirectiveError"],
  [6, "ShellCompDirectiveNoSpace, ShellCompDirectiveNoFileComp"],
  [16, "ShellCompDirectiveFilterDirs"],
])("names the directive %d", (directive, names) => expect(ending(directive)).toBe(`Completion ended with directive: ${names}\n`));
